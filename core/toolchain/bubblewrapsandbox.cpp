// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/cappedoutput.h"
#include "toolchain/sandbox.h"
#include "toolchain/sandboxchild.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>
#include <csignal>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::fail;

namespace {
constexpr qint64 kFloodFactor = 64;
constexpr int kTickMs = 50;

using Clock = std::chrono::steady_clock; // suspended time is not the command's

qint64 msSince(Clock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

/// A stop request as something that poll() sees.
class StopSignal
{
public:
    explicit StopSignal(std::stop_token stop)
        : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_callback(std::move(stop), [this] { ::eventfd_write(m_event.get(), 1); })
    {
    }
    int fd() const { return m_event.get(); }

private:
    FileDescriptor m_event;
    std::stop_callback<std::function<void()>> m_callback;
};

class BubblewrapSandbox final : public Sandbox
{
public:
    explicit BubblewrapSandbox(SandboxMachine machine)
        : m_machine(std::move(machine))
    {
    }

    domain::Result<ProcessResult> run(const SandboxCommand &command,
                                      const std::function<void(const QByteArray &)> &onOutput,
                                      std::stop_token stop) override;

private:
    SandboxMachine m_machine;
};

/// One run(): the loop that reads, watches and decides how it ends.
class Execution
{
public:
    Execution(const SandboxCommand &command, const std::function<void(const QByteArray &)> &onOutput,
              SandboxChild &child)
        : m_command(command)
        , m_onOutput(onOutput)
        , m_child(child)
        , m_output(command.limits.outputBytes)
    {
    }

    ProcessEnding untilEnded(int stopFd);
    void drain();
    QByteArray text() const { return m_output.text(); }
    qint64 ms() const { return msSince(m_start); }

private:
    void readOutput();
    std::optional<ProcessEnding> overLimit();

    const SandboxCommand &m_command;
    const std::function<void(const QByteArray &)> &m_onOutput;
    SandboxChild &m_child;
    CappedOutput m_output;
    bool m_outputClosed = false;
    Clock::time_point m_start = Clock::now();
};

ProcessEnding Execution::untilEnded(int stopFd)
{
    while (true) {
        const qint64 left = m_command.limits.wallMs - msSince(m_start);
        pollfd waits[]{{.fd = m_child.ended(), .events = POLLIN, .revents = 0},
                       {.fd = stopFd, .events = POLLIN, .revents = 0},
                       {.fd = m_outputClosed ? -1 : m_child.output(), .events = POLLIN, .revents = 0}};
        ::poll(waits, std::size(waits), int(std::clamp<qint64>(left, 0, kTickMs)));
        if (waits[1].revents != 0)
            return ProcessEnding::Cancelled;
        if (waits[2].revents != 0)
            readOutput();
        if (waits[0].revents != 0)
            return ProcessEnding::Exited;
        if (const auto ending = overLimit())
            return *ending;
    }
}

std::optional<ProcessEnding> Execution::overLimit()
{
    if (msSince(m_start) >= m_command.limits.wallMs)
        return ProcessEnding::TimedOut;
    if (m_output.total() / kFloodFactor > m_command.limits.outputBytes)
        return ProcessEnding::OutputFlood;
    return std::nullopt;
}

void Execution::readOutput()
{
    const QByteArray chunk = readAvailable(m_child.output(), m_outputClosed);
    if (chunk.isEmpty())
        return;
    m_output.append(chunk);
    if (m_onOutput)
        m_onOutput(chunk);
}

void Execution::drain()
{
    qint64 before = -1;
    while (!m_outputClosed && before != m_output.total()) {
        before = m_output.total();
        readOutput();
    }
}

domain::Result<ProcessResult> BubblewrapSandbox::run(const SandboxCommand &command,
                                                     const std::function<void(const QByteArray &)> &onOutput,
                                                     std::stop_token stop)
{
    if (stop.stop_requested())
        return fail(ErrorKind::Cancelled, u"cancelled"_s);
    auto child = SandboxChild::start(m_machine, command, ChildStreams::Output);
    if (!child)
        return fail(child.error());
    const StopSignal stopped(stop);
    Execution execution(command, onOutput, **child);
    ProcessResult result;
    result.ending = execution.untilEnded(stopped.fd());
    (*child)->end();
    execution.drain();
    result.ms = execution.ms();
    result.output = execution.text();
    if (result.ending == ProcessEnding::Cancelled)
        return fail(ErrorKind::Cancelled, u"cancelled"_s);
    if (result.ending != ProcessEnding::Exited) {
        result.exitCode = 128 + SIGKILL;
        return result;
    }
    if (!(*child)->exitCode()) {
        return fail(ErrorKind::Sandbox,
                    u"sandbox: %1 could not be started: %2"_s.arg(command.argv.first(),
                                                                  QString::fromLocal8Bit(result.output.trimmed())));
    }
    result.exitCode = *(*child)->exitCode();
    if (result.exitCode > 128 && result.exitCode <= 128 + SIGRTMAX)
        result.ending = ProcessEnding::Signalled;
    return result;
}
} // namespace

domain::Result<std::unique_ptr<Sandbox>> makeBubblewrapSandbox()
{
    const QString program = QStandardPaths::findExecutable(u"bwrap"_s);
    if (program.isEmpty())
        return fail(ErrorKind::MissingTool, u"bubblewrap is missing: apt-get install bubblewrap"_s);
    return std::make_unique<BubblewrapSandbox>(SandboxMachine{.bubblewrap = program});
}

} // namespace stepladder::toolchain

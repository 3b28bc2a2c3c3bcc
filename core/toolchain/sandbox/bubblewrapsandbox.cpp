// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/cappedoutput.h"
#include "toolchain/sandbox/controlgroup.h"
#include "toolchain/sandbox/limitwatch.h"
#include "toolchain/sandbox/sandbox.h"
#include "toolchain/sandbox/sandboxchild.h"
#include "toolchain/sandbox/stopsignal.h"

#include <algorithm>
#include <chrono>
#include <csignal>

#include <poll.h>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::fail;

namespace {
constexpr qint64 kFloodFactor = 64;
constexpr qint64 kLongestWaitMs = 60'000;

using Clock = std::chrono::steady_clock; // suspended time is not the command's

qint64 msSince(Clock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

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

    ProcessEnding untilEnded(const StopSignal &stop, const LimitWatch &watch);
    QString reason() const { return m_reason; }
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
    QString m_reason;
    Clock::time_point m_start = Clock::now();
};

ProcessEnding Execution::untilEnded(const StopSignal &stop, const LimitWatch &watch)
{
    while (true) {
        const qint64 left = m_command.limits.wallMs - msSince(m_start);
        pollfd waits[]{{.fd = m_child.ended(), .events = POLLIN, .revents = 0},
                       {.fd = stop.fd(), .events = POLLIN, .revents = 0},
                       {.fd = watch.fd(), .events = POLLIN, .revents = 0},
                       {.fd = m_outputClosed ? -1 : m_child.output(), .events = POLLIN, .revents = 0}};
        ::poll(waits, std::size(waits), int(std::clamp<qint64>(left, 0, kLongestWaitMs)));
        if (waits[1].revents != 0)
            return ProcessEnding::Cancelled;
        if (waits[3].revents != 0)
            readOutput();
        if (waits[0].revents != 0)
            return ProcessEnding::Exited;
        if (const auto finding = watch.finding()) {
            m_reason = finding->reason;
            return finding->ending;
        }
        if (const auto ending = overLimit())
            return *ending;
    }
}

std::optional<ProcessEnding> Execution::overLimit()
{
    const Limits &limits = m_command.limits;
    if (msSince(m_start) >= limits.wallMs) {
        m_reason = u"longer than %1 s"_s.arg(double(limits.wallMs) / 1000);
        return ProcessEnding::TimedOut;
    }
    if (m_output.total() / kFloodFactor > limits.outputBytes) {
        m_reason = u"more than %1 bytes of output"_s.arg(limits.outputBytes * kFloodFactor);
        return ProcessEnding::OutputFlood;
    }
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

domain::Error neverStarted(const SandboxCommand &command, const SandboxChild &child, const QByteArray &said)
{
    if (child.killedBySignal() != 0) {
        return {.kind = ErrorKind::Sandbox,
                .message = u"sandbox: bubblewrap was killed by signal %1 while %2 ran"_s.arg(child.killedBySignal())
                               .arg(command.argv.first())};
    }
    const QString why = QString::fromLocal8Bit(said).simplified();
    return {.kind = ErrorKind::Sandbox,
            .message = u"sandbox: %1 could not be started: %2"_s.arg(command.argv.first(), why)};
}

domain::Result<ProcessResult> BubblewrapSandbox::run(const SandboxCommand &command,
                                                     const std::function<void(const QByteArray &)> &onOutput,
                                                     std::stop_token stop)
{
    if (stop.stop_requested())
        return fail(ErrorKind::Cancelled, u"cancelled"_s);
    const ControlGroup group = controlGroupFor(command.limits);
    auto child = SandboxChild::start(m_machine, command, ChildStreams::Output, group);
    if (!child)
        return fail(child.error());
    const StopSignal stopped(stop);
    Execution execution(command, onOutput, **child);
    ProcessResult result;
    {
        const LimitWatch watch(command, (*child)->initPid(), group);
        result.ending = execution.untilEnded(stopped, watch);
        (*child)->end();
    }
    execution.drain();
    result.ms = execution.ms();
    result.output = execution.text();
    result.reason = execution.reason();
    if (result.ending == ProcessEnding::Cancelled)
        return fail(ErrorKind::Cancelled, u"cancelled"_s);
    if (result.ending != ProcessEnding::Exited) {
        result.exitCode = 128 + SIGKILL;
        return result;
    }
    // The kernel may have killed it, bubblewrap included, before the watch came round.
    if (group.ranOutOfMemory()) {
        result.ending = ProcessEnding::OutOfMemory;
        result.exitCode = 128 + SIGKILL;
        result.reason = u"more than %1 MiB of memory"_s.arg(command.limits.memoryBytes >> 20);
        return result;
    }
    if (!(*child)->exitCode())
        return fail(neverStarted(command, **child, result.output));
    result.exitCode = *(*child)->exitCode();
    if (result.exitCode > 128 && result.exitCode <= 128 + SIGRTMAX)
        result.ending = ProcessEnding::Signalled;
    return result;
}
} // namespace

domain::Result<std::unique_ptr<Sandbox>> makeBubblewrapSandbox()
{
    const auto machine = findSandboxMachine();
    if (!machine)
        return fail(machine.error());
    auto sandbox = std::make_unique<BubblewrapSandbox>(*machine);
    const auto tried = sandbox->run({.argv = {u"/bin/true"_s}, .binds = systemBinds()}, {}, {});
    if (!tried)
        return fail(explainRefusal(tried.error().message, u"/proc/sys"_s));
    return sandbox;
}

} // namespace stepladder::toolchain

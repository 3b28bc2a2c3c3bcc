// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/sandboxprocess.h"

#include "toolchain/sandbox/cappedoutput.h"
#include "toolchain/sandbox/controlgroup.h"
#include "toolchain/sandbox/limitwatch.h"
#include "toolchain/sandbox/sandboxchild.h"
#include "toolchain/sandbox/stopsignal.h"

#include <algorithm>
#include <cerrno>
#include <chrono>

#include <poll.h>
#include <unistd.h>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::fail;
using Clock = std::chrono::steady_clock;

struct SandboxProcess::Private
{
    Private(const SandboxMachine &machine, const SandboxCommand &asked)
        : command(asked)
        , group(controlGroupFor(command.limits))
        , errors(std::min<qint64>(command.limits.outputBytes, 64 << 10))
        , child(SandboxChild::start(machine, command, ChildStreams::Conversation, group))
    {
        if (child)
            watch.emplace(command, (*child)->initPid(), group);
    }

    domain::Error ended();
    domain::Result<void> await(int fd, short events, Clock::time_point until, const StopSignal &stop);
    void readErrors();

    const SandboxCommand command;
    ControlGroup group;
    CappedOutput errors;
    QByteArray pending; ///< read and not yet asked for
    qsizetype searched = 0; ///< of it, known to hold no line end
    bool outputClosed = false;
    bool errorsClosed = false;
    domain::Result<std::unique_ptr<SandboxChild>> child;
    std::optional<LimitWatch> watch;
};

domain::Error SandboxProcess::Private::ended()
{
    readErrors();
    const auto finding = watch ? watch->finding() : std::nullopt;
    const QString why = finding ? finding->reason : u"it ended by itself"_s;
    return {.kind = ErrorKind::Sandbox,
            .message = u"%1 in the sandbox is gone: %2"_s.arg(command.argv.first(), why),
            .detail = QString::fromUtf8(errors.text())};
}

void SandboxProcess::Private::readErrors()
{
    while (!errorsClosed) {
        const QByteArray chunk = readAvailable((*child)->errors(), errorsClosed);
        if (chunk.isEmpty())
            return;
        errors.append(chunk);
    }
}

/// Waits until \p fd can be used; keeps standard error flowing meanwhile.
domain::Result<void> SandboxProcess::Private::await(int fd, short events, Clock::time_point until,
                                                    const StopSignal &stop)
{
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd waits[]{{.fd = fd, .events = events, .revents = 0},
                       {.fd = stop.fd(), .events = POLLIN, .revents = 0},
                       {.fd = watch->fd(), .events = POLLIN, .revents = 0},
                       {.fd = errorsClosed ? -1 : (*child)->errors(), .events = POLLIN, .revents = 0}};
        ::poll(waits, std::size(waits), int(std::clamp<qint64>(left, 0, 60'000)));
        if (waits[1].revents != 0)
            return fail(ErrorKind::Cancelled, u"cancelled"_s);
        if (waits[2].revents != 0) {
            (*child)->end();
            watch->stop();
            return fail(ended());
        }
        if (waits[3].revents != 0)
            readErrors();
        if (waits[0].revents != 0)
            return {};
        if (Clock::now() >= until)
            return fail(ErrorKind::TotalTimeout, u"%1 in the sandbox does not answer"_s.arg(command.argv.first()));
    }
}

SandboxProcess::SandboxProcess(std::unique_ptr<Private> state)
    : d(std::move(state))
{
}

SandboxProcess::~SandboxProcess()
{
    kill();
}

domain::Result<std::unique_ptr<SandboxProcess>> SandboxProcess::start(const SandboxCommand &command)
{
    const auto machine = findSandboxMachine();
    if (!machine)
        return fail(machine.error());
    auto state = std::make_unique<Private>(*machine, command);
    if (!state->child)
        return fail(state->child.error());
    return std::unique_ptr<SandboxProcess>(new SandboxProcess(std::move(state)));
}

domain::Result<void> SandboxProcess::writeLine(const QByteArray &line, int timeoutMs, std::stop_token stop)
{
    const StopSignal stopped(std::move(stop));
    const auto until = Clock::now() + std::chrono::milliseconds(timeoutMs);
    const QByteArray text = line + '\n';
    qsizetype written = 0;
    while (written < text.size()) {
        if (!isRunning())
            return fail(d->ended());
        if (const auto ready = d->await((*d->child)->input(), POLLOUT, until, stopped); !ready)
            return ready;
        const ssize_t n =
            writeWithoutSignal((*d->child)->input(), text.constData() + written, size_t(text.size() - written));
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return fail(d->ended());
        written += n > 0 ? n : 0;
    }
    return {};
}

domain::Result<QByteArray> SandboxProcess::readLine(int timeoutMs, std::stop_token stop)
{
    const StopSignal stopped(std::move(stop));
    const auto until = Clock::now() + std::chrono::milliseconds(timeoutMs);
    while (true) {
        const qsizetype end = d->pending.indexOf('\n', d->searched);
        if (end >= 0) {
            const QByteArray line = d->pending.left(end);
            d->pending.remove(0, end + 1);
            d->searched = 0;
            return line;
        }
        d->searched = d->pending.size();
        if (d->outputClosed)
            return fail(d->ended());
        if (d->pending.size() > d->command.limits.outputBytes) {
            kill();
            return fail(ErrorKind::Sandbox,
                        u"%1 in the sandbox wrote a line of more than %2 bytes"_s.arg(d->command.argv.first())
                            .arg(d->command.limits.outputBytes));
        }
        if (const auto ready = d->await((*d->child)->output(), POLLIN, until, stopped); !ready)
            return fail(ready.error());
        d->pending += readAvailable((*d->child)->output(), d->outputClosed);
    }
}

void SandboxProcess::closeInput()
{
    (*d->child)->closeInput();
}

bool SandboxProcess::isRunning() const
{
    pollfd over{.fd = (*d->child)->ended(), .events = POLLIN, .revents = 0};
    return ::poll(&over, 1, 0) == 0;
}

void SandboxProcess::kill()
{
    (*d->child)->end();
    d->watch->stop();
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/filedescriptor.h"
#include "toolchain/sandbox/sandbox.h"
#include "toolchain/sandbox/sandboxmachine.h"

#include <optional>

namespace stepladder::toolchain {

enum class ChildStreams {
    Output, ///< stdin is empty, stdout and stderr are one
    Conversation, ///< stdin, stdout and stderr are pipes of their own
};

class ControlGroup;

/// One started bubblewrap with everything in it. Ends with the object: nothing of it is left then.
/// start() and the end must happen on threads that live as long as the child (--die-with-parent is bound to the
/// thread).
class SandboxChild
{
public:
    /// BadInput, Sandbox.
    static domain::Result<std::unique_ptr<SandboxChild>> start(const SandboxMachine &machine,
                                                               const SandboxCommand &command, ChildStreams streams,
                                                               const ControlGroup &group);
    ~SandboxChild();
    SandboxChild(const SandboxChild &) = delete;
    SandboxChild &operator=(const SandboxChild &) = delete;

    int output() const { return m_output.get(); } ///< non-blocking
    int errors() const { return m_errors.get(); } ///< non-blocking; -1 unless a conversation
    int input() const { return m_input.get(); } ///< non-blocking; -1 unless a conversation
    int ended() const { return m_bubblewrap.get(); } ///< readable when the command has ended
    int initPid() const { return m_initPid; } ///< first process of the sandbox, as the host numbers it

    /// Kills the whole tree and blocks until it is gone.
    void end();
    /// After end(): the exit code of the command, 128 + signal if it died of one; nothing when it never started.
    std::optional<int> exitCode() const { return m_exitCode; }
    /// After end(): the signal that killed bubblewrap itself; 0 when none did.
    int killedBySignal() const { return m_killedBySignal; }
    void closeInput() { m_input.reset(); }

private:
    SandboxChild() = default;
    domain::Result<void> awaitFirstProcess(const SandboxCommand &command);
    void readStatus(bool whole);

    FileDescriptor m_input;
    FileDescriptor m_output;
    FileDescriptor m_errors;
    FileDescriptor m_status;
    FileDescriptor m_block;
    FileDescriptor m_bubblewrap;
    FileDescriptor m_init;
    int m_bubblewrapPid = -1;
    int m_initPid = -1;
    int m_killedBySignal = 0;
    QByteArray m_statusText;
    std::optional<int> m_exitCode;
};

/// Groups that hold a sandbox to \p limits, as far as this machine allows.
ControlGroup controlGroupFor(const Limits &limits);

/// write(2) to a pipe whose reader may be dead: EPIPE and no SIGPIPE.
ssize_t writeWithoutSignal(int fd, const char *data, size_t size);

/// Reads what is there from a non-blocking descriptor, at most 64 KiB. Empty and \p atEnd when the other side is
/// closed.
QByteArray readAvailable(int fd, bool &atEnd);

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/filedescriptor.h"
#include "toolchain/sandbox.h"

#include <optional>

namespace stepladder::toolchain {

enum class ChildStreams {
    Output, ///< stdin is empty, stdout and stderr are one
    Conversation, ///< stdin and stdout are pipes of their own, stderr joins stdout
};

/// What a machine offers to a sandbox; found once.
struct SandboxMachine
{
    QString bubblewrap; ///< the program
    QString devices; ///< folder of device nodes of our own, only as root
};

/// One started bubblewrap with everything in it. Ends with the object: nothing of it is left then.
/// start() and the end must happen on threads that live as long as the child (--die-with-parent is bound to the
/// thread).
class SandboxChild
{
public:
    /// BadInput, Sandbox.
    static domain::Result<std::unique_ptr<SandboxChild>> start(const SandboxMachine &machine,
                                                               const SandboxCommand &command, ChildStreams streams);
    ~SandboxChild();
    SandboxChild(const SandboxChild &) = delete;
    SandboxChild &operator=(const SandboxChild &) = delete;

    int output() const { return m_output.get(); } ///< non-blocking
    int input() const { return m_input.get(); } ///< non-blocking; -1 unless a conversation
    int ended() const { return m_bubblewrap.get(); } ///< readable when the command has ended
    int initPid() const { return m_initPid; } ///< first process of the sandbox, as the host numbers it

    /// Kills the whole tree and blocks until it is gone.
    void end();
    /// After end(): the exit code of the command, 128 + signal if it died of one; nothing when it never started.
    std::optional<int> exitCode() const { return m_exitCode; }
    void closeInput() { m_input.reset(); }

private:
    SandboxChild() = default;
    domain::Result<void> awaitFirstProcess(const SandboxCommand &command);
    void readStatus(bool whole);

    FileDescriptor m_input;
    FileDescriptor m_output;
    FileDescriptor m_status;
    FileDescriptor m_block;
    FileDescriptor m_bubblewrap;
    FileDescriptor m_init;
    int m_bubblewrapPid = -1;
    int m_initPid = -1;
    QByteArray m_statusText;
    std::optional<int> m_exitCode;
};

/// Reads what is there from a non-blocking descriptor, at most 64 KiB. Empty and \p atEnd when the other side is
/// closed.
QByteArray readAvailable(int fd, bool &atEnd);

} // namespace stepladder::toolchain

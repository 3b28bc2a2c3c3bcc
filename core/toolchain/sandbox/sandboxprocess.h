// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/sandbox.h"

#include <memory>

namespace stepladder::toolchain {

/// A long-lived process in the sandbox that is spoken to in lines: the warm compiler server. Of the limits all hold but
/// the wall clock. It dies with the object, and with the thread that started it (bubblewrap's --die-with-parent): start
/// it on a thread that stays. Used by one thread at a time.
class SandboxProcess
{
public:
    /// MissingTool, BadInput, Sandbox.
    static domain::Result<std::unique_ptr<SandboxProcess>> start(const SandboxCommand &command);
    ~SandboxProcess();
    SandboxProcess(const SandboxProcess &) = delete;
    SandboxProcess &operator=(const SandboxProcess &) = delete;

    /// Writes \p line and a line end. TotalTimeout (it does not read), Sandbox (it has ended; why), Cancelled.
    domain::Result<void> writeLine(const QByteArray &line, int timeoutMs, std::stop_token stop);
    /// The next line of its standard output, without the line end. TotalTimeout, Cancelled (both may be followed by
    /// another try), Sandbox (it has ended, or a line is longer than the limit of output), with the tail of its
    /// standard error as detail.
    domain::Result<QByteArray> readLine(int timeoutMs, std::stop_token stop);
    /// No more input: many servers end by themselves then.
    void closeInput();
    bool isRunning() const;
    /// Kills the whole tree and returns when it is gone.
    void kill();

private:
    struct Private;
    explicit SandboxProcess(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "toolchain/sandbox/sandbox.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace stepladder::toolchain {

class SandboxProcess;

/// One compile-only sandbox that stays, with a compiler server in it that is warm after the first compilation. It has a
/// thread of its own, for bubblewrap ends with the thread that started it. Calls are served one after another.
class WarmCompiler
{
public:
    /// \p command: what the sandbox sees; its argv is the shell that serves. Nothing starts before the first compile().
    explicit WarmCompiler(SandboxCommand command);
    ~WarmCompiler();
    WarmCompiler(const WarmCompiler &) = delete;
    WarmCompiler &operator=(const WarmCompiler &) = delete;

    /// The arguments of a shell that reads three lines, working folder, response file and log, runs the compiler of
    /// \p csc by \p dotnet with them and prints its exit code.
    static QStringList shell(const QString &dotnet, const QString &csc);
    /// Runs the compiler in \p folder with \p responseFile; what it prints goes to \p log. The exit code.
    /// Sandbox, MissingTool, Cancelled, TotalTimeout (the process is started anew next time).
    domain::Result<int> compile(const QString &folder, const QString &responseFile, const QString &log,
                                std::stop_token stop);

private:
    void serve(const std::stop_token &stop);
    domain::Result<int> speak(const QByteArrayList &lines, std::stop_token stop);

    SandboxCommand m_command;
    std::mutex m_calls; ///< one caller at a time
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::function<void()> m_job;
    std::unique_ptr<SandboxProcess> m_process; ///< of m_thread alone
    std::jthread m_thread;
};

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/warmcompiler.h"

#include "toolchain/sandbox/sandboxprocess.h"

#include <future>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr int compileTimeoutMs = 60'000;

} // namespace

WarmCompiler::WarmCompiler(SandboxCommand command)
    : m_command(std::move(command))
    , m_thread([this](const std::stop_token &stop) { serve(stop); })
{
}

WarmCompiler::~WarmCompiler() = default;

QStringList WarmCompiler::shell(const QString &dotnet, const QString &csc)
{
    return {
        u"/bin/sh"_s, u"-c"_s,
        u"while IFS= read -r folder && IFS= read -r response && IFS= read -r log; do "
        "cd \"$folder\" && \"$0\" exec \"$1\" /noconfig /shared:stepladder \"@$response\" >\"$log\" 2>&1 </dev/null; "
        "echo \"done $?\"; done"_s,
        dotnet, csc};
}

void WarmCompiler::serve(const std::stop_token &stop)
{
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [this] { return bool(m_job); });
            if (!m_job)
                break;
            job = std::exchange(m_job, {});
        }
        job();
    }
    m_process.reset();
}

Result<int> WarmCompiler::speak(const QByteArrayList &lines, std::stop_token stop)
{
    if (m_process && !m_process->isRunning())
        m_process.reset();
    if (!m_process) {
        auto started = SandboxProcess::start(m_command);
        if (!started)
            return domain::fail(started.error());
        m_process = std::move(*started);
    }
    for (const QByteArray &line : lines) {
        if (const auto written = m_process->writeLine(line, compileTimeoutMs, stop); !written) {
            m_process.reset();
            return domain::fail(written.error());
        }
    }
    const auto answer = m_process->readLine(compileTimeoutMs, stop);
    bool ok = false;
    const int code = answer && answer->startsWith("done ") ? answer->mid(5).toInt(&ok) : 0;
    if (ok)
        return code;
    // Whatever it still says would be taken for the answer to the next question.
    m_process.reset();
    return answer ? domain::fail(ErrorKind::Sandbox, u"the compiler answered what is no exit code"_s)
                  : domain::fail(answer.error());
}

Result<int> WarmCompiler::compile(const QString &folder, const QString &responseFile, const QString &log,
                                  std::stop_token stop)
{
    const std::lock_guard call(m_calls);
    std::promise<Result<int>> promise;
    auto answer = promise.get_future();
    const QByteArrayList lines = {folder.toUtf8(), responseFile.toUtf8(), log.toUtf8()};
    {
        const std::lock_guard lock(m_mutex);
        m_job = [&] { promise.set_value(speak(lines, stop)); };
    }
    m_wake.notify_one();
    return answer.get();
}

} // namespace stepladder::toolchain

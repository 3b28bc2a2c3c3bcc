// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharptoolchain.h"

#include "toolchain/quickcompiler.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Evidence;
using domain::Result;

namespace {

QString keyOf(const Site &site)
{
    return site.mountPoint + u'\n' + site.workspace;
}

QStringList inRepository(const Site &site, const QStringList &files)
{
    QStringList list;
    for (const QString &file : files)
        list.append(site.workspace.isEmpty() ? file : site.workspace + u'/' + file);
    return list;
}

} // namespace

void CSharpToolchain::record(const Run &run, const Build &build, const QStringList &leftOut)
{
    const Site &site = run.request.site;
    auto recorded = recordBuild(site, run.runner.results(), build.projects, inRepository(site, leftOut),
                                projectFilesHash(site.workspaceFolder(), outputs(), {}));
    const std::lock_guard lock(m_mutex);
    if (recorded)
        m_records.insert(keyOf(site), std::make_shared<const BuildRecord>(std::move(*recorded)));
    else
        m_records.remove(keyOf(site));
}

std::shared_ptr<const BuildRecord> CSharpToolchain::recordFor(const ExecuteRequest &request) const
{
    const bool sourcesOnly =
        std::all_of(request.changedFiles.begin(), request.changedFiles.end(), [&](const QString &file) {
            return file.endsWith(u".cs") && QFileInfo::exists(request.site.workspaceFolder() + u'/' + file);
        });
    if (!sourcesOnly)
        return {};
    std::shared_ptr<const BuildRecord> record;
    {
        const std::lock_guard lock(m_mutex);
        record = m_records.value(keyOf(request.site));
    }
    const QString now = record ? projectFilesHash(request.site.workspaceFolder(), outputs(), {}) : QString();
    return record && record->projectFiles == now ? record : nullptr;
}

WarmCompiler &CSharpToolchain::warmCompiler(const Run &run, const QString &csc)
{
    const Site &site = run.request.site;
    const QString parent = QFileInfo(site.folder).path();
    const std::lock_guard lock(m_mutex);
    std::unique_ptr<WarmCompiler> &compiler = m_compilers[parent + u'\n' + csc];
    if (compiler)
        return *compiler;
    SandboxCommand command{.argv = WarmCompiler::shell(run.tooling.paths.value(u"dotnet"_s), csc),
                           .workingFolder = u"/tmp"_s,
                           .environment = descriptor().environment};
    command.environment.insert(run.tooling.environment);
    command.limits.memoryBytes = descriptor().memoryBytes;
    command.limits.processes = descriptor().processes;
    for (const QString &path : descriptor().binds) {
        if (QFileInfo::exists(path))
            command.binds.append({.source = path, .target = path});
    }
    command.binds += run.tooling.binds;
    command.binds += offlineBinds(packagesFolder(), findNuGetPlaces(site.workspaceFolder()));
    const QString work = cacheFolder() + u"/quick"_s;
    command.binds.append({.source = parent, .target = parent});
    command.binds.append({.source = work, .target = work, .writable = true});
    compiler = std::make_unique<WarmCompiler>(std::move(command));
    return *compiler;
}

Result<bool> CSharpToolchain::quick(Run &run)
{
    const Site &site = run.request.site;
    const auto record = recordFor(run.request);
    const QString parent = QFileInfo(site.folder).path();
    if (!record || record->built.first().roslyn.isEmpty() || parent == QDir::tempPath() || parent == u"/")
        return false;
    const QString csc = record->built.first().roslyn + u"/bincore/csc.dll"_s;
    QDir().mkpath(cacheFolder() + u"/quick"_s);
    const QTemporaryDir work(cacheFolder() + u"/quick/XXXXXX"_s);
    if (!QFileInfo::exists(csc) || !work.isValid())
        return false;
    if (run.progress.line)
        run.progress.line(u"compiling"_s);
    Evidence &e = run.evidence;
    e.fullSpeed = false;
    e.hasTests = std::any_of(record->built.begin(), record->built.end(), [](const auto &p) { return p.isTest; });
    WarmCompiler &compiler = warmCompiler(run, csc);
    for (int round = 0; round < 5; ++round) {
        const auto built = quickBuild(site, *record, inRepository(site, run.request.leaveOutFiles + e.uncompiledTests),
                                      work.path(), compiler, run.runner.stop());
        if (!built && built.error().kind == ErrorKind::Cancelled)
            return domain::fail(built.error());
        if (!built || !*built) {
            e = {};
            return false;
        }
        QList<domain::Diagnostic> diagnostics = (*built)->diagnostics;
        for (domain::Diagnostic &diagnostic : diagnostics)
            diagnostic.file = run.runner.relative(diagnostic.file);
        diagnostics.removeIf([](const auto &d) { return d.severity == domain::Severity::Info; });
        e.diagnostics = mergeDiagnostics(e.diagnostics, diagnostics);
        e.buildOk = e.buildOk && (*built)->ok;
        run.runner.note({.command = u"csc "_s + (*built)->compiled.join(u' '),
                         .exitCode = (*built)->ok ? 0 : 1,
                         .ms = (*built)->ms});
        if ((*built)->ok) {
            if (run.request.tests) {
                if (const auto tested = testAll(run, record->built); !tested)
                    return domain::fail(tested.error());
            }
            break;
        }
        const QStringList files = testFilesIn(diagnostics);
        if (files.isEmpty())
            break;
        e.uncompiledTests += files;
    }
    e.executions = run.runner.executions();
    return true;
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharptoolchain.h"

#include "toolchain/csharp/csharpscaffold.h"
#include "toolchain/csharp/csharpsource.h"
#include "toolchain/filerules.h"
#include "toolchain/filetext.h"
#include "toolchain/results/resultreader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Ending;
using domain::ErrorKind;
using domain::Evidence;
using domain::Result;

namespace {

const QString sandboxHome = u"/tmp/home"_s;

Result<void> writeFile(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(path, file.errorString()));
    return {};
}

QStringList extraArguments(const CSharpProjects &projects)
{
    return projects.windows ? QStringList{u"-p:EnableWindowsTargeting=true"_s} : QStringList();
}

} // namespace

CSharpToolchain::CSharpToolchain(Descriptor descriptor, QString cacheFolder, std::shared_ptr<Sandbox> sandbox)
    : CommandToolchain(std::move(descriptor), std::move(cacheFolder), std::move(sandbox))
{
}

QString CSharpToolchain::packagesFolder() const
{
    return cacheFolder() + u"/nuget/packages"_s;
}

bool CSharpToolchain::hasProject(const QString &folder) const
{
    return !filesMatching(folder, {u"*.csproj"_s}, outputs()).isEmpty();
}

Result<Tooling> CSharpToolchain::resolve(const Site &site, std::stop_token stop) const
{
    auto tooling = CommandToolchain::resolve(site, stop);
    if (!tooling)
        return tooling;
    const QString root = QFileInfo(tooling->paths.value(u"dotnet"_s)).path();
    if (!root.startsWith(u"/usr/"))
        tooling->binds.append({.source = root, .target = root});
    tooling->environment.insert(u"DOTNET_ROOT"_s, root);
    tooling->environment.insert(u"PATH"_s, root + u":/usr/bin:/bin"_s);
    tooling->environment.insert(u"NUGET_PACKAGES"_s, packagesFolder());
    return tooling;
}

QStringList CSharpToolchain::runtimes(const Tooling &tooling) const
{
    return QDir(tooling.environment.value(u"DOTNET_ROOT"_s) + u"/shared/Microsoft.NETCore.App"_s)
        .entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

Result<QString> CSharpToolchain::target(const SiteRunner &runner, const CSharpProjects &projects) const
{
    if (projects.projects.isEmpty())
        return domain::fail(ErrorKind::BadInput,
                            u"%1: expected a .csproj in the workspace"_s.arg(runner.workspaceInside()));
    if (!projects.target.isEmpty())
        return projects.target;
    QStringList inside;
    for (const QString &project : projects.projects)
        inside.append(runner.workspaceInside() + u'/' + project);
    const QString solution = runner.results() + u"/all/all.sln"_s;
    if (const auto written = writeFile(solution, makeSolution(inside)); !written)
        return domain::fail(written.error());
    return solution;
}

Result<ProcessResult> CSharpToolchain::restore(SiteRunner &runner, const Tooling &tooling, const QString &target,
                                               const QStringList &extra, bool network)
{
    const NuGetPlaces places = findNuGetPlaces(runner.site().userWorkspace.isEmpty() ? runner.site().workspaceFolder()
                                                                                     : runner.site().userWorkspace);
    QStringList argv = {tooling.paths.value(u"dotnet"_s), u"restore"_s, target, u"-nodeReuse:false"_s,
                        u"-p:NuGetAudit=false"_s};
    argv += fallbackArguments(places) + extra;
    if (!network)
        argv += offlineSources(packagesFolder(), places);
    return runner.run({.argv = argv,
                       .show = u"dotnet restore"_s,
                       .timeoutMs = descriptor().prepare.timeoutMs,
                       .network = network,
                       .environment = tooling.environment,
                       .binds = tooling.binds
                           + (network ? onlineBinds(packagesFolder(), places, sandboxHome)
                                      : offlineBinds(packagesFolder(), places))});
}

Result<void> CSharpToolchain::prepare(const Site &site, const Progress &progress, std::stop_token stop)
{
    const std::lock_guard lock(m_preparing);
    const auto tooling = resolve(site, stop);
    if (!tooling)
        return domain::fail(tooling.error());
    const CSharpProjects projects = findCSharpProjects(site.workspaceFolder(), outputs());
    const QString hash = projectFilesHash(site.workspaceFolder(), outputs(), packagesFolder().toUtf8());
    const QString marker = cacheFolder() + u"/nuget/prepared/"_s + hash;
    if (projects.projects.isEmpty() || QFile::exists(marker))
        return {};
    QDir().mkpath(packagesFolder());
    SiteRunner runner(sandbox(), descriptor(), site, cacheFolder(), stop);
    if (const auto opened = runner.open(); !opened)
        return domain::fail(opened.error());
    const auto what = target(runner, projects);
    if (!what)
        return domain::fail(what.error());
    if (progress.line)
        progress.line(u"fetching packages"_s);
    for (const bool network : {false, true}) {
        const auto done = restore(runner, *tooling, *what, extraArguments(projects), network);
        if (!done)
            return domain::fail(done.error());
        if (const auto fault = dotnetFault(*done))
            return domain::fail(*fault);
        if (done->exitCode == 0 && done->ending == ProcessEnding::Exited)
            return writeFile(marker, {});
        if (!network)
            continue;
        const QString output = QString::fromUtf8(done->output);
        const QStringList missing = missingPackages(readMsBuildOutput(output));
        const QString reason = done->ending == ProcessEnding::TimedOut ? u"restoring timed out"_s
            : missing.isEmpty()                                        ? u"restoring failed"_s
                                : u"these packages were not found: "_s + missing.join(u", "_s);
        return domain::fail(ErrorKind::Toolchain, u"C#: %1"_s.arg(reason), output.right(4096));
    }
    return {};
}

Result<Evidence> CSharpToolchain::execute(const ExecuteRequest &request, const Progress &progress, std::stop_token stop)
{
    const auto tooling = resolve(request.site, stop);
    if (!tooling)
        return domain::fail(tooling.error());
    QDir().mkpath(packagesFolder());
    SiteRunner runner(sandbox(), descriptor(), request.site, cacheFolder(), stop);
    if (const auto opened = runner.open(); !opened)
        return domain::fail(opened.error());
    Run run{.request = request, .runner = runner, .tooling = *tooling, .progress = progress};
    if (request.speed == Speed::Quick) {
        const auto done = quick(run);
        if (!done)
            return domain::fail(done.error());
        if (*done)
            return run.evidence;
    }
    const CSharpProjects projects = findCSharpProjects(request.site.workspaceFolder(), outputs());
    const auto what = target(runner, projects);
    if (!what)
        return domain::fail(what.error());
    run.evidence.hasTests = !projects.tests.isEmpty();
    const auto built = buildAll(run, {*what, extraArguments(projects)});
    if (!built)
        return domain::fail(built.error());
    run.evidence.hasTests = run.evidence.hasTests
        || std::any_of(built->projects.begin(), built->projects.end(), [](const auto &p) { return p.isTest; });
    if (request.tests && !domain::endedBadly(run.evidence.ending)) {
        if (const auto tested = testAll(run, built->projects); !tested)
            return domain::fail(tested.error());
    }
    run.evidence.executions = runner.executions();
    return run.evidence;
}

Result<CSharpToolchain::Build> CSharpToolchain::buildOnce(Run &run, const Target &target,
                                                          const QStringList &leaveOut) const
{
    SiteRunner &runner = run.runner;
    const QString results = runner.results();
    QDir(results + u"/projects"_s).removeRecursively();
    QDir(results + u"/sarif"_s).removeRecursively();
    for (const QString &folder : {u"projects"_s, u"sarif"_s})
        QDir(results).mkpath(folder);
    QStringList inside;
    for (const QString &file : leaveOut)
        inside.append(runner.workspaceInside() + u'/' + file);
    if (const auto written = writeFile(results + u"/stepladder.targets"_s, buildTargets(results, inside)); !written)
        return domain::fail(written.error());
    const NuGetPlaces places = findNuGetPlaces(
        run.request.site.userWorkspace.isEmpty() ? run.request.site.workspaceFolder() : run.request.site.userWorkspace);
    const QStringList argv = QStringList{run.tooling.paths.value(u"dotnet"_s),
                                         u"build"_s,
                                         target.path,
                                         u"-nodeReuse:false"_s,
                                         u"-p:NuGetAudit=false"_s,
                                         u"-p:CustomAfterMicrosoftCommonTargets=%1/stepladder.targets"_s.arg(results)}
        + offlineSources(packagesFolder(), places) + fallbackArguments(places) + target.arguments;
    const auto done =
        runner.run({.argv = argv,
                    .show = target.path.startsWith(results) ? u"dotnet build"_s
                                                            : shellLine({u"dotnet"_s, u"build"_s, target.path}),
                    .timeoutMs = descriptor().build.timeoutMs,
                    .environment = run.tooling.environment,
                    .binds = run.tooling.binds + offlineBinds(packagesFolder(), places)});
    if (!done)
        return domain::fail(done.error());
    if (const auto fault = dotnetFault(*done))
        return domain::fail(*fault);
    Build build{.ok = done->exitCode == 0 && done->ending == ProcessEnding::Exited,
                .ending = done->ending,
                .projects = readBuiltProjects(results)};
    QList<domain::Diagnostic> analysed;
    for (const QString &name : QDir(results + u"/sarif"_s).entryList(QDir::Files, QDir::Name)) {
        const auto read = readSarif(bytesIn(results + u"/sarif/"_s + name), name);
        if (read)
            analysed += *read;
    }
    const QString output = QString::fromUtf8(done->output);
    build.diagnostics = mergeDiagnostics(analysed, readMsBuildOutput(output));
    for (domain::Diagnostic &diagnostic : build.diagnostics)
        diagnostic.file = runner.relative(diagnostic.file);
    // Notes are what analysers would say if asked; nobody asked.
    build.diagnostics.removeIf([](const auto &d) { return d.severity == domain::Severity::Info; });
    build.diagnostics = mergeDiagnostics(build.diagnostics, {});
    const bool named = std::any_of(build.diagnostics.begin(), build.diagnostics.end(),
                                   [](const auto &d) { return d.severity == domain::Severity::Error; });
    if (!build.ok && !named && build.ending == ProcessEnding::Exited)
        build.diagnostics.append(
            {.message =
                 u"dotnet build failed with exit code %1: %2"_s.arg(done->exitCode).arg(output.right(500).simplified()),
             .tool = u"msbuild"_s});
    return build;
}

QStringList CSharpToolchain::testFilesIn(const QList<domain::Diagnostic> &diagnostics) const
{
    QStringList files;
    for (const domain::Diagnostic &diagnostic : diagnostics) {
        if (diagnostic.severity != domain::Severity::Error)
            continue;
        if (roleOf(diagnostic.file) != FileRole::Test)
            return {}; // something else does not build: leaving tests out would not help
        if (!files.contains(diagnostic.file))
            files.append(diagnostic.file);
    }
    return files;
}

Result<CSharpToolchain::Build> CSharpToolchain::buildAll(Run &run, const Target &target)
{
    if (run.progress.line)
        run.progress.line(u"building"_s);
    Evidence &e = run.evidence;
    auto build = buildOnce(run, target, run.request.leaveOutFiles);
    if (!build)
        return build;
    e.buildOk = build->ok;
    e.diagnostics = build->diagnostics;
    // Errors may hide behind errors: C# stops early, so leaving out the first files can show more of them.
    for (int round = 0; round < 4 && !build->ok && build->ending == ProcessEnding::Exited; ++round) {
        const QStringList files = testFilesIn(build->diagnostics);
        if (files.isEmpty())
            break;
        e.uncompiledTests += files;
        if (run.progress.line)
            run.progress.line(u"building without %1"_s.arg(files.join(u", "_s)));
        auto again = buildOnce(run, target, run.request.leaveOutFiles + e.uncompiledTests);
        if (!again)
            return again;
        e.diagnostics = mergeDiagnostics(e.diagnostics, again->diagnostics);
        build = std::move(again);
    }
    e.ending = toEnding(build->ending);
    e.endingDetail = endingSentence(e.ending, u"the build"_s, descriptor().build.timeoutMs, {});
    if (build->ok)
        record(run, *build, run.request.leaveOutFiles + e.uncompiledTests);
    return build;
}

Result<QStringList> CSharpToolchain::scaffold(const Site &site, const QString &name, const QString &projectName,
                                              const QString &testFramework, std::stop_token stop)
{
    const auto tooling = resolve(site, stop);
    if (!tooling)
        return domain::fail(tooling.error());
    SiteRunner runner(sandbox(), descriptor(), site, cacheFolder(), stop);
    if (const auto opened = runner.open(); !opened)
        return domain::fail(opened.error());
    return scaffoldCSharp(descriptor(), runner, *tooling, name, projectName,
                          testFramework.isEmpty() ? defaultTestFramework() : testFramework);
}

QStringList CSharpToolchain::publicSurface(const QByteArray &source) const
{
    return csharpSurface(source);
}

QByteArray CSharpToolchain::stub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note) const
{
    return csharpStub(step, bestAttempt, note, stubMarker());
}

QString CSharpToolchain::runInstructions(const Site &site) const
{
    const CSharpProjects projects = findCSharpProjects(site.workspaceFolder(), outputs());
    QStringList lines = descriptor().runInstructions;
    for (const QString &project : projects.projects) {
        const QString text = textIn(site.workspaceFolder() + u'/' + project);
        if (!projects.tests.contains(project)
            && (text.contains(u"<OutputType>Exe") || text.contains(u".Sdk.Web") || text.contains(u".Sdk.Worker")))
            lines.append(u"- Run: `dotnet run --project %1`"_s.arg(project));
    }
    return lines.join(u'\n');
}

} // namespace stepladder::toolchain

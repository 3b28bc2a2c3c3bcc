// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharptoolchain.h"
#include "toolchain/filetext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Ending;
using domain::Evidence;
using domain::Result;

namespace {

/// The TRX says when the host broke off in the middle.
bool saysAborted(const QString &output)
{
    static const QRegularExpression aborted(
        u"Test Run Aborted|The active test run was aborted|Test host process crashed"_s);
    return aborted.match(output).hasMatch();
}

/// Where no runtime of the project's own major version is installed a newer one runs its tests.
QMap<QString, QString> rollingForward(QMap<QString, QString> environment, const QStringList &installed,
                                      const QString &framework)
{
    const QString major = framework.mid(3).section(u'.', 0, 0) + u'.';
    if (std::none_of(installed.begin(), installed.end(), [&](const QString &r) { return r.startsWith(major); }))
        environment.insert(u"DOTNET_ROLL_FORWARD"_s, u"Major"_s);
    return environment;
}

/// The worse of two endings: one test project that ended badly makes the run end so.
Ending worse(Ending a, Ending b)
{
    if (domain::endedBadly(a) || b == Ending::Finished)
        return a;
    return b;
}

} // namespace

Result<void> CSharpToolchain::testAll(Run &run, const QList<BuiltProject> &projects) const
{
    Evidence &e = run.evidence;
    const QList<BuiltProject> tests = runnableTests(projects, runtimes(run.tooling));
    if (!tests.isEmpty() && run.progress.line)
        run.progress.line(u"testing"_s);
    for (const BuiltProject &project : tests) {
        if (!project.built)
            continue;
        if (const auto done = testOne(run, project); !done)
            return done;
    }
    const bool nothing = e.tests.total() == e.tests.count(domain::TestOutcome::Skipped);
    if (e.hasTests && nothing && e.ending == Ending::Finished && e.buildOk) {
        e.ending = Ending::NothingExecuted;
        e.endingDetail = endingSentence(e.ending, u"dotnet test"_s, 0, {});
    }
    return {};
}

Result<void> CSharpToolchain::testOne(Run &run, const BuiltProject &project) const
{
    SiteRunner &runner = run.runner;
    Evidence &e = run.evidence;
    const QString folder = runner.results() + u"/tests/"_s + project.key;
    QDir().mkpath(folder);
    const QString assembly = runner.relative(project.assembly);
    const QStringList siblings =
        QDir(QFileInfo(run.request.site.workspaceFolder() + u'/' + assembly).path()).entryList(QDir::Files);
    const TestRunner kind = testRunnerOf(project, siblings);
    const bool mixed = std::any_of(project.compiled.begin(), project.compiled.end(), [&](const QString &file) {
        const QString path = runner.relative(file);
        return !path.startsWith(u'/') && !path.contains(u"/obj/") && !path.startsWith(u"obj/")
            && roleOf(path) == FileRole::Source;
    });
    const QString assets = run.request.site.workspaceFolder() + u'/' + runner.relative(project.assets);
    const QString coverlet = run.request.coverage ? coverletFolder(bytesIn(assets)) : QString();
    TestCommandOptions options{.dotnet = run.tooling.paths.value(u"dotnet"_s),
                               .resultsFolder = folder,
                               .excludedTests = run.request.excludedTests,
                               .coverlet = coverlet,
                               .includeTestAssembly = mixed};
    const auto done = runTests(run, project, kind, options);
    if (!done)
        return domain::fail(done.error());
    if (const auto fault = dotnetFault(*done))
        return domain::fail(*fault);
    e.testsRan = true;
    const int before = e.tests.total();
    const int failedBefore = e.tests.count(domain::TestOutcome::Failed);
    const QString prefix = u"tests/"_s + project.key;
    const bool reported = readResultFiles({prefix + u"/*.trx"_s, prefix + u"/*/coverage.cobertura.xml"_s}, run);
    const bool failures = e.tests.count(domain::TestOutcome::Failed) > failedBefore;
    Ending ending = toEnding(done->ending);
    const QString output = QString::fromUtf8(done->output);
    if (ending == Ending::Finished
        && (saysAborted(output) || (done->exitCode != 0 && !failures && e.tests.total() > before)))
        ending = Ending::HostAborted;
    if (ending == Ending::Finished && !reported)
        ending =
            done->exitCode == 0 || kind == TestRunner::TestingPlatform ? Ending::NothingExecuted : Ending::HostAborted;
    if (ending == Ending::Finished)
        return {};
    QList<domain::TestCase> running;
    const bool qualified = siblings.contains(u"xunit.abstractions.dll"_s)
        || std::any_of(siblings.begin(), siblings.end(), [](const QString &s) { return s.startsWith(u"xunit.v3"); });
    for (const QString &name : QDir(folder + u"/diag"_s).entryList({u"*.host.*"_s}, QDir::Files))
        running += runningTests(textIn(folder + u"/diag/"_s + name), qualified);
    if (ending == Ending::HostAborted && kind == TestRunner::VsTest) {
        if (const auto found = findWhoAborted(run, project, output, running, qualified); !found)
            return found;
    }
    if (domain::endedBadly(ending)) {
        const QStringList keys = addInterrupted(running, u"it was running when the test host ended badly"_s, e.tests);
        e.unfinishedTests += keys;
        e.endingDetail = endingSentence(ending, u"the test host of "_s + assembly, descriptor().test.timeoutMs, keys);
    } else if (e.endingDetail.isEmpty()) {
        e.endingDetail = endingSentence(ending, assembly, 0, {});
    }
    e.ending = worse(e.ending, ending);
    return {};
}

Result<ProcessResult> CSharpToolchain::runTests(Run &run, const BuiltProject &project, TestRunner kind,
                                                const TestCommandOptions &options) const
{
    const Site &site = run.request.site;
    const NuGetPlaces places =
        findNuGetPlaces(site.userWorkspace.isEmpty() ? site.workspaceFolder() : site.userWorkspace);
    const QString show =
        (kind == TestRunner::VsTest ? u"dotnet vstest "_s : u"dotnet exec "_s) + run.runner.relative(project.assembly);
    return run.runner.run(
        {.argv = testCommand(project, kind, options),
         .show = show,
         .timeoutMs = descriptor().test.timeoutMs,
         .environment = rollingForward(run.tooling.environment, runtimes(run.tooling), project.framework),
         .binds = run.tooling.binds + offlineBinds(packagesFolder(), places)},
        [&](const QString &line) {
            domain::TestCase test;
            if (run.progress.test && readConsoleTest(line, test))
                run.progress.test(test);
        });
}

Result<void> CSharpToolchain::findWhoAborted(Run &run, const BuiltProject &project, const QString &output,
                                             QList<domain::TestCase> &running, bool qualified) const
{
    const QString folder = run.runner.results() + u"/who"_s;
    std::optional<domain::Error> error;
    int runs = 0;
    const auto start = [&](const QStringList &extra, const QStringList &only) {
        TestCommandOptions options{.dotnet = run.tooling.paths.value(u"dotnet"_s),
                                   .resultsFolder = folder + QString::number(++runs),
                                   .excludedTests = run.request.excludedTests,
                                   .onlyMethods = only};
        QDir().mkpath(options.resultsFolder);
        const NuGetPlaces places = findNuGetPlaces(run.request.site.workspaceFolder());
        return run.runner.run(
            {.argv = testCommand(project, TestRunner::VsTest, options) + extra,
             .show = u"dotnet vstest %1 (looking for what ended it)"_s.arg(run.runner.relative(project.assembly)),
             .timeoutMs = std::min<qint64>(descriptor().test.timeoutMs, 60'000),
             .environment = rollingForward(run.tooling.environment, runtimes(run.tooling), project.framework),
             .binds = run.tooling.binds + offlineBinds(packagesFolder(), places)});
    };
    const auto listed =
        start({u"--ListFullyQualifiedTests"_s, u"--ListTestsTargetPath:%1/who.txt"_s.arg(run.runner.results())}, {});
    if (!listed)
        return domain::fail(listed.error());
    QStringList methods = textIn(run.runner.results() + u"/who.txt"_s).split(u'\n', Qt::SkipEmptyParts);
    for (QString &method : methods)
        method = methodOfKey(method.trimmed());
    methods.removeDuplicates();
    for (const QString &line : output.split(u'\n')) {
        domain::TestCase test;
        if (readConsoleTest(line, test))
            methods.removeAll(methodOfKey(test.name));
    }
    const QString culprit = methods.size() > 512 ? QString() : findCulprit(methods, [&](const QStringList &some) {
        const auto done = error ? Result<ProcessResult>(ProcessResult()) : start({}, some);
        if (!done)
            error = done.error();
        return done && (saysAborted(QString::fromUtf8(done->output)) || done->ending != ProcessEnding::Exited);
    });
    if (error)
        return domain::fail(*error);
    if (!culprit.isEmpty())
        running = {
            {.name = qualified ? culprit : culprit.section(u'.', -1), .className = culprit.section(u'.', 0, -2)}};
    return {};
}

} // namespace stepladder::toolchain

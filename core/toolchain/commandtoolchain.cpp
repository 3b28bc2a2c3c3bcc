// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/commandtoolchain.h"

#include "toolchain/filerules.h"
#include "toolchain/results/resultreader.h"
#include "toolchain/scaffolding.h"
#include "toolchain/source/patterns.h"
#include "toolchain/source/stubs.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Ending;
using domain::ErrorKind;
using domain::Evidence;
using domain::Result;

namespace {

QString findTool(const Tool &tool)
{
    for (const QString &candidate : tool.candidates) {
        const QStringList places = candidate.startsWith(u'/') ? QStringList{candidate} : [&] {
            QStringList list;
            for (const QString &folder : pathFolders())
                list.append(folder + u'/' + candidate);
            return list;
        }();
        for (const QString &place : places) {
            if (QFileInfo(place).isExecutable())
                return QFileInfo(place).canonicalFilePath();
        }
    }
    return {};
}

/// What a tool says its version is: the first line, on the host, at most ten seconds.
QString versionOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(10'000)) {
        process.kill();
        process.waitForFinished(1000);
        return {};
    }
    return QString::fromUtf8(process.readAll()).section(u'\n', 0, 0).trimmed();
}

domain::Severity severityOf(const QString &word)
{
    if (word.startsWith(u"warn", Qt::CaseInsensitive))
        return domain::Severity::Warning;
    return word.startsWith(u"note", Qt::CaseInsensitive) || word.startsWith(u"info", Qt::CaseInsensitive)
        ? domain::Severity::Info
        : domain::Severity::Error;
}

QList<domain::Diagnostic> readDiagnostics(const QRegularExpression &expression, const QString &output,
                                          const SiteRunner &runner, const QString &tool)
{
    QList<domain::Diagnostic> found;
    if (expression.pattern().isEmpty())
        return found;
    for (auto it = expression.globalMatch(output); it.hasNext();) {
        const auto match = it.next();
        const QStringList names = expression.namedCaptureGroups();
        const auto group = [&](const QString &name) { return names.contains(name) ? match.captured(name) : QString(); };
        const domain::Diagnostic diagnostic{.severity = severityOf(group(u"severity"_s)),
                                            .id = group(u"id"_s),
                                            .file = runner.relative(group(u"file"_s)),
                                            .line = group(u"line"_s).toInt(),
                                            .column = group(u"column"_s).toInt(),
                                            .message = group(u"message"_s).trimmed(),
                                            .tool = tool};
        if (!found.contains(diagnostic))
            found.append(diagnostic);
    }
    return found;
}

} // namespace

domain::Error missingTool(const Tool &tool)
{
    return {ErrorKind::MissingTool, u"%1 is missing: %2"_s.arg(tool.candidates.value(0), tool.install)};
}

QString endingSentence(Ending ending, const QString &what, qint64 timeoutMs, const QStringList &running)
{
    QString sentence;
    switch (ending) {
    case Ending::Finished:
        return {};
    case Ending::NothingExecuted:
        sentence = u"there are tests, and %1 executed none"_s.arg(what);
        break;
    case Ending::HostAborted:
        sentence = u"%1 went away before it reported all tests"_s.arg(what);
        break;
    case Ending::TimedOut:
        sentence = u"%1 was stopped after %2 s"_s.arg(what).arg(double(timeoutMs) / 1000);
        break;
    case Ending::OutOfMemory:
        sentence = u"%1 ran out of memory"_s.arg(what);
        break;
    case Ending::OutputFlood:
        sentence = u"%1 was stopped for printing without end"_s.arg(what);
        break;
    case Ending::Contradicted:
        sentence = u"%1 ended as failed, and its results name no failed test"_s.arg(what);
        break;
    case Ending::DiskQuota:
        sentence = u"%1 was stopped for writing more than it may"_s.arg(what);
        break;
    }
    return running.isEmpty() ? sentence : sentence + u"; running: "_s + running.join(u", "_s);
}

bool contradicts(const Evidence &evidence, int exitCode)
{
    return exitCode != 0 && evidence.buildOk && evidence.uncompiledTests.isEmpty()
        && evidence.tests.count(domain::TestOutcome::Failed) == 0
        && evidence.tests.total() > evidence.tests.count(domain::TestOutcome::Skipped);
}

CommandToolchain::CommandToolchain(Descriptor descriptor, QString cacheFolder, std::shared_ptr<Sandbox> sandbox)
    : m_descriptor(std::move(descriptor))
    , m_cacheFolder(std::move(cacheFolder))
    , m_sandbox(std::move(sandbox))
{
}

QJsonObject CommandToolchain::description() const
{
    QJsonObject tools;
    for (const Tool &tool : m_descriptor.tools) {
        const QString path = findTool(tool);
        tools.insert(
            tool.name,
            QJsonObject{{u"path"_s, path}, {u"version"_s, path.isEmpty() ? QString() : versionOf(path, tool.version)}});
    }
    return {{u"id"_s, m_descriptor.id}, {u"title"_s, m_descriptor.title}, {u"tools"_s, tools}};
}

FileRole CommandToolchain::roleOf(const QString &path) const
{
    if (matchesAnyGlob(m_descriptor.projects, path))
        return FileRole::Project;
    if (matchesAnyGlob(m_descriptor.tests, path))
        return FileRole::Test;
    return matchesAnyGlob(m_descriptor.sources, path) ? FileRole::Source : FileRole::Other;
}

QString CommandToolchain::defaultTestFramework() const
{
    return m_descriptor.frameworks.isEmpty() ? QString() : m_descriptor.frameworks.first().name;
}

QStringList CommandToolchain::scaffolds() const
{
    QStringList names;
    for (const Scaffold &scaffold : m_descriptor.scaffolds)
        names.append(scaffold.name);
    return names;
}

bool CommandToolchain::hasProject(const QString &folder) const
{
    return !filesMatching(folder, m_descriptor.projects, m_descriptor.outputs).isEmpty();
}

Result<Tooling> CommandToolchain::resolve(const Site &, std::stop_token) const
{
    Tooling tooling;
    for (const Tool &tool : m_descriptor.tools) {
        const QString path = findTool(tool);
        if (path.isEmpty())
            return domain::fail(missingTool(tool));
        tooling.paths.insert(tool.name, path);
    }
    return tooling;
}

Result<QStringList> CommandToolchain::scaffold(const Site &site, const QString &name, const QString &projectName,
                                               const QString &, std::stop_token stop)
{
    const Scaffold *found = m_descriptor.scaffold(name);
    if (!found)
        return domain::fail(ErrorKind::BadInput,
                            u"scaffold: expected one of %1, not \"%2\""_s.arg(scaffolds().join(u", "_s), name));
    if (const auto valid = checkProjectName(projectName); !valid)
        return domain::fail(valid.error());
    SiteRunner runner(*m_sandbox, m_descriptor, site, m_cacheFolder, stop);
    if (const auto opened = runner.open(); !opened)
        return domain::fail(opened.error());
    if (!found->commands.isEmpty()) {
        const auto tooling = resolve(site, stop);
        if (!tooling)
            return domain::fail(tooling.error());
        const ExecuteRequest request{.site = site};
        const Run run{.request = request, .runner = runner, .tooling = *tooling, .progress = {}};
        for (const QStringList &argv : found->commands) {
            const auto done = runner.run({.argv = fillScaffold(expand(argv, run), projectName),
                                          .environment = tooling->environment,
                                          .binds = tooling->binds});
            if (!done)
                return domain::fail(done.error());
            if (done->exitCode != 0)
                return domain::fail(ErrorKind::Toolchain, u"scaffold %1: %2 failed"_s.arg(name, argv.first()),
                                    QString::fromUtf8(done->output));
        }
    }
    return writeScaffold(*found, site.workspaceFolder(), projectName);
}

Result<void> CommandToolchain::prepare(const Site &site, const Progress &progress, std::stop_token stop)
{
    const auto tooling = resolve(site, stop);
    if (!tooling)
        return domain::fail(tooling.error());
    if (m_descriptor.prepare.empty())
        return {};
    SiteRunner runner(*m_sandbox, m_descriptor, site, m_cacheFolder, stop);
    if (const auto opened = runner.open(); !opened)
        return domain::fail(opened.error());
    const ExecuteRequest request{.site = site};
    Run run{.request = request, .runner = runner, .tooling = *tooling, .progress = progress};
    if (progress.line)
        progress.line(u"preparing"_s);
    const auto done = runStep(m_descriptor.prepare, run, {});
    if (!done)
        return domain::fail(done.error());
    if (done->exitCode != 0 || done->ending != ProcessEnding::Exited)
        return domain::fail(ErrorKind::Toolchain, u"%1: preparing failed"_s.arg(m_descriptor.title),
                            QString::fromUtf8(done->output.right(4096)));
    return {};
}

Result<Evidence> CommandToolchain::execute(const ExecuteRequest &request, const Progress &progress,
                                           std::stop_token stop)
{
    const auto tooling = resolve(request.site, stop);
    if (!tooling)
        return domain::fail(tooling.error());
    SiteRunner runner(*m_sandbox, m_descriptor, request.site, m_cacheFolder, stop);
    if (const auto opened = runner.open(); !opened)
        return domain::fail(opened.error());
    Run run{.request = request, .runner = runner, .tooling = *tooling, .progress = progress};
    run.evidence.hasTests =
        !filesMatching(request.site.workspaceFolder(), m_descriptor.tests, m_descriptor.outputs).isEmpty();
    if (const auto built = build(run); !built)
        return domain::fail(built.error());
    if (request.tests) {
        if (const auto tested = test(run); !tested)
            return domain::fail(tested.error());
    }
    run.evidence.executions = runner.executions();
    return run.evidence;
}

Result<void> CommandToolchain::build(Run &run) const
{
    if (m_descriptor.build.empty())
        return {};
    if (run.progress.line)
        run.progress.line(u"building"_s);
    const auto done = runStep(m_descriptor.build, run, {});
    if (!done)
        return domain::fail(done.error());
    Evidence &e = run.evidence;
    e.diagnostics =
        readDiagnostics(m_descriptor.build.diagnostics, QString::fromUtf8(done->output), run.runner, m_descriptor.id);
    e.buildOk = done->exitCode == 0 && done->ending == ProcessEnding::Exited;
    e.ending = toEnding(done->ending);
    e.endingDetail = endingSentence(e.ending, u"the build"_s, m_descriptor.build.timeoutMs, {});
    if (!e.buildOk && e.errors() == 0)
        e.diagnostics.append(
            {.message = u"the build failed with exit code %1"_s.arg(done->exitCode), .tool = m_descriptor.id});
    return {};
}

Result<void> CommandToolchain::test(Run &run) const
{
    Evidence &e = run.evidence;
    const StepTemplate &step =
        run.request.coverage && !m_descriptor.coverage.empty() ? m_descriptor.coverage : m_descriptor.test;
    if (step.empty() || !e.buildOk)
        return {};
    if (run.progress.line)
        run.progress.line(u"testing"_s);
    LiveTests live(run.progress);
    const auto done = runStep(step, run, [&](const QString &line) { live.take(line); });
    if (!done)
        return domain::fail(done.error());
    e.testsRan = true;
    const bool reported = readResultFiles(step.results, run);
    reconcile(live.finished(), e.tests);
    e.ending = toEnding(done->ending);
    if (e.ending == Ending::Finished && step.nothingExecuted.contains(done->exitCode))
        e.ending = e.hasTests ? Ending::NothingExecuted : Ending::Finished;
    else if (e.ending == Ending::Finished && !reported && (done->exitCode != 0 || !live.running().isEmpty()))
        e.ending = Ending::HostAborted;
    else if (e.ending == Ending::Finished && contradicts(e, done->exitCode))
        e.ending = Ending::Contradicted;
    else if (e.ending == Ending::Finished && e.hasTests
             && e.tests.total() == e.tests.count(domain::TestOutcome::Skipped))
        e.ending = Ending::NothingExecuted;
    QStringList running;
    if (domain::endedBadly(e.ending)) {
        if (!reported)
            e.tests.cases += live.finished();
        running = addInterrupted(live.running(), u"it was running when the tests ended badly"_s, e.tests);
    }
    e.unfinishedTests = running;
    e.endingDetail = endingSentence(e.ending, u"the test run"_s, step.timeoutMs, running);
    return {};
}

Result<ProcessResult> CommandToolchain::runStep(const StepTemplate &step, Run &run,
                                                const std::function<void(const QString &)> &onLine) const
{
    ProcessResult last;
    for (const CommandTemplate &command : step.commands) {
        const auto done = run.runner.run({.argv = expand(command.argv, run),
                                          .show = command.show,
                                          .timeoutMs = step.timeoutMs,
                                          .network = step.network,
                                          .environment = run.tooling.environment,
                                          .binds = run.tooling.binds},
                                         onLine);
        if (!done)
            return domain::fail(done.error());
        last.output += done->output;
        last.ms += done->ms;
        if (command.optional)
            continue;
        if (last.exitCode == 0)
            last.exitCode = done->exitCode;
        last.ending = done->ending;
        if (done->ending != ProcessEnding::Exited)
            break;
    }
    return last;
}

bool CommandToolchain::readResultFiles(const QStringList &globs, Run &run) const
{
    bool reported = false;
    for (const QString &name : filesMatching(run.runner.results(), globs, {})) {
        QFile file(run.runner.results() + u'/' + name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto read = readResults(file.readAll(), name);
        if (!read) {
            run.evidence.tests.notes.append(read.error().message);
        } else if (const auto *tests = std::get_if<domain::TestReport>(&read->content)) {
            reported = true;
            addTests(*tests, run);
        } else if (const auto *coverage = std::get_if<domain::CoverageReport>(&read->content)) {
            addCoverage(*coverage, run);
        } else if (const auto *diagnostics = std::get_if<QList<domain::Diagnostic>>(&read->content)) {
            for (domain::Diagnostic diagnostic : *diagnostics) {
                diagnostic.file = run.runner.relative(diagnostic.file);
                run.evidence.diagnostics.append(diagnostic);
            }
        }
    }
    return reported;
}

void CommandToolchain::addTests(const domain::TestReport &report, Run &run) const
{
    for (domain::TestCase test : report.cases) {
        if (!test.file.isEmpty())
            test.file = run.runner.relative(test.file);
        run.evidence.tests.cases.append(test);
    }
    run.evidence.tests.suites += report.suites;
    run.evidence.tests.ms += report.ms;
    run.evidence.tests.notes += report.notes;
}

void CommandToolchain::addCoverage(const domain::CoverageReport &report, Run &run) const
{
    if (!run.evidence.coverage)
        run.evidence.coverage.emplace();
    QList<domain::FileCoverage> &files = run.evidence.coverage->files;
    for (domain::FileCoverage file : report.files) {
        file.file = run.runner.relative(file.file);
        if (file.file.startsWith(u'/') || roleOf(file.file) == FileRole::Test)
            continue; // a package's or a test's
        const auto known = std::find_if(files.begin(), files.end(), [&](const auto &f) { return f.file == file.file; });
        if (known == files.end()) {
            files.append(file);
            continue;
        }
        // Two test projects ran the same file: a line that one of them missed is missed only if the other did so too.
        QList<int> missed;
        std::copy_if(known->missedLines.begin(), known->missedLines.end(), std::back_inserter(missed),
                     [&](int line) { return file.missedLines.contains(line); });
        known->missedLines = missed;
        known->totalLines = std::max(known->totalLines, file.totalLines);
        known->coveredLines = known->totalLines - int(missed.size());
        known->totalBranches = std::max(known->totalBranches, file.totalBranches);
        known->coveredBranches = std::max(known->coveredBranches, file.coveredBranches);
    }
}

QStringList CommandToolchain::expand(const QStringList &argv, const Run &run) const
{
    static const QRegularExpression list(u"^\\{(changedFiles|leaveOutFiles|excludedTests):(.*)\\}$"_s);
    QStringList out;
    for (QString argument : argv) {
        if (const auto match = list.match(argument); match.hasMatch()) {
            const QString which = match.captured(1);
            const QStringList items = which == u"changedFiles" ? run.request.changedFiles
                : which == u"leaveOutFiles"                    ? run.request.leaveOutFiles
                                                               : run.request.excludedTests;
            for (const QString &item : items)
                out.append(match.captured(2) + item);
            continue;
        }
        for (auto it = run.tooling.paths.begin(); it != run.tooling.paths.end(); ++it)
            argument.replace(u"{tool:"_s + it.key() + u'}', it.value());
        argument.replace(u"{results}"_s, run.runner.results());
        argument.replace(u"{workspace}"_s, run.runner.workspaceInside());
        out.append(argument);
    }
    return out;
}

QStringList CommandToolchain::publicSurface(const QByteArray &source) const
{
    return surfaceByExpression(m_descriptor, source);
}

QByteArray CommandToolchain::stub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note) const
{
    return stubFromTemplate(m_descriptor, step, publicSurface(bestAttempt), note);
}

QStringList CommandToolchain::patternNames() const
{
    QStringList names;
    for (const PatternCheck &check : m_descriptor.patterns)
        names.append(check.name);
    return names;
}

QList<domain::Issue> CommandToolchain::checkPatterns(const QByteArray &source, const QString &file,
                                                     const QStringList &requiredPatterns) const
{
    return toolchain::checkPatterns(m_descriptor, source, file, requiredPatterns);
}

QString CommandToolchain::runInstructions(const Site &) const
{
    return m_descriptor.runInstructions.join(u'\n');
}

} // namespace stepladder::toolchain

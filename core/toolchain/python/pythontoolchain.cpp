// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/python/pythontoolchain.h"

#include "toolchain/filerules.h"
#include "toolchain/probe.h"
#include "toolchain/python/pythonsource.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Ending;
using domain::ErrorKind;
using domain::Evidence;
using domain::Result;

namespace {

const QString kDriver = u"stepladder_probe.py"_s;

Tooling toolingFor(const PythonInterpreter &python)
{
    Tooling tooling{.paths = {{u"python"_s, python.program}}, .binds = bindsFor(python)};
    tooling.environment.insert(u"PATH"_s, QFileInfo(python.program).path() + u":/usr/bin:/bin"_s);
    return tooling;
}

} // namespace

PythonToolchain::PythonToolchain(Descriptor descriptor, QString cacheFolder, std::shared_ptr<Sandbox> sandbox)
    : CommandToolchain(std::move(descriptor), std::move(cacheFolder), std::move(sandbox))
{
}

bool PythonToolchain::hasProject(const QString &folder) const
{
    return !filesMatching(folder, descriptor().projects + QStringList{u"*.py"_s}, outputs()).isEmpty();
}

Result<QStringList> PythonToolchain::missingModules(const Site &site, const PythonInterpreter &python,
                                                    std::stop_token stop) const
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_missing.constFind(python.program); known != m_missing.constEnd())
            return *known;
    }
    SiteRunner runner(sandbox(), descriptor(), site, cacheFolder(), stop);
    if (const auto opened = runner.open(); !opened)
        return domain::fail(opened.error());
    const auto done = runner.run(
        {.argv =
             {python.program, u"-c"_s,
              u"import importlib.util as u;print('missing:'+','.join(m for m in ('pytest','coverage') if not u.find_spec(m)))"_s},
         .timeoutMs = 30'000,
         .binds = bindsFor(python),
         .folder = runner.results()});
    if (!done)
        return domain::fail(done.error());
    const QString output = QString::fromUtf8(done->output);
    const QString said = output.section(u"missing:"_s, 1).section(u'\n', 0, 0).trimmed();
    QStringList missing = said.split(u',', Qt::SkipEmptyParts);
    if (done->exitCode != 0 || !output.contains(u"missing:"))
        missing = {u"python"_s};
    const std::lock_guard lock(m_mutex);
    // What is there stays there; what is missing may be installed while we wait.
    if (missing.isEmpty())
        m_missing.insert(python.program, missing);
    return missing;
}

Result<PythonInterpreter> PythonToolchain::interpreter(const Site &site, std::stop_token stop) const
{
    const QString workspace = site.userWorkspace.isEmpty() ? site.workspaceFolder() : site.userWorkspace;
    if (const auto venv = findVenv(workspace))
        return *venv;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_known.constFind(workspace); known != m_known.constEnd())
            return *known;
    }
    std::optional<PythonInterpreter> first;
    const Tool *tool = descriptor().tool(u"python"_s);
    for (const QString &candidate : tool ? tool->candidates : QStringList()) {
        const auto found = resolveInterpreter(candidate, workspace);
        if (!found)
            continue;
        const auto missing = missingModules(site, *found, stop);
        if (!missing)
            return domain::fail(missing.error());
        if (missing->contains(u"python"_s))
            continue;
        if (missing->isEmpty()) {
            const std::lock_guard lock(m_mutex);
            m_known.insert(workspace, *found);
            return *found;
        }
        if (!first)
            first = found;
    }
    if (first)
        return *first;
    return domain::fail(tool ? missingTool(*tool)
                             : domain::Error{ErrorKind::MissingTool, u"python3 is missing: apt-get install python3"_s});
}

Result<Tooling> PythonToolchain::resolve(const Site &site, std::stop_token stop) const
{
    const auto python = interpreter(site, stop);
    if (!python)
        return domain::fail(python.error());
    const auto missing = missingModules(site, *python, stop);
    if (!missing)
        return domain::fail(missing.error());
    if (!missing->isEmpty()) {
        const bool system = python->program.startsWith(u"/usr/bin/");
        const QString command = system ? u"apt-get install python3-"_s + missing->join(u" python3-"_s)
                                       : python->program + u" -m pip install "_s + missing->join(u' ');
        return domain::fail(ErrorKind::MissingTool,
                            u"%1 has no %2: %3"_s.arg(python->program, missing->join(u", "_s), command));
    }
    return toolingFor(*python);
}

Result<void> PythonToolchain::test(Run &run) const
{
    Evidence &e = run.evidence;
    const StepTemplate &step = run.request.coverage ? descriptor().coverage : descriptor().test;
    // conftest.py and __init__.py are the tests' files and no tests.
    e.hasTests =
        !filesMatching(run.request.site.workspaceFolder(), {u"test_*.py"_s, u"*_test.py"_s}, outputs()).isEmpty();
    if (run.progress.line)
        run.progress.line(u"testing"_s);
    QFile excluded(run.runner.results() + u"/excluded.json"_s);
    const QByteArray keys =
        QJsonDocument(QJsonArray::fromStringList(run.request.excludedTests)).toJson(QJsonDocument::Compact);
    if (!excluded.open(QIODevice::WriteOnly) || excluded.write(keys) != keys.size())
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(excluded.fileName(), excluded.errorString()));
    excluded.close();

    LiveTests live(run.progress);
    const auto done = runStep(step, run, [&](const QString &line) { live.take(line); });
    if (!done)
        return domain::fail(done.error());
    e.testsRan = true;
    const bool reported = readResultFiles(step.results, run);
    reconcile(live.finished(), e.tests);
    // A file that pytest cannot collect has a case of its own in the report; it is a file that does not compile.
    e.tests.cases.removeIf([](const domain::TestCase &test) {
        return test.outcome == domain::TestOutcome::Failed && test.message.startsWith(u"collection failure");
    });
    for (domain::Diagnostic diagnostic : live.collectErrors()) {
        const QString collected = diagnostic.tool;
        diagnostic.file = run.runner.relative(diagnostic.file);
        diagnostic.tool = u"pytest"_s;
        // The byte compiler said it already, in other words.
        const bool said = std::any_of(e.diagnostics.begin(), e.diagnostics.end(), [&](const domain::Diagnostic &d) {
            return d.severity == diagnostic.severity && d.id == diagnostic.id && d.file == diagnostic.file
                && d.line == diagnostic.line;
        });
        if (!said)
            e.diagnostics.append(diagnostic);
        e.buildOk = false;
        if (!collected.isEmpty() && !e.uncompiledTests.contains(collected))
            e.uncompiledTests.append(collected);
    }
    e.ending = toEnding(done->ending);
    const int code = run.runner.executions().isEmpty() ? 0 : done->exitCode;
    if (e.ending == Ending::Finished && !reported)
        e.ending = Ending::HostAborted;
    else if (e.ending == Ending::Finished && (code > 5 || live.interrupted() || !live.running().isEmpty()))
        e.ending = Ending::HostAborted;
    if (e.ending == Ending::HostAborted && code == 4) {
        e.ending = Ending::Finished;
        e.buildOk = false;
        e.diagnostics.append(
            {.message = u"pytest refused its settings: "_s + QString::fromUtf8(done->output).right(500).simplified(),
             .tool = u"pytest"_s});
    }
    if (e.ending == Ending::Finished && contradicts(e, code))
        e.ending = Ending::Contradicted;
    e.hasTests = e.hasTests || e.tests.total() > 0;
    const bool nothing = e.tests.total() == e.tests.count(domain::TestOutcome::Skipped);
    if (e.ending == Ending::Finished && e.hasTests && nothing && e.uncompiledTests.isEmpty())
        e.ending = Ending::NothingExecuted;
    QStringList running;
    if (domain::endedBadly(e.ending)) {
        if (!reported)
            e.tests.cases += live.finished();
        running = addInterrupted(live.running(), u"it was running when pytest ended badly"_s, e.tests);
    }
    e.unfinishedTests = running;
    e.endingDetail = endingSentence(e.ending, u"pytest"_s, step.timeoutMs, running);
    return {};
}

bool PythonToolchain::canProbe() const
{
    return hasHelper(descriptor(), kDriver);
}

Result<QList<ProbeOutcome>> PythonToolchain::probe(const ProbeRequest &request, std::stop_token stop)
{
    if (!canProbe())
        return QList<ProbeOutcome>();
    const auto tooling = resolve(request.site, stop);
    if (!tooling)
        return domain::fail(tooling.error());
    SiteRunner runner(sandbox(), descriptor(), request.site, cacheFolder(), stop);
    if (const auto opened = runner.open(); !opened)
        return domain::fail(opened.error());
    const QString asked = runner.results() + u"/expression.txt"_s;
    const QString said = runner.results() + u"/outcome.txt"_s;
    QList<ProbeOutcome> outcomes;
    for (const QString &expression : request.expressions) {
        QFile file(asked);
        const QByteArray text = expression.toUtf8();
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(asked, file.errorString()));
        file.close();
        const auto outcome = runProbe(
            runner,
            {.argv = {tooling->paths.value(u"python"_s), runner.results() + u'/' + kDriver, request.file, asked, said},
             .show = u"python: "_s + expression,
             .timeoutMs = request.timeoutMs,
             .environment = tooling->environment,
             .binds = tooling->binds},
            said);
        if (!outcome)
            return domain::fail(outcome.error());
        outcomes.append(*outcome);
    }
    return outcomes;
}

QStringList PythonToolchain::publicSurface(const QByteArray &source) const
{
    return pythonSurface(source);
}

QByteArray PythonToolchain::stub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note) const
{
    return pythonStub(step, bestAttempt, note, stubMarker());
}

} // namespace stepladder::toolchain

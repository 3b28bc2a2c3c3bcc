// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "climbjournal.h"

#include "engine/control/runcontroller.h"
#include "schemafit.h"

#include <QFileInfo>

namespace stepladder::tests {

using namespace Qt::StringLiterals;

namespace {

QJsonArray issueArray(const QList<domain::Issue> &issues)
{
    QJsonArray array;
    for (const domain::Issue &issue : issues)
        array.append(domain::toJson(issue));
    return array;
}

/// As the engine writes it into verdict.reached: totals, not the tests.
QJsonObject digest(const domain::Evidence &evidence)
{
    QJsonArray executions;
    for (const domain::Execution &execution : evidence.executions) {
        QJsonObject json = domain::toJson(execution);
        json.remove(u"output"_s);
        executions.append(json);
    }
    using domain::TestOutcome;
    return {{u"executions"_s, executions},
            {u"buildOk"_s, evidence.buildOk},
            {u"errors"_s, evidence.errors()},
            {u"warnings"_s, evidence.warnings()},
            {u"ending"_s, domain::toString(evidence.ending)},
            {u"contentHash"_s, evidence.contentHash},
            {u"fullSpeed"_s, evidence.fullSpeed},
            {u"tests"_s,
             QJsonObject{{u"total"_s, evidence.tests.total()},
                         {u"passed"_s, evidence.tests.count(TestOutcome::Passed)},
                         {u"failed"_s, evidence.tests.count(TestOutcome::Failed)},
                         {u"skipped"_s, evidence.tests.count(TestOutcome::Skipped)}}}};
}

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace

ClimbJournal::ClimbJournal(const QString &run)
    : m_locations(storage::Locations::under(m_dir.path()))
    , m_run(run)
{
    auto journal = journal::Journal::create(folder(), run, m_clock);
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    m_journal = std::move(*journal);
}

qint64 ClimbJournal::append(const QString &type, const QString &step, int attempt, const QJsonObject &data)
{
    if (const QString wrong = misfit(tests::folder(u"entries/%1.json"_s.arg(type)), data); !wrong.isEmpty())
        qFatal("%s: %s", qPrintable(type), qPrintable(wrong));
    m_clock.advance(1000);
    const auto seq = m_journal->append(std::nullopt, {.type = type, .step = step, .attempt = attempt, .data = data});
    if (!seq || !m_journal->flush())
        qFatal("%s could not be appended", qPrintable(type));
    return *seq;
}

domain::ModelsConfig ClimbJournal::models()
{
    return {
        .endpoints = {{.id = u"local"_s, .url = u"http://127.0.0.1:11434"_s},
                      {.id = u"far"_s,
                       .kind = domain::EndpointKind::Anthropic,
                       .url = u"https://example.invalid"_s,
                       .secret = u"NO_KEY"_s}},
        .models = {{.id = u"phi4"_s, .endpoint = u"local"_s, .name = u"phi4"_s, .price = {0, 0}},
                   {.id = u"deepseek-v2:16b"_s, .endpoint = u"local"_s, .name = u"deepseek-v2:16b"_s, .price = {0, 0}},
                   {.id = u"claude-sonnet-4"_s, .endpoint = u"far"_s, .name = u"claude-sonnet-4"_s, .price = {3, 15}},
                   {.id = u"claude-opus-4"_s, .endpoint = u"far"_s, .name = u"claude-opus-4"_s, .price = {15, 75}}},
        .roles = {{u"thinker"_s, {u"phi4"_s}},
                  {u"generator"_s, {u"deepseek-v2:16b"_s}},
                  {u"reviewer"_s, {u"claude-sonnet-4"_s}},
                  {u"premium"_s, {u"claude-opus-4"_s}}}};
}

void ClimbJournal::start(const QStringList &files, const QString &ladder, const QJsonObject &options)
{
    domain::Plan plan{.task = u"orders"_s, .language = u"csharp"_s, .projectName = u"shop"_s, .steps = {}};
    for (const QString &file : files) {
        const QString id = QFileInfo(file).baseName();
        plan.steps.append({.id = id, .title = id, .description = u"write "_s + file, .file = file});
    }
    const auto rungs = engine::readLadder(m_locations, ladder);
    if (!rungs)
        qFatal("%s", qPrintable(rungs.error().message));
    const auto blob = m_journal->putBlob(compact(domain::toJson(models())));
    append(u"run.started"_s, {}, 0,
           {{u"task"_s, plan.task},
            {u"language"_s, plan.language},
            {u"workspace"_s, u"/home/ada/shop"_s},
            {u"branch"_s, u"stepladder/sample"_s},
            {u"mode"_s, u"guarded"_s},
            {u"plan"_s, domain::toJson(plan)},
            {u"ladder"_s, domain::toJson(*rungs)},
            {u"options"_s, options},
            {u"caps"_s, QJsonObject()},
            {u"pins"_s, QJsonObject{{u"models"_s, *blob}}},
            {u"version"_s, u"0"_s}});
}

void ClimbJournal::startStep(const QString &step, int epoch)
{
    append(u"step.started"_s, step, 0,
           {{u"title"_s, step}, {u"file"_s, step + u".cs"_s}, {u"epoch"_s, epoch}, {u"base"_s, u"c0ffee"_s}});
}

void ClimbJournal::enter(const QString &step, const QString &rung)
{
    append(u"level.entered"_s, step, 0, {{u"rung"_s, rung}});
}

void ClimbJournal::skip(const QString &step, const QString &rung, const QString &reason)
{
    append(u"level.skipped"_s, step, 0, {{u"rung"_s, rung}, {u"reason"_s, reason}});
}

void ClimbJournal::leave(const QString &step, const QString &rung, const QString &reason)
{
    append(u"level.left"_s, step, 0, {{u"rung"_s, rung}, {u"reason"_s, reason}});
}

qint64 ClimbJournal::begin(const QString &step, int number, const QString &rung, const QString &kind,
                           const QString &model, int epoch)
{
    return append(u"attempt.started"_s, step, number,
                  {{u"number"_s, number},
                   {u"rung"_s, rung},
                   {u"kind"_s, kind},
                   {u"role"_s, u"generator"_s},
                   {u"model"_s, model},
                   {u"counted"_s, number > 0},
                   {u"epoch"_s, epoch}});
}

void ClimbJournal::judge(const QString &step, int number, const domain::Verdict &verdict,
                         const QList<domain::Issue> &reported)
{
    using domain::TestOutcome;
    append(u"candidate.made"_s, step, number,
           {{u"hash"_s, verdict.evidence.contentHash}, {u"files"_s, QJsonArray()}, {u"issues"_s, QJsonArray()}});
    const domain::Evidence &evidence = verdict.evidence;
    const auto blob = m_journal->putBlob(compact({{u"issues"_s, issueArray(verdict.issues)},
                                                  {u"reported"_s, issueArray(reported)},
                                                  {u"evidence"_s, domain::toJson(evidence)}}));
    append(u"tests.finished"_s, step, number,
           {{u"scope"_s, u"candidate"_s},
            {u"commit"_s, u"c0ffee"_s},
            {u"total"_s, evidence.tests.total()},
            {u"passed"_s, evidence.tests.count(TestOutcome::Passed)},
            {u"failed"_s, evidence.tests.count(TestOutcome::Failed)},
            {u"skipped"_s, evidence.tests.count(TestOutcome::Skipped)},
            {u"ending"_s, domain::toString(evidence.ending)},
            {u"buildOk"_s, evidence.buildOk},
            {u"errors"_s, evidence.errors()},
            {u"warnings"_s, evidence.warnings()},
            {u"judgement"_s, *blob}});
    QJsonObject json = domain::toJson(verdict);
    json.insert(u"evidence"_s, digest(evidence));
    json.insert(u"reported"_s, issueArray(reported));
    append(u"verdict.reached"_s, step, number, json);
}

void ClimbJournal::end(const QString &step, int number, const QString &state, double score, const QString &summary)
{
    append(u"attempt.ended"_s, step, number,
           {{u"number"_s, number},
            {u"counted"_s, number > 0},
            {u"state"_s, state},
            {u"score"_s, score},
            {u"summary"_s, summary}});
}

void ClimbJournal::endStep(const QString &step, const QString &state, double score, int attempts, const QString &reason)
{
    append(u"step.ended"_s, step, attempts,
           {{u"state"_s, state},
            {u"strategy"_s, u"ladder"_s},
            {u"reason"_s, reason},
            {u"score"_s, score},
            {u"attempts"_s, attempts}});
}

void ClimbJournal::settle(const QString &step, int attempt, const QString &model, const QString &purpose, qint64 input,
                          qint64 output, qint64 microUsd)
{
    append(u"budget.settled"_s, step, attempt,
           {{u"key"_s, u"%1/0/%2//%3/0"_s.arg(step).arg(attempt).arg(purpose)},
            {u"reserved"_s, microUsd},
            {u"spent"_s, microUsd},
            {u"paid"_s, microUsd > 0},
            {u"model"_s, model},
            {u"purpose"_s, purpose},
            {u"role"_s, u"generator"_s},
            {u"estimated"_s, false},
            {u"usage"_s,
             QJsonObject{{u"input"_s, input}, {u"output"_s, output}, {u"cacheRead"_s, 0}, {u"cacheWrite"_s, 0}}}});
}

domain::Verdict sampleVerdict(const QStringList &tests, double score, bool passed)
{
    domain::Evidence evidence{
        .executions =
            {{.command = u"dotnet build --no-restore"_s, .exitCode = 0, .ms = 2600, .output = u"Build succeeded.\n"_s},
             {.command = u"dotnet test --collect \"XPlat Code Coverage\""_s,
              .exitCode = passed ? 0 : 1,
              .ms = 4700,
              .output = u"Starting test execution, please wait...\nA total of 1 test files matched.\n"_s}},
        .buildOk = true,
        .diagnostics = {},
        .testsRan = true};
    int failed = 0;
    for (const QString &text : tests) {
        const bool red = text.startsWith(u'!');
        const QString key = red ? text.mid(1) : text;
        domain::TestCase test{.name = key.section(u':', 1), .className = key.section(u':', 0, 0), .ms = 3};
        if (red) {
            ++failed;
            test.outcome = domain::TestOutcome::Failed;
            test.ms = 41;
            test.message = u"expected DbUpdateConcurrencyException, nothing was thrown\n"
                           "   at Shop.Tests.OrderStoreTests.%1() in /home/ada/shop/tests/OrderStoreTests.cs:line 88\n"
                           "   at System.RuntimeMethodHandle.InvokeMethod(Object target)"_s.arg(test.name);
        }
        evidence.tests.cases.append(test);
    }
    evidence.tests.suites = 1;
    evidence.coverage = domain::CoverageReport{
        {{.file = u"src/OrderStore.cs"_s, .coveredLines = 71, .totalLines = 100, .missedLines = {31, 32, 33, 40}}}};
    evidence.contentHash = QString(64, u'a');
    evidence.hasTests = true;
    domain::Verdict verdict{.passed = passed,
                            .score = score,
                            .summary = failed > 0 ? u"%1 of %2 tests failed"_s.arg(failed).arg(tests.size())
                                                  : u"builds, %1 tests passed, score %2"_s.arg(tests.size()).arg(score),
                            .evidence = evidence};
    for (const domain::TestCase &test : evidence.tests.cases) {
        if (test.outcome == domain::TestOutcome::Failed)
            verdict.issues.append({.source = domain::IssueSource::Test,
                                   .id = test.key(),
                                   .file = u"tests/OrderStoreTests.cs"_s,
                                   .line = 88,
                                   .message = test.message.section(u'\n', 0, 0)});
    }
    return verdict;
}

domain::Verdict brokenVerdict(int errors)
{
    domain::Verdict verdict{.score = 0, .summary = u"does not build: %1 errors"_s.arg(errors)};
    verdict.evidence.executions = {
        {.command = u"dotnet build --no-restore"_s, .exitCode = 1, .ms = 1900, .output = u"Build FAILED.\n"_s}};
    verdict.evidence.buildOk = false;
    verdict.evidence.contentHash = QString(64, u'b');
    for (int i = 0; i < errors; ++i) {
        const domain::Diagnostic error{.id = u"CS0103"_s,
                                       .file = u"src/OrderStore.cs"_s,
                                       .line = 24 + i,
                                       .column = 13,
                                       .message = u"The name 'Map' does not exist in the current context"_s,
                                       .tool = u"csc"_s};
        verdict.evidence.diagnostics.append(error);
        verdict.issues.append({.id = error.id, .file = error.file, .line = error.line, .message = error.message});
    }
    return verdict;
}

} // namespace stepladder::tests

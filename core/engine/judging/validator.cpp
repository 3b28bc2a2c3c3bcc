// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/validator.h"

#include "engine/judging/baselines.h"
#include "guidance/requests.h"
#include "guidance/unifieddiff.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Candidate;
using domain::Evidence;
using domain::Result;
using domain::TestCase;
using domain::TestOutcome;
using journal::Draft;
using journal::Durability;
using journal::EffectResult;
using toolchain::FileRole;
using toolchain::Speed;

namespace {

constexpr int kBaselineTries = 4; // how often tests that hang or kill their host are excluded and the rest run again

class Slot
{
public:
    explicit Slot(std::counting_semaphore<> &slots)
        : m_slots(slots)
    {
        m_slots.acquire();
    }
    ~Slot() { m_slots.release(); }
    Slot(const Slot &) = delete;
    Slot &operator=(const Slot &) = delete;

private:
    std::counting_semaphore<> &m_slots;
};

/// NuGet's codes for a package or version that is not to be had where it looked:
/// https://learn.microsoft.com/nuget/reference/errors-and-warnings
bool missesPackages(const Evidence &evidence)
{
    static const QStringList codes = {u"NU1100"_s, u"NU1101"_s, u"NU1102"_s, u"NU1103"_s, u"NU1301"_s};
    return std::any_of(evidence.diagnostics.begin(), evidence.diagnostics.end(),
                       [](const domain::Diagnostic &d) { return codes.contains(d.id); });
}

/// A red test that is green the second time is flaky: a finding, not a failure.
void mergeSecondRun(Evidence &evidence, const Evidence &again, const QStringList &red)
{
    // A result file may repeat a key: the worst counts.
    QSet<QString> passed;
    for (const TestCase &test : again.tests.cases) {
        if (test.outcome == TestOutcome::Passed)
            passed.insert(test.key());
    }
    for (const TestCase &test : again.tests.cases) {
        if (test.outcome == TestOutcome::Failed)
            passed.remove(test.key());
    }
    for (TestCase &test : evidence.tests.cases) {
        if (!red.contains(test.key()))
            continue;
        if (passed.contains(test.key()) && test.outcome == TestOutcome::Failed) {
            evidence.diagnostics.append(
                {.severity = domain::Severity::Info,
                 .id = u"flaky"_s,
                 .file = test.file,
                 .message = u"%1 failed once and passed when it was run again"_s.arg(test.key()),
                 .tool = u"tests"_s});
            test.outcome = TestOutcome::Passed;
            test.message.clear();
        }
    }
    evidence.executions += again.executions;
}

} // namespace

toolchain::Site siteOf(const workspace::Stage &stage, const workspace::Scratch &scratch)
{
    return {.folder = scratch.folder(),
            .mountPoint = stage.repositoryPath(),
            .workspace = stage.workspacePrefix(),
            .userWorkspace = stage.workspacePath()};
}

QJsonObject testsFinished(const QString &scope, const QString &commit, const Evidence &evidence)
{
    QJsonObject json{{u"scope"_s, scope},
                     {u"commit"_s, commit},
                     {u"total"_s, evidence.tests.total()},
                     {u"passed"_s, evidence.tests.count(TestOutcome::Passed)},
                     {u"failed"_s, evidence.tests.count(TestOutcome::Failed)},
                     {u"skipped"_s, evidence.tests.count(TestOutcome::Skipped)},
                     {u"ending"_s, domain::toString(evidence.ending)},
                     {u"buildOk"_s, evidence.buildOk},
                     {u"errors"_s, evidence.errors()},
                     {u"warnings"_s, evidence.warnings()}};
    if (!evidence.uncompiledTests.isEmpty())
        json.insert(u"leftOut"_s, QJsonArray::fromStringList(evidence.uncompiledTests));
    return json;
}

Validator::Validator(RunParts &parts)
    : m_parts(parts)
    , m_slots(std::max(1u, std::thread::hardware_concurrency()))
{
}

/// Test files that did not compile before and that a step still to come names: it is theirs to make them compile. Those
/// that nobody names are tried each time (design.md §4, "Baseline").
QStringList Validator::leaveOut(const Climb &climb, const Evidence &baseline) const
{
    const domain::Plan plan = m_parts.plan.plan();
    const QStringList own = m_parts.plan.testsJudgedAt(climb.step);
    QStringList files;
    for (const QString &file : baseline.uncompiledTests) {
        const bool awaited = std::any_of(plan.steps.begin(), plan.steps.end(), [&](const domain::Step &step) {
            return (step.tests.contains(file) || step.file == file) && !domain::isEnded(m_parts.plan.state(step.id));
        });
        if (!own.contains(file) && file != climb.step.file && awaited)
            files.append(file);
    }
    return files;
}

toolchain::Progress Validator::news(const QString &step, int attempt, int expected) const
{
    if (!m_parts.onTest)
        return {};
    // A toolchain may copy what it was given and call it for several test projects at once.
    struct Counts
    {
        std::atomic<int> done = 0;
        std::atomic<int> failed = 0;
    };
    return {.test = [this, step, attempt, expected, counts = std::make_shared<Counts>()](const TestCase &test) {
        const int failed = counts->failed += test.outcome == TestOutcome::Failed;
        m_parts.onTest({.step = step,
                        .attempt = attempt,
                        .test = test,
                        .done = ++counts->done,
                        .failed = failed,
                        .expected = expected});
    }};
}

Result<Evidence> Validator::execute(const Climb &climb, const Candidate &candidate, const workspace::Scratch &scratch,
                                    const QString &base, const QSet<QString> &excluded, Speed speed)
{
    const auto baseline = m_parts.baselines.at(base);
    if (!baseline)
        return domain::fail(baseline.error());
    QStringList changed;
    for (const domain::FileChange &file : candidate.files)
        changed.append(file.path);
    const Slot slot(m_slots);
    const QStringList leftOut = leaveOut(climb, **baseline);
    auto evidence = m_parts.toolchain.execute({.site = siteOf(m_parts.stage, scratch),
                                               .speed = speed,
                                               .tests = true,
                                               .coverage = true,
                                               .changedFiles = changed,
                                               .leaveOutFiles = leftOut,
                                               .excludedTests = QStringList(excluded.begin(), excluded.end())},
                                              news(climb.step.id, climb.made, (*baseline)->tests.total()),
                                              m_parts.effects.stop().hard);
    if (!evidence)
        return evidence;
    evidence->contentHash = candidate.hash();
    // What was left out is as little compiled as what failed: the next baseline has to know.
    for (const QString &file : leftOut) {
        if (!evidence->uncompiledTests.contains(file))
            evidence->uncompiledTests.append(file);
    }
    return evidence;
}

Result<JudgeInput> Validator::inputFor(const Climb &climb, const Candidate &candidate, const QString &base) const
{
    const auto baseline = m_parts.baselines.at(base);
    if (!baseline)
        return domain::fail(baseline.error());
    JudgeInput input{.step = climb.step,
                     .evidence = {},
                     .baseline = **baseline,
                     .excludedTests = m_parts.baselines.excluded(),
                     .stubMarker = m_parts.toolchain.stubMarker(),
                     .stubbedFiles = m_parts.plan.stubbedFiles(),
                     .answerIssues = candidate.issues,
                     .targetCoverage = m_parts.plan.plan().options.targetCoverage,
                     .pathsContained = std::none_of(candidate.issues.begin(), candidate.issues.end(),
                                                    [](const domain::Issue &issue) {
                                                        return issue.source == domain::IssueSource::Path
                                                            && issue.severity == domain::Severity::Error;
                                                    }),
                     .executable = m_parts.toolchain.id() != u"text"_s};
    input.stubbedFiles.removeAll(climb.step.file);
    for (const QString &path : m_parts.plan.testsJudgedAt(climb.step)) {
        if (const auto content = m_parts.stage.read(path))
            input.ownTests.append(TestOwnership(path, *content));
    }
    for (const domain::FileChange &file : candidate.files) {
        if (climb.step.kind == domain::StepKind::Test)
            input.ownTests.append(TestOwnership(file.path, file.content));
        for (const domain::Issue &issue :
             m_parts.toolchain.checkPatterns(file.content, file.path, climb.step.requiredPatterns)) {
            if (climb.step.requiredPatterns.contains(issue.id, Qt::CaseInsensitive))
                input.missingPatterns.append(issue.id);
            else
                input.patternIssues.append(issue);
        }
    }
    // Own tests are judged whatever the baseline says, also where it hung on them.
    input.excludedTests.removeIf([&](const QString &key) {
        return std::any_of(input.ownTests.begin(), input.ownTests.end(),
                           [&](const TestOwnership &own) { return own.ownsKey(key); });
    });
    return input;
}

bool Validator::changesProject(const Candidate &candidate) const
{
    return std::any_of(candidate.files.begin(), candidate.files.end(), [this](const domain::FileChange &file) {
        return m_parts.toolchain.roleOf(file.path) == FileRole::Project;
    });
}

/// A project file is code of whoever wrote it: its packages are fetched only after a person agreed (design.md §6).
Result<bool> Validator::fetchWithConsent(const Climb &climb, const Candidate &candidate,
                                         const workspace::Scratch &scratch)
{
    if (!m_parts.asksPeople())
        return false;
    const domain::FileChange &file = candidate.files.first();
    const QByteArray before =
        m_parts.stage.exists(file.path) ? m_parts.stage.read(file.path).value_or(QByteArray()) : QByteArray();
    const auto answer =
        m_parts.desk.ask(climb.key(u"consent.restore"_s),
                         guidance::consentRequest({.run = m_parts.effects.journal().run(),
                                                   .step = climb.step.id,
                                                   .kind = guidance::ConsentKind::Restore,
                                                   .target = file.path,
                                                   .diff = guidance::unifiedDiff(before, file.content, file.path)}));
    if (!answer)
        return domain::fail(answer.error());
    if (answer->kind != domain::AnswerKind::Approve)
        return false;
    const auto prepared = m_parts.toolchain.prepare(siteOf(m_parts.stage, scratch), {}, m_parts.effects.stop().hard);
    if (!prepared)
        return domain::fail(prepared.error());
    return true;
}

Result<Judgement> Validator::believe(const Climb &climb, const Candidate &candidate, const workspace::Scratch &scratch,
                                     const QString &base, Speed speed)
{
    auto input = inputFor(climb, candidate, base);
    if (!input)
        return domain::fail(input.error());
    auto evidence = execute(climb, candidate, scratch, base, input->excludedTests, speed);
    if (evidence && missesPackages(*evidence) && changesProject(candidate)) {
        const auto fetched = fetchWithConsent(climb, candidate, scratch);
        if (!fetched)
            return domain::fail(fetched.error());
        if (*fetched)
            evidence = execute(climb, candidate, scratch, base, input->excludedTests, speed);
    }
    if (!evidence)
        return domain::fail(evidence.error());
    input->evidence = *evidence;
    for (const domain::Diagnostic &d : evidence->diagnostics) {
        if (m_parts.toolchain.roleOf(d.file) == FileRole::Test)
            input->testFiles.insert(d.file);
    }
    for (const QString &file : evidence->uncompiledTests)
        input->testFiles.insert(file);
    const Judgement first = judge(*input);
    if (!first.builds || first.endedBadly || first.failedTests.isEmpty())
        return first;
    const auto again = execute(climb, candidate, scratch, base, input->excludedTests, speed);
    if (!again)
        return domain::fail(again.error());
    mergeSecondRun(input->evidence, *again, first.failedTests);
    return judge(*input);
}

Result<Validator::Checked> Validator::check(const Climb &climb, const Candidate &candidate)
{
    const auto hash = inputHash({candidate.hash().toUtf8(), stepInput(climb.step)});
    const auto record = m_parts.effects.once(
        climb.key(u"evidence"_s), hash, {{u"candidate"_s, candidate.hash()}}, Durability::Committed,
        [&]() -> Result<EffectResult> {
            auto scratch = m_parts.stage.scratch(m_parts.effects.stop().hard);
            if (!scratch)
                return domain::fail(scratch.error());
            const QString base = (*scratch)->head();
            if (const auto written = (*scratch)->write(candidate.files); !written)
                return domain::fail(written.error());
            const auto judgement = believe(climb, candidate, **scratch, base, Speed::Quick);
            if (!judgement)
                return domain::fail(judgement.error());
            const auto blob =
                m_parts.effects.journal().putBlob(QJsonDocument(toJson(*judgement)).toJson(QJsonDocument::Compact));
            if (!blob)
                return domain::fail(blob.error());
            QJsonObject data = testsFinished(u"candidate"_s, base, judgement->evidence);
            data.insert(u"judgement"_s, *blob);
            return EffectResult{
                .record = {{u"judgement"_s, *blob}, {u"base"_s, base}},
                .entries = {
                    Draft{.type = u"tests.finished"_s, .step = climb.step.id, .attempt = climb.made, .data = data}}};
        });
    if (!record)
        return domain::fail(record.error());
    const auto bytes = m_parts.effects.journal().blob((*record)[u"judgement"].toString());
    if (!bytes)
        return domain::fail(bytes.error());
    return Checked{judgementFromJson(QJsonDocument::fromJson(*bytes).object()), (*record)[u"base"].toString()};
}

Result<Judgement> Validator::checkFully(const Climb &climb, const Candidate &candidate,
                                        const workspace::Scratch &scratch, const QString &base)
{
    return believe(climb, candidate, scratch, base, Speed::Full);
}

Result<std::shared_ptr<const Evidence>> Validator::baseline(const journal::Key &key, const QString &scope)
{
    const QString head = m_parts.stage.head();
    const auto record = m_parts.effects.once(
        key, inputHash({scope.toUtf8()}), {{u"commit"_s, head}}, Durability::Committed, [&]() -> Result<EffectResult> {
            auto scratch = m_parts.stage.scratch(m_parts.effects.stop().hard);
            if (!scratch)
                return domain::fail(scratch.error());
            const Slot slot(m_slots);
            Result<Evidence> evidence;
            QStringList excluded;
            const auto known = m_parts.baselines.at(head);
            const int expected = known ? (*known)->tests.total() : 0;
            for (int i = 0; i < kBaselineTries; ++i) {
                const QSet<QString> all = m_parts.baselines.excluded();
                evidence = m_parts.toolchain.execute({.site = siteOf(m_parts.stage, **scratch),
                                                      .tests = true,
                                                      .coverage = scope == u"final"_s,
                                                      .excludedTests = QStringList(all.begin(), all.end())},
                                                     news({}, 0, expected), m_parts.effects.stop().hard);
                if (!evidence)
                    return domain::fail(evidence.error());
                if (!domain::endedBadly(evidence->ending) || evidence->unfinishedTests.isEmpty() || scope == u"final"_s)
                    break;
                excluded += evidence->unfinishedTests;
                m_parts.baselines.exclude(evidence->unfinishedTests);
            }
            if (evidence->buildOk)
                m_parts.stage.keepOutputs(**scratch);
            const auto blob = m_parts.effects.journal().putBlob(
                QJsonDocument(domain::toJson(*evidence)).toJson(QJsonDocument::Compact));
            if (!blob)
                return domain::fail(blob.error());
            QJsonObject data = testsFinished(scope, head, *evidence);
            data.insert(u"blob"_s, *blob);
            if (!excluded.isEmpty())
                data.insert(u"excluded"_s, QJsonArray::fromStringList(excluded));
            return EffectResult{.record = {{u"commit"_s, head},
                                           {u"blob"_s, *blob},
                                           {u"excluded"_s, QJsonArray::fromStringList(excluded)}},
                                .entries = {Draft{.type = u"tests.finished"_s, .data = data}}};
        });
    if (!record)
        return domain::fail(record.error());
    const QString commit = (*record)[u"commit"].toString();
    m_parts.baselines.exclude((*record)[u"excluded"].toVariant().toStringList());
    m_parts.baselines.remember(commit, (*record)[u"blob"].toString());
    return m_parts.baselines.at(commit);
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/judgement.h"

#include <QJsonArray>

#include <cmath>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Diagnostic;
using domain::Issue;
using domain::IssueSource;
using domain::Severity;
using domain::TestCase;
using domain::TestOutcome;

namespace {

constexpr double kWarningDeduction = 0.5;
constexpr double kMaxWarningDeduction = 2;
constexpr double kMaxPatternDeduction = 3;
constexpr double kMaxCoverageDeduction = 3;

Issue issueOf(const Diagnostic &d)
{
    return {.severity = d.severity,
            .source = d.severity == Severity::Error ? IssueSource::Build : IssueSource::Warning,
            .id = d.id,
            .file = d.file,
            .line = d.line,
            .message = d.message};
}

bool ownsFile(const JudgeInput &in, const QString &file)
{
    return file == in.step.file || std::any_of(in.ownTests.begin(), in.ownTests.end(), [&](const TestOwnership &t) {
               return t.path() == file;
           });
}

/// Whether the file of \p d did not compile in the baseline; an error without a file is known by its ID alone.
bool stoodBefore(const JudgeInput &in, const Diagnostic &d)
{
    return in.baseline.uncompiledTests.contains(d.file)
        || std::any_of(in.baseline.diagnostics.begin(), in.baseline.diagnostics.end(), [&](const Diagnostic &b) {
               return b.severity == Severity::Error && b.file == d.file && (!d.file.isEmpty() || b.id == d.id);
           });
}

/// Where the baseline did not build, its test projects were not compiled, unless it was enough to leave files out.
bool testsWereCompiled(const JudgeInput &in)
{
    return in.baseline.buildOk || (!in.baseline.uncompiledTests.isEmpty() && in.baseline.tests.total() > 0);
}

/// Design.md §4, "Builds": an error counts in the step's file, in its tests, or in a file that compiled in the
/// baseline.
bool countsAgainst(const JudgeInput &in, const Diagnostic &d)
{
    if (ownsFile(in, d.file))
        return true;
    if (stoodBefore(in, d))
        return false;
    return testsWereCompiled(in) || !in.testFiles.contains(d.file);
}

bool hasErrors(const QList<Issue> &issues)
{
    return std::any_of(issues.begin(), issues.end(), [](const Issue &i) { return i.severity == Severity::Error; });
}

void judgeBuild(const JudgeInput &in, Judgement &out)
{
    for (const Diagnostic &d : in.evidence.diagnostics) {
        if (d.severity == Severity::Info && d.tool == u"tests"_s) // flaky: a finding of the run
            out.reported.append({.severity = d.severity,
                                 .source = IssueSource::Test,
                                 .id = d.id,
                                 .file = d.file,
                                 .message = d.message});
        if (d.severity != Severity::Error)
            continue;
        if (countsAgainst(in, d)) {
            out.builds = false;
            out.issues.append(issueOf(d));
        } else {
            out.reported.append(issueOf(d));
        }
    }
    for (const QString &file : in.evidence.uncompiledTests) {
        if (!ownsFile(in, file) && testsWereCompiled(in) && !in.baseline.uncompiledTests.contains(file)
            && in.testFiles.contains(file)) {
            out.builds = false;
            out.issues.append({.source = IssueSource::Build,
                               .file = file,
                               .message = u"compiled before this change and does not any more"_s});
        }
    }
    if (out.builds && !in.evidence.buildOk && !hasErrors(out.reported)) {
        out.builds = false;
        out.issues.append({.source = IssueSource::Build, .message = u"the build failed without naming an error"_s});
    }
}

class JudgedTests
{
public:
    explicit JudgedTests(const JudgeInput &in)
        : m_in(in)
    {
        // A result file may repeat a key: the worst counts.
        for (const TestCase &test : in.baseline.tests.cases) {
            if (test.outcome == TestOutcome::Passed)
                m_green.insert(test.key());
        }
        for (const TestCase &test : in.baseline.tests.cases) {
            if (test.outcome == TestOutcome::Failed)
                m_green.remove(test.key());
        }
    }

    bool green(const TestCase &test) const
    {
        const bool rewritten = m_in.step.kind == domain::StepKind::Test && own(test);
        return m_green.contains(test.key()) && !rewritten && !m_in.excludedTests.contains(test.key());
    }

    bool own(const TestCase &test) const
    {
        return std::any_of(m_in.ownTests.begin(), m_in.ownTests.end(),
                           [&](const TestOwnership &t) { return t.owns(test); });
    }

    bool judged(const TestCase &test) const
    {
        const QString key = test.key();
        return own(test)
            || (!m_in.excludedTests.contains(key) && (m_in.generatedTests.contains(key) || m_green.contains(key)));
    }

    /// Baseline-green tests of which no row was executed now, those in a test file that this step rewrites apart.
    QStringList vanished() const
    {
        QSet<QString> executed;
        for (const TestCase &test : m_in.evidence.tests.cases) {
            if (test.outcome != TestOutcome::Skipped)
                executed.insert(testMethod(test));
        }
        QStringList gone;
        for (const TestCase &test : m_in.baseline.tests.cases) {
            if (green(test) && !executed.contains(testMethod(test)))
                gone.append(test.key());
        }
        return gone;
    }

private:
    const JudgeInput &m_in;
    QSet<QString> m_green;
};

/// A baseline-green test that was skipped now was as little executed as one that vanished.
bool skippedAway(const JudgedTests &tests, const TestCase &test)
{
    return test.outcome == TestOutcome::Skipped && tests.green(test);
}

void addFailure(Judgement &out, const TestCase &test)
{
    ++out.judgedFailed;
    out.failedTests.append(test.key());
    out.issues.append({.source = IssueSource::Test,
                       .id = test.key(),
                       .file = test.file,
                       .message = test.message.isEmpty() ? u"failed without a message"_s : test.message});
}

void judgeTests(const JudgeInput &in, Judgement &out)
{
    const JudgedTests tests(in);
    int ownExecuted = 0;
    int ownSkipped = 0;
    QList<TestCase> skippedGreen;
    for (const TestCase &test : in.evidence.tests.cases) {
        if (skippedAway(tests, test)) {
            skippedGreen.append(test);
            continue;
        }
        if (test.outcome == TestOutcome::Skipped) {
            if (tests.own(test))
                ++ownSkipped;
            continue;
        }
        if (tests.own(test))
            ++ownExecuted;
        if (!tests.judged(test)) {
            if (test.outcome == TestOutcome::Failed)
                out.reported.append({.severity = Severity::Info,
                                     .source = IssueSource::Test,
                                     .id = test.key(),
                                     .file = test.file,
                                     .message = test.message});
            continue;
        }
        const bool inStub = failsInStub(test, in.stubMarker, in.stubbedFiles);
        if (test.outcome == TestOutcome::Passed)
            ++out.judgedPassed;
        else if (inStub)
            out.reported.append({.severity = Severity::Info,
                                 .source = IssueSource::Test,
                                 .id = test.key(),
                                 .message = u"fails in a stub"_s});
        else
            addFailure(out, test);
    }
    if (!out.builds)
        return;
    // A project whose test command ends so by itself (a coverage gate) is not the candidate's doing.
    const bool always =
        in.evidence.ending == domain::Ending::Contradicted && in.baseline.ending == domain::Ending::Contradicted;
    out.endedBadly = domain::endedBadly(in.evidence.ending) && !always;
    if (out.endedBadly) {
        const QString what =
            in.evidence.endingDetail.isEmpty() ? domain::toString(in.evidence.ending) : in.evidence.endingDetail;
        out.issues.append({.source = IssueSource::Run, .message = what});
    }
    // What stood before did not keep a test from running that was green with it.
    if (!out.endedBadly) {
        const QStringList vanished = tests.vanished();
        for (const QString &key : vanished)
            addFailure(out, {.name = key, .message = u"passed before this change and was not executed with it"_s});
        for (TestCase test : std::as_const(skippedGreen)) {
            if (vanished.contains(test.key()))
                continue;
            test.message = u"passed before this change and is skipped with it: %1"_s.arg(test.message);
            addFailure(out, test);
        }
    }
    if (ownSkipped > 0)
        out.reported.append({.severity = Severity::Info,
                             .source = IssueSource::Test,
                             .file = in.step.file,
                             .message = u"%1 of the step's own tests skipped"_s.arg(ownSkipped)});
    if (!in.executable)
        return;
    const bool ownMissing = !in.ownTests.isEmpty() && ownExecuted == 0;
    out.keptFromRunning = !in.evidence.buildOk && (ownMissing || out.judgedPassed + out.judgedFailed == 0);
    if (!out.endedBadly && ownMissing && !out.keptFromRunning) {
        out.endedBadly = true;
        out.issues.append({.source = IssueSource::Run, .message = u"none of the step's own tests was executed"_s});
    }
}

void judgeWarnings(const JudgeInput &in, Judgement &out)
{
    QHash<QString, int> before;
    const auto keyOf = [](const Diagnostic &d) { return d.file + u'|' + d.id; };
    for (const Diagnostic &d : in.baseline.diagnostics) {
        if (d.severity == Severity::Warning)
            ++before[keyOf(d)];
    }
    double deduction = 0;
    for (const Diagnostic &d : in.evidence.diagnostics) {
        if (d.severity != Severity::Warning || (!in.baseline.buildOk && d.file != in.step.file))
            continue;
        if (int &count = before[keyOf(d)]; count > 0) {
            --count;
            continue;
        }
        deduction += kWarningDeduction;
        out.issues.append(issueOf(d));
    }
    out.deductions += std::min(deduction, kMaxWarningDeduction);
}

void judgePatterns(const JudgeInput &in, Judgement &out)
{
    QStringList missing = in.missingPatterns;
    missing.removeDuplicates();
    for (const QString &pattern : missing)
        out.issues.append({.severity = Severity::Warning,
                           .source = IssueSource::Pattern,
                           .id = pattern,
                           .file = in.step.file,
                           .message = u"the required pattern \"%1\" is missing"_s.arg(pattern)});
    out.issues += in.patternIssues;
    out.deductions += std::min(double(missing.size()), kMaxPatternDeduction);
}

void judgeCoverage(const JudgeInput &in, Judgement &out)
{
    const domain::FileCoverage *file = in.evidence.coverage ? in.evidence.coverage->find(in.step.file) : nullptr;
    const int judged = out.judgedPassed + out.judgedFailed;
    if (!in.executable)
        out.fileExecuted = true;
    else if (file && file->totalLines > 0)
        out.fileExecuted = judged > 0 && file->coveredLines > 0;
    else if (!in.evidence.coverage)
        out.fileExecuted = judged > 0 && !in.ownTests.isEmpty(); // nobody measured: its own tests are the word for it
    if (in.step.kind == domain::StepKind::Test) {
        out.fileExecuted = judged > 0;
        return;
    }
    if (!file || file->totalLines == 0 || judged == 0)
        return;
    const double percent = 100.0 * file->coveredLines / file->totalLines;
    const double under = in.targetCoverage - percent;
    if (under <= 0)
        return;
    const double deduction = std::min(std::ceil(under / 10), kMaxCoverageDeduction);
    out.deductions += deduction;
    out.issues.append(
        {.severity = Severity::Warning,
         .source = IssueSource::Coverage,
         .file = in.step.file,
         .message =
             u"%1 % of its lines are covered, the target is %2 %"_s.arg(percent, 0, 'g', 4).arg(in.targetCoverage)});
}

QString summaryOf(const Judgement &j, const domain::Verdict &v)
{
    if (!j.pathsContained)
        return u"a path leaves the workspace"_s;
    if (!j.builds) {
        const auto errors = std::count_if(j.issues.begin(), j.issues.end(), [](const Issue &i) {
            return i.source == IssueSource::Build && i.severity == Severity::Error;
        });
        return errors == 1 ? u"does not build: %1 %2"_s.arg(j.issues.first().id, j.issues.first().message).simplified()
                           : u"does not build: %1 errors"_s.arg(errors);
    }
    const int judged = j.judgedPassed + j.judgedFailed;
    if (j.endedBadly) {
        const auto run =
            std::find_if(j.issues.begin(), j.issues.end(), [](const Issue &i) { return i.source == IssueSource::Run; });
        return u"the test run ended badly: %1"_s.arg(run == j.issues.end() ? QString() : run->message);
    }
    if (j.judgedFailed > 0)
        return u"%1 of %2 tests failed"_s.arg(j.judgedFailed).arg(judged);
    const QString tests = judged > 0      ? u"builds, %1 tests passed"_s.arg(judged)
        : j.evidence.executions.isEmpty() ? u"contained and UTF-8"_s
                                          : u"builds, no test judged it"_s;
    if (v.unproven)
        return j.keptFromRunning ? u"unproven: errors that stood before keep its tests from running"_s
                                 : u"unproven: %1, and no judge is configured"_s.arg(tests);
    QString score = u"score %1"_s.arg(v.score, 0, 'g', 3);
    if (!v.passed && j.deductions > 0) {
        QStringList why;
        for (const Issue &issue : j.issues) {
            if (issue.source == IssueSource::Warning || issue.source == IssueSource::Pattern
                || issue.source == IssueSource::Coverage)
                why.append(issue.message.section(u'\n', 0, 0).left(100));
        }
        score += u" (%1 taken off: %2)"_s.arg(j.deductions, 0, 'g', 3).arg(why.mid(0, 2).join(u"; "_s));
    }
    return v.evidenceOnly ? u"%1, %2, evidence only"_s.arg(tests, score) : u"%1, %2"_s.arg(tests, score);
}

} // namespace

Judgement judge(const JudgeInput &in)
{
    Judgement out;
    out.pathsContained = in.pathsContained;
    out.evidence = in.evidence;
    out.issues = in.answerIssues;
    judgeBuild(in, out);
    judgeTests(in, out);
    if (out.builds && out.testsHold()) {
        judgeWarnings(in, out);
        judgePatterns(in, out);
        judgeCoverage(in, out);
    }
    return out;
}

domain::Verdict decide(const Judgement &j, const std::optional<ReviewOutcome> &review, bool judgesConfigured,
                       double passMark)
{
    domain::Verdict v{.summary = {}, .issues = j.issues, .evidence = j.evidence};
    const int judged = j.judgedPassed + j.judgedFailed;
    if (!j.builds || !j.pathsContained) {
        v.score = 0;
    } else if (!j.testsHold()) {
        v.score = judged == 0 ? 0 : std::floor(100.0 * j.judgedPassed / judged / 10);
    } else {
        const double base = review ? review->score : 10;
        v.score = std::clamp(base - j.deductions, 0.0, 10.0);
        if (review) {
            v.issues += review->issues;
            v.confidence = review->confidence;
        } else if (!judgesConfigured) {
            v.evidenceOnly = true;
        }
        v.unproven = j.keptFromRunning || (!judgesConfigured && !j.fileExecuted);
    }
    if (v.unproven)
        v.score = std::min(v.score, 7.0);
    const bool reviewed = review || !judgesConfigured; // a review that is still owed is no pass
    v.passed = j.pathsContained && j.builds && j.testsHold() && reviewed && !v.unproven && v.score >= passMark;
    v.summary = summaryOf(j, v);
    if (review && !review->summary.isEmpty() && j.builds && j.testsHold())
        v.summary += u": "_s + review->summary;
    return v;
}

bool failsInStub(const TestCase &test, const QString &stubMarker, const QStringList &stubbedFiles)
{
    return !stubMarker.isEmpty() && test.message.contains(stubMarker)
        && std::any_of(stubbedFiles.begin(), stubbedFiles.end(),
                       [&test](const QString &file) { return test.message.contains(file.section(u'/', -1)); });
}

QJsonObject toJson(const Judgement &j)
{
    return {{u"pathsContained"_s, j.pathsContained},
            {u"builds"_s, j.builds},
            {u"endedBadly"_s, j.endedBadly},
            {u"judgedPassed"_s, j.judgedPassed},
            {u"judgedFailed"_s, j.judgedFailed},
            {u"fileExecuted"_s, j.fileExecuted},
            {u"keptFromRunning"_s, j.keptFromRunning},
            {u"deductions"_s, j.deductions},
            {u"issues"_s, domain::toJson(j.issues)},
            {u"reported"_s, domain::toJson(j.reported)},
            {u"failedTests"_s, QJsonArray::fromStringList(j.failedTests)},
            {u"evidence"_s, domain::toJson(j.evidence)}};
}

QJsonObject evidenceDigest(const domain::Evidence &evidence)
{
    QJsonArray executions;
    for (const domain::Execution &execution : evidence.executions) {
        QJsonObject json = domain::toJson(execution);
        json.remove(u"output"_s);
        executions.append(json);
    }
    QJsonObject json{{u"executions"_s, executions},
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
    if (evidence.coverage && evidence.coverage->percent())
        json.insert(u"coverage"_s, *evidence.coverage->percent());
    return json;
}

Judgement judgementFromJson(const QJsonObject &json)
{
    return {.pathsContained = json[u"pathsContained"].toBool(),
            .builds = json[u"builds"].toBool(),
            .endedBadly = json[u"endedBadly"].toBool(),
            .judgedPassed = json[u"judgedPassed"].toInt(),
            .judgedFailed = json[u"judgedFailed"].toInt(),
            .fileExecuted = json[u"fileExecuted"].toBool(),
            .keptFromRunning = json[u"keptFromRunning"].toBool(),
            .deductions = json[u"deductions"].toDouble(),
            .issues = domain::issuesFromJson(json[u"issues"].toArray()),
            .reported = domain::issuesFromJson(json[u"reported"].toArray()),
            .failedTests = json[u"failedTests"].toVariant().toStringList(),
            .evidence = domain::evidenceFromJson(json[u"evidence"].toObject())};
}

} // namespace stepladder::engine

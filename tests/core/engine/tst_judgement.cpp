// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/judgement.h"

#include <QTest>

#include <functional>
#include <vector>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::Diagnostic;
using domain::Ending;
using domain::Evidence;
using domain::Issue;
using domain::IssueSource;
using domain::Severity;
using domain::StepKind;
using domain::TestCase;
using domain::TestOutcome;

namespace {

const QString kFile = u"src/A.cs"_s;
const QString kOwnTests = u"tests/ATests.cs"_s;
const QString kOtherTests = u"tests/BTests.cs"_s;
const QString kStub = u"stub of a step that was not made"_s;
constexpr auto kPassed = TestOutcome::Passed;
constexpr auto kFailed = TestOutcome::Failed;
constexpr auto kSkipped = TestOutcome::Skipped;

TestCase own(const QString &name, TestOutcome outcome = kPassed, const QString &message = {})
{
    return {.name = name, .className = u"N.ATests"_s, .outcome = outcome, .message = message};
}

TestCase other(const QString &name, TestOutcome outcome = kPassed, const QString &message = {})
{
    return {.name = name, .className = u"N.BTests"_s, .outcome = outcome, .message = message};
}

Diagnostic error(const QString &file, const QString &id)
{
    return {.severity = Severity::Error, .id = id, .file = file, .line = 3, .message = u"broken"_s, .tool = u"csc"_s};
}

Diagnostic warning(const QString &file, const QString &id)
{
    return {.severity = Severity::Warning, .id = id, .file = file, .line = 4, .message = u"odd"_s, .tool = u"csc"_s};
}

void cover(JudgeInput &in, int covered, int total)
{
    in.evidence.coverage = {{{.file = kFile, .coveredLines = covered, .totalLines = total}}};
}

/// A candidate with which all is well: it builds, its one own test passes, every line of it is covered.
JudgeInput plain()
{
    JudgeInput in{.step = {.id = u"a"_s, .file = kFile, .tests = {kOwnTests}}, .evidence = {}, .baseline = {}};
    in.ownTests = {TestOwnership(kOwnTests, "public class ATests { }")};
    in.testFiles = {kOwnTests, kOtherTests};
    in.stubMarker = kStub;
    in.stubbedFiles = {u"src/Stubbed.cs"_s};
    in.evidence.executions = {{.command = u"dotnet test"_s}};
    in.evidence.testsRan = true;
    in.evidence.hasTests = true;
    in.evidence.tests.cases = {own(u"Adds"_s)};
    cover(in, 10, 10);
    return in;
}

/// As plain(), for a step without tests of its own in a workspace where BTests.Counts is green.
JudgeInput withoutOwn()
{
    JudgeInput in = plain();
    in.step.tests.clear();
    in.ownTests.clear();
    in.baseline.tests.cases = {other(u"Counts"_s)};
    in.evidence.tests.cases = {other(u"Counts"_s)};
    return in;
}

using Change = std::function<void(JudgeInput &)>;

struct Case
{
    QString name;
    JudgeInput in;
    std::optional<double> review = {};
    bool judges = false;
    double mark = 8;
    bool passed = false;
    double score = 0;
    bool unproven = false;
    QStringList issues = {}; ///< "source id" of each, in order
    QStringList reported = {}; ///< likewise
};

Case make(const char *name, JudgeInput in, const Change &change, bool passed, double score,
          const QStringList &issues = {}, const QStringList &reported = {})
{
    if (change)
        change(in);
    return {.name = QString::fromUtf8(name),
            .in = std::move(in),
            .passed = passed,
            .score = score,
            .issues = issues,
            .reported = reported};
}

Case unproven(Case c)
{
    c.unproven = true;
    return c;
}

/// With judges configured, who give \p score.
Case reviewed(double score, Case c, double mark = 8)
{
    c.judges = true;
    c.review = score;
    c.mark = mark;
    return c;
}

QStringList named(const QList<Issue> &issues)
{
    QStringList names;
    for (const Issue &issue : issues)
        names.append(u"%1 %2"_s.arg(domain::toString(issue.source), issue.id).trimmed());
    return names;
}

/// Design.md §4, "Baseline".
std::vector<Case> baselineCases()
{
    return {
        make("all is well", plain(), {}, true, 10),
        make(
            "own test that was red and is green", plain(),
            [](JudgeInput &in) { in.baseline.tests.cases = {own(u"Adds"_s, kFailed)}; }, true, 10),
        make("own test is judged whatever the baseline says", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {own(u"Adds"_s, kFailed)};
                 in.evidence.tests.cases = {own(u"Adds"_s, kFailed)};
             },
             false, 0, {u"test N.ATests:Adds"_s}),
        make("own test on which the baseline hung is judged", plain(),
             [](JudgeInput &in) {
                 in.excludedTests = {own(u"Adds"_s).key()};
                 in.evidence.tests.cases = {own(u"Adds"_s, kFailed)};
             },
             false, 0, {u"test N.ATests:Adds"_s}),
        make("green test of the baseline becomes red", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Counts"_s)};
                 in.evidence.tests.cases.append(other(u"Counts"_s, kFailed));
             },
             false, 5, {u"test N.BTests:Counts"_s}),
        make("red test of the baseline stays red", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Counts"_s, kFailed)};
                 in.evidence.tests.cases.append(other(u"Counts"_s, kFailed));
             },
             true, 10, {}, {u"test N.BTests:Counts"_s}),
        make("skipped test of the baseline becomes red", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Counts"_s, kSkipped)};
                 in.evidence.tests.cases.append(other(u"Counts"_s, kFailed));
             },
             true, 10, {}, {u"test N.BTests:Counts"_s}),
        make("red test elsewhere that is new", plain(),
             [](JudgeInput &in) { in.evidence.tests.cases.append(other(u"New"_s, kFailed)); }, true, 10, {},
             {u"test N.BTests:New"_s}),
        make("red generated test", plain(),
             [](JudgeInput &in) {
                 in.generatedTests = {other(u"Made"_s).key()};
                 in.evidence.tests.cases.append(other(u"Made"_s, kFailed));
             },
             false, 5, {u"test N.BTests:Made"_s}),
        make("test on which the baseline hung", plain(),
             [](JudgeInput &in) {
                 in.excludedTests = {other(u"Hangs"_s).key()};
                 in.baseline.tests.cases = {other(u"Hangs"_s)};
                 in.evidence.tests.cases.append(other(u"Hangs"_s, kFailed));
             },
             true, 10, {}, {u"test N.BTests:Hangs"_s}),
        make("green test vanished", plain(), [](JudgeInput &in) { in.baseline.tests.cases = {other(u"Counts"_s)}; },
             false, 5, {u"test N.BTests:Counts"_s}),
        make(
            "test that was red vanished", plain(),
            [](JudgeInput &in) { in.baseline.tests.cases = {other(u"Counts"_s, kFailed)}; }, true, 10),
        make(
            "excluded test vanished", plain(),
            [](JudgeInput &in) {
                in.baseline.tests.cases = {other(u"Hangs"_s)};
                in.excludedTests = {other(u"Hangs"_s).key()};
            },
            true, 10),
        make("green test is skipped now", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Counts"_s)};
                 in.evidence.tests.cases.append(other(u"Counts"_s, kSkipped));
             },
             false, 5, {u"test N.BTests:Counts"_s}),
        make("green test vanished though errors stood before", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Counts"_s)};
                 in.baseline.buildOk = in.evidence.buildOk = false;
                 in.baseline.diagnostics = in.evidence.diagnostics = {error(u"src/Old.cs"_s, u"CS1"_s)};
             },
             false, 5, {u"test N.BTests:Counts"_s}, {u"build CS1"_s}),
        make(
            "theory row vanished, another ran", plain(),
            [](JudgeInput &in) {
                in.baseline.tests.cases = {other(u"Sums(a: 1)"_s), other(u"Sums(a: 2)"_s)};
                in.evidence.tests.cases.append(other(u"Sums(a: 2)"_s));
            },
            true, 10),
        make("green theory row becomes red", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Sums(a: 1)"_s), other(u"Sums(a: 2)"_s)};
                 in.evidence.tests.cases += {other(u"Sums(a: 1)"_s, kFailed), other(u"Sums(a: 2)"_s)};
             },
             false, 6, {u"test N.BTests:Sums(a: 1)"_s}),
        make("rows of an own theory are tests of their own", plain(),
             [](JudgeInput &in) {
                 in.evidence.tests.cases = {own(u"Sums(a: 1)"_s), own(u"Sums(a: 2)"_s, kFailed), own(u"Sums(a: 3)"_s),
                                            own(u"Sums(a: 4)"_s)};
             },
             false, 7, {u"test N.ATests:Sums(a: 2)"_s}),
        make("judged test fails in a stub", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Counts"_s)};
                 in.evidence.tests.cases.append(other(
                     u"Counts"_s, kFailed, u"System.Exception: %1\n at B in /src/Stubbed.cs:line 4"_s.arg(kStub)));
             },
             true, 10, {}, {u"test N.BTests:Counts"_s}),
        make("the marker imitated where no stub stands", plain(),
             [](JudgeInput &in) {
                 in.stubbedFiles.clear();
                 in.evidence.tests.cases = {own(u"Adds"_s, kFailed, kStub + u" in A.cs"_s)};
             },
             false, 0, {u"test N.ATests:Adds"_s}),
        make("the marker imitated by another file than the stub", plain(),
             [](JudgeInput &in) { in.evidence.tests.cases = {own(u"Adds"_s, kFailed, kStub + u" in A.cs"_s)}; }, false,
             0, {u"test N.ATests:Adds"_s}),
        make("a row that was green is skipped now", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Sums(a: 1)"_s), other(u"Sums(a: 2)"_s)};
                 in.evidence.tests.cases += {other(u"Sums(a: 1)"_s), other(u"Sums(a: 2)"_s, TestOutcome::Skipped)};
             },
             false, 6, {u"test N.BTests:Sums(a: 2)"_s}),
        make("an own test that was never green is skipped: said, not counted", plain(),
             [](JudgeInput &in) { in.evidence.tests.cases.append(own(u"Slow"_s, TestOutcome::Skipped)); }, true, 10, {},
             {u"test"_s}),
        make("the exit code says failed and no test does", plain(),
             [](JudgeInput &in) { in.evidence.ending = domain::Ending::Contradicted; }, false, 10, {u"run"_s}),
        make("the exit code said failed before as well: a coverage gate", plain(),
             [](JudgeInput &in) {
                 in.baseline.ending = domain::Ending::Contradicted;
                 in.evidence.ending = domain::Ending::Contradicted;
             },
             true, 10, {}),
        make("no stub marker, nothing fails in a stub", plain(),
             [](JudgeInput &in) {
                 in.stubMarker.clear();
                 in.evidence.tests.cases = {own(u"Adds"_s, kFailed, u"any message"_s)};
             },
             false, 0, {u"test N.ATests:Adds"_s}),
        unproven(make("the only own test fails in a stub", plain(),
                      [](JudgeInput &in) {
                          in.evidence.tests.cases = {own(u"Adds"_s, kFailed, kStub + u" in Stubbed.cs"_s)};
                          cover(in, 0, 10);
                      },
                      false, 7, {}, {u"test N.ATests:Adds"_s})),
        make("green in the baseline by one row, red by its equal", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Twice"_s), other(u"Twice"_s, kFailed)};
                 in.evidence.tests.cases.append(other(u"Twice"_s, kFailed));
             },
             true, 10, {}, {u"test N.BTests:Twice"_s}),
        make("red in the baseline by one row, green by its equal", plain(),
             [](JudgeInput &in) {
                 in.baseline.tests.cases = {other(u"Twice"_s, kFailed), other(u"Twice"_s)};
                 in.evidence.tests.cases.append(other(u"Twice"_s, kFailed));
             },
             true, 10, {}, {u"test N.BTests:Twice"_s}),
        make("a key that comes twice, the second red", plain(),
             [](JudgeInput &in) {
                 in.evidence.tests.cases = {own(u"Adds"_s), own(u"Adds"_s, kFailed)};
             },
             false, 5, {u"test N.ATests:Adds"_s}),
        make("a key that comes twice, the first red", plain(),
             [](JudgeInput &in) {
                 in.evidence.tests.cases = {own(u"Adds"_s, kFailed), own(u"Adds"_s)};
             },
             false, 5, {u"test N.ATests:Adds"_s}),
        make("flaky is a finding", plain(),
             [](JudgeInput &in) {
                 in.evidence.diagnostics = {{.severity = Severity::Info, .id = u"flaky"_s, .tool = u"tests"_s}};
             },
             true, 10, {}, {u"test flaky"_s}),
    };
}

/// Design.md §4, "Builds", and what stood before.
std::vector<Case> buildCases()
{
    const QString old = u"src/Old.cs"_s;
    const Change stood = [=](JudgeInput &in) {
        in.baseline.buildOk = in.evidence.buildOk = false;
        in.baseline.diagnostics = in.evidence.diagnostics = {error(old, u"CS1"_s)};
    };
    const auto withError = [](const QString &file, const QString &id) -> Change {
        return [=](JudgeInput &in) {
            in.evidence.buildOk = false;
            in.evidence.diagnostics.append(error(file, id));
            in.evidence.tests.cases.clear();
        };
    };
    const Change kept = [=](JudgeInput &in) {
        stood(in);
        in.evidence.tests.cases.clear();
    };
    const auto both = [](const Change &first, const Change &second) -> Change {
        return [=](JudgeInput &in) {
            first(in);
            second(in);
        };
    };
    return {
        make("error in the step's file", plain(), withError(kFile, u"CS1"_s), false, 0, {u"build CS1"_s}),
        make("error in the step's file that stood before", plain(),
             both([](JudgeInput &in) { in.baseline = {.buildOk = false, .diagnostics = {error(kFile, u"CS1"_s)}}; },
                  withError(kFile, u"CS1"_s)),
             false, 0, {u"build CS1"_s}),
        make("error in its tests", plain(), withError(kOwnTests, u"CS1"_s), false, 0, {u"build CS1"_s}),
        make("error in its tests that stood before", plain(),
             both([](JudgeInput &in) { in.baseline = {.buildOk = false, .diagnostics = {error(kOwnTests, u"CS1"_s)}}; },
                  withError(kOwnTests, u"CS1"_s)),
             false, 0, {u"build CS1"_s}),
        make("error in a file that compiled", plain(), withError(u"src/B.cs"_s, u"CS1"_s), false, 0, {u"build CS1"_s}),
        make("error in a file that compiled while another did not", plain(),
             both(stood, withError(u"src/B.cs"_s, u"CS1"_s)), false, 0, {u"build CS1"_s}, {u"build CS1"_s}),
        make("error that stood before, own tests run", plain(), stood, true, 10, {}, {u"build CS1"_s}),
        unproven(make("error that stood before keeps the tests from running", plain(), kept, false, 7, {},
                      {u"build CS1"_s})),
        unproven(reviewed(
            9.5, make("kept from running is unproven with judges too", plain(), kept, false, 7, {}, {u"build CS1"_s}))),
        unproven(make("own tests kept from running, others ran", plain(),
                      both(stood,
                           [](JudgeInput &in) {
                               in.baseline.tests.cases = {other(u"Counts"_s)};
                               in.evidence.tests.cases = {other(u"Counts"_s)};
                           }),
                      false, 7, {}, {u"build CS1"_s})),
        make("another error in a file that did not compile before", plain(),
             both(stood, [=](JudgeInput &in) { in.evidence.diagnostics = {error(old, u"CS2"_s)}; }), true, 10, {},
             {u"build CS2"_s}),
        make(
            "error of the project itself that stood before", plain(),
            both(stood,
                 [](JudgeInput &in) { in.baseline.diagnostics = in.evidence.diagnostics = {error({}, u"NETSDK1"_s)}; }),
            true, 10, {}, {u"build NETSDK1"_s}),
        make("new error of the project itself", plain(),
             both(stood,
                  [](JudgeInput &in) {
                      in.baseline.diagnostics = {error({}, u"NETSDK1"_s)};
                      in.evidence.diagnostics = {error({}, u"NETSDK2"_s)};
                  }),
             false, 0, {u"build NETSDK2"_s}),
        make("test file that was never compiled, as the rest did not build", plain(),
             both(stood, [](JudgeInput &in) { in.evidence.diagnostics.append(error(kOtherTests, u"CS9"_s)); }), true,
             10, {}, {u"build CS1"_s, u"build CS9"_s}),
        make("test file that compiled while another was left out", plain(),
             [](JudgeInput &in) {
                 in.baseline.buildOk = in.evidence.buildOk = false;
                 in.baseline.uncompiledTests = {u"tests/Later.cs"_s};
                 in.baseline.diagnostics = {error(u"tests/Later.cs"_s, u"CS1"_s)};
                 in.baseline.tests.cases = {other(u"Counts"_s)};
                 in.evidence.uncompiledTests = {kOtherTests};
                 in.evidence.diagnostics = {error(kOtherTests, u"CS7"_s)};
             },
             false, 0, {u"build CS7"_s, u"build"_s}),
        make(
            "test file left out before is left out", plain(),
            [](JudgeInput &in) { in.baseline.uncompiledTests = in.evidence.uncompiledTests = {kOtherTests}; }, true,
            10),
        make("test file left out before has another error now", plain(),
             [](JudgeInput &in) {
                 in.baseline.uncompiledTests = in.evidence.uncompiledTests = {kOtherTests};
                 in.evidence.buildOk = false;
                 in.evidence.diagnostics = {error(kOtherTests, u"CS7"_s)};
             },
             true, 10, {}, {u"build CS7"_s}),
        make("test file that does not compile any more", plain(),
             [](JudgeInput &in) {
                 in.evidence.buildOk = false;
                 in.evidence.uncompiledTests = {kOtherTests};
             },
             false, 0, {u"build"_s}),
        make("build that fails without naming an error", plain(), [](JudgeInput &in) { in.evidence.buildOk = false; },
             false, 0, {u"build"_s}),
        make("build that fails without an error beside what was left out", plain(),
             [](JudgeInput &in) {
                 in.baseline.uncompiledTests = in.evidence.uncompiledTests = {kOtherTests};
                 in.evidence.buildOk = false;
             },
             false, 0, {u"build"_s}),
    };
}

/// Design.md §4, "Passed" and "Score".
std::vector<Case> scoreCases()
{
    const auto ending = [](Ending how) -> Change { return [=](JudgeInput &in) { in.evidence.ending = how; }; };
    const auto rows = [](int passed, int failed) -> Change {
        return [=](JudgeInput &in) {
            in.evidence.tests.cases.clear();
            for (int i = 0; i < passed + failed; ++i)
                in.evidence.tests.cases.append(own(u"T%1"_s.arg(i), i < passed ? kPassed : kFailed));
        };
    };
    const auto failed = [](int from, int to) {
        QStringList names;
        for (int i = from; i < to; ++i)
            names.append(u"test N.ATests:T%1"_s.arg(i));
        return names;
    };
    const auto nothing = [](JudgeInput &in) { in.evidence.tests.cases.clear(); };
    return {
        make(
            "a path that leaves the workspace", plain(), [](JudgeInput &in) { in.pathsContained = false; }, false, 0),
        make("7 of 10 tests pass", plain(), rows(7, 3), false, 7, failed(7, 10)),
        make("2 of 3 tests pass: rounded down", plain(), rows(2, 1), false, 6, failed(2, 3)),
        make("99 of 100 tests pass", plain(), rows(99, 1), false, 9, failed(99, 100)),
        make("skipped tests count as neither", plain(),
             [](JudgeInput &in) { in.evidence.tests.cases.append(own(u"Later"_s, kSkipped)); }, true, 10, {},
             {u"test"_s}),
        make("host aborted with all tests green", plain(), ending(Ending::HostAborted), false, 10, {u"run"_s}),
        make(
            "timed out with half of the tests red", plain(),
            [=](JudgeInput &in) {
                rows(1, 1)(in);
                in.evidence.ending = Ending::TimedOut;
            },
            false, 5, failed(1, 2) + QStringList(u"run"_s)),
        make("out of memory before a test ran", plain(),
             [=](JudgeInput &in) {
                 nothing(in);
                 in.evidence.ending = Ending::OutOfMemory;
             },
             false, 0, {u"run"_s}),
        make("output flood", plain(), ending(Ending::OutputFlood), false, 10, {u"run"_s}),
        make("disk quota", plain(), ending(Ending::DiskQuota), false, 10, {u"run"_s}),
        make("own tests of which none was executed", plain(),
             [=](JudgeInput &in) {
                 nothing(in);
                 in.evidence.ending = Ending::NothingExecuted;
             },
             false, 0, {u"run"_s}),
        make("own tests that are all skipped", plain(),
             [](JudgeInput &in) { in.evidence.tests.cases = {own(u"Adds"_s, kSkipped)}; }, false, 0, {u"run"_s},
             {u"test"_s}),
        reviewed(8, make("review 8 at mark 8", plain(), {}, true, 8)),
        reviewed(7.9, make("review 7.9 at mark 8", plain(), {}, false, 7.9)),
        reviewed(7, make("review 7 at mark 7", plain(), {}, true, 7), 7),
        reviewed(6.9, make("review 6.9 at mark 7", plain(), {}, false, 6.9), 7),
        reviewed(8,
                 make("review 8 and a new warning", plain(),
                      [](JudgeInput &in) { in.evidence.diagnostics = {warning(kFile, u"CA1"_s)}; }, false, 7.5,
                      {u"warning CA1"_s})),
        reviewed(10, make("a red test stands over any review", plain(), rows(9, 1), false, 9, failed(9, 10)), 7),
        reviewed(1,
                 make("never below 0", plain(),
                      [](JudgeInput &in) {
                          in.missingPatterns = {u"a"_s, u"b"_s, u"c"_s};
                      },
                      false, 0, {u"pattern a"_s, u"pattern b"_s, u"pattern c"_s})),
        reviewed(9,
                 make(
                     "judges and no test at all: not unproven", plain(),
                     [=](JudgeInput &in) {
                         nothing(in);
                         in.ownTests.clear();
                         cover(in, 0, 10);
                     },
                     true, 9)),
        make("what was wrong with the answer is listed and not counted", plain(),
             [](JudgeInput &in) { in.answerIssues = {{.source = IssueSource::Answer, .id = u"other-file"_s}}; }, true,
             10, {u"answer other-file"_s}),
    };
}

/// The deductions of design.md §4, "Score".
std::vector<Case> deductionCases()
{
    const auto warnings = [](int count) -> Change {
        return [=](JudgeInput &in) {
            for (int i = 0; i < count; ++i)
                in.evidence.diagnostics.append(warning(kFile, u"CA%1"_s.arg(i)));
        };
    };
    const auto covered = [](int lines, int total) -> Change {
        return [=](JudgeInput &in) { cover(in, lines, total); };
    };
    const QStringList four = {u"warning CA0"_s, u"warning CA1"_s, u"warning CA2"_s, u"warning CA3"_s};
    const QString coverage = u"coverage"_s;
    return {
        make("one new warning", plain(), warnings(1), true, 9.5, {u"warning CA0"_s}),
        make("four new warnings", plain(), warnings(4), true, 8, four),
        make("five new warnings cost as much as four", plain(), warnings(5), true, 8,
             four + QStringList(u"warning CA4"_s)),
        make(
            "warning that stood before", plain(),
            [](JudgeInput &in) { in.baseline.diagnostics = in.evidence.diagnostics = {warning(kFile, u"CA1"_s)}; },
            true, 10),
        make("a second warning of a kind that stood before", plain(),
             [](JudgeInput &in) {
                 in.baseline.diagnostics = {warning(kFile, u"CA1"_s)};
                 in.evidence.diagnostics = {warning(kFile, u"CA1"_s), warning(kFile, u"CA1"_s)};
             },
             true, 9.5, {u"warning CA1"_s}),
        make("the same warning in another file", plain(),
             [](JudgeInput &in) {
                 in.baseline.diagnostics = {warning(kFile, u"CA1"_s)};
                 in.evidence.diagnostics = {warning(u"src/B.cs"_s, u"CA1"_s)};
             },
             true, 9.5, {u"warning CA1"_s}),
        make("warnings of files that no build showed before", plain(),
             [](JudgeInput &in) {
                 in.baseline.buildOk = false;
                 in.evidence.diagnostics = {warning(u"src/B.cs"_s, u"CA1"_s), warning(kFile, u"CA2"_s)};
             },
             true, 9.5, {u"warning CA2"_s}),
        make("a missing pattern", plain(), [](JudgeInput &in) { in.missingPatterns = {u"xml-docs"_s}; }, true, 9,
             {u"pattern xml-docs"_s}),
        make("five missing patterns cost as much as three", plain(),
             [](JudgeInput &in) {
                 in.missingPatterns = {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s};
             },
             false, 7, {u"pattern a"_s, u"pattern b"_s, u"pattern c"_s, u"pattern d"_s, u"pattern e"_s}),
        make("a pattern missing in two places is one pattern", plain(),
             [](JudgeInput &in) {
                 in.missingPatterns = {u"a"_s, u"a"_s};
             },
             true, 9, {u"pattern a"_s}),
        make("a pattern to avoid is listed and not counted", plain(),
             [](JudgeInput &in) {
                 in.patternIssues = {{.severity = Severity::Info, .source = IssueSource::Pattern, .id = u"wait"_s}};
             },
             true, 10, {u"pattern wait"_s}),
        make("coverage at its target", plain(), covered(80, 100), true, 10),
        make("coverage a line under its target", plain(), covered(79, 100), true, 9, {coverage}),
        make("coverage 10 points under", plain(), covered(70, 100), true, 9, {coverage}),
        make("coverage 10.1 points under", plain(), covered(699, 1000), true, 8, {coverage}),
        make("coverage 30 points under", plain(), covered(50, 100), false, 7, {coverage}),
        make("coverage 79 points under costs no more", plain(), covered(1, 100), false, 7, {coverage}),
        make("coverage under a target of the plan's own", plain(),
             [](JudgeInput &in) {
                 cover(in, 15, 100);
                 in.targetCoverage = 20;
             },
             true, 9, {coverage}),
        make(
            "coverage of another file", plain(),
            [](JudgeInput &in) {
                in.evidence.coverage->files.append({.file = u"src/B.cs"_s, .coveredLines = 0, .totalLines = 9});
            },
            true, 10),
        reviewed(9, make("no coverable lines", plain(), covered(0, 0), true, 9)),
        reviewed(9,
                 make(
                     "no coverage where no judged test ran", withoutOwn(),
                     [](JudgeInput &in) {
                         in.baseline.tests.cases.clear();
                         in.evidence.tests.cases.clear();
                         cover(in, 0, 100);
                     },
                     true, 9)),
        make(
            "a test step has no coverage deduction", plain(),
            [](JudgeInput &in) {
                in.step.kind = StepKind::Test;
                in.step.file = kOwnTests;
                in.evidence.coverage = {{{.file = kOwnTests, .coveredLines = 1, .totalLines = 100}}};
            },
            true, 10),
        make(
            "all deductions together", plain(),
            [=](JudgeInput &in) {
                warnings(4)(in);
                in.missingPatterns = {u"a"_s, u"b"_s, u"c"_s};
                cover(in, 20, 100);
            },
            false, 2, four + QStringList{u"pattern a"_s, u"pattern b"_s, u"pattern c"_s, coverage}),
    };
}

/// "Unproven", test steps and the language `text`.
std::vector<Case> provingCases()
{
    const auto uncovered = [](JudgeInput &in) { cover(in, 0, 10); };
    const auto testStep = [](const Change &change) -> Change {
        return [=](JudgeInput &in) {
            in.step.kind = StepKind::Test;
            in.step.file = kOwnTests;
            in.step.tests.clear();
            change(in);
        };
    };
    const auto text = [](const Change &change) -> Change {
        return [=](JudgeInput &in) {
            in.step = {.id = u"a"_s, .file = u"a.md"_s};
            in.ownTests.clear();
            in.executable = false;
            in.evidence = {};
            change(in);
        };
    };
    Case seven = unproven(make("unproven does not pass at mark 7", withoutOwn(), uncovered, false, 7, {u"coverage"_s}));
    seven.mark = 7;
    Case zero =
        unproven(make("unproven does not pass at any mark", withoutOwn(), uncovered, false, 7, {u"coverage"_s}));
    zero.mark = 0;
    Case unread = make("judges are configured and none was asked", plain(), {}, false, 10);
    unread.judges = true;
    return {
        make("a judged test elsewhere executes the file", withoutOwn(), {}, true, 10),
        seven,
        zero,
        unproven(make("unproven with deductions", withoutOwn(),
                      [](JudgeInput &in) {
                          cover(in, 0, 10);
                          in.missingPatterns = {u"a"_s, u"b"_s};
                      },
                      false, 5, {u"pattern a"_s, u"pattern b"_s, u"coverage"_s})),
        unproven(make(
            "no test at all", withoutOwn(),
            [](JudgeInput &in) {
                in.baseline.tests.cases.clear();
                in.evidence.tests.cases.clear();
            },
            false, 7)),
        unproven(make(
            "the file has no coverable lines", withoutOwn(), [](JudgeInput &in) { cover(in, 0, 0); }, false, 7)),
        unproven(make(
            "nobody measured and no test of its own", withoutOwn(),
            [](JudgeInput &in) { in.evidence.coverage.reset(); }, false, 7)),
        make(
            "nobody measured and its own tests passed", plain(), [](JudgeInput &in) { in.evidence.coverage.reset(); },
            true, 10),
        reviewed(9,
                 make(
                     "judges make good for tests", withoutOwn(),
                     [](JudgeInput &in) {
                         in.baseline.tests.cases.clear();
                         in.evidence.tests.cases.clear();
                     },
                     true, 9)),
        unread,
        make("test step whose tests pass", plain(), testStep([](JudgeInput &) {}), true, 10),
        make("test step whose tests are not discovered", plain(),
             testStep([](JudgeInput &in) { in.evidence.tests.cases = {other(u"Counts"_s)}; }), false, 0, {u"run"_s}),
        make("test step whose tests fail", plain(),
             testStep([](JudgeInput &in) { in.evidence.tests.cases = {own(u"Adds"_s, kFailed)}; }), false, 0,
             {u"test N.ATests:Adds"_s}),
        make("test step that drops a test of its own file", plain(), testStep([](JudgeInput &in) {
                 in.baseline.tests.cases = {own(u"Adds"_s), own(u"Gone"_s)};
             }),
             true, 10),
        make("test step that makes another file's test vanish", plain(),
             testStep([](JudgeInput &in) { in.baseline.tests.cases = {other(u"Counts"_s)}; }), false, 5,
             {u"test N.BTests:Counts"_s}),
        make("text: contained and UTF-8 is evidence", plain(), text([](JudgeInput &) {}), true, 10),
        make("text: a file that is no UTF-8", plain(), text([](JudgeInput &in) {
                 in.evidence.buildOk = false;
                 in.evidence.diagnostics = {error(u"a.md"_s, u"utf-8"_s)};
             }),
             false, 0, {u"build utf-8"_s}),
        make("text: never unproven, whatever stood before", plain(), text([](JudgeInput &in) {
                 in.baseline.buildOk = in.evidence.buildOk = false;
                 in.baseline.diagnostics = in.evidence.diagnostics = {error(u"b.md"_s, u"utf-8"_s)};
             }),
             true, 10, {}, {u"build utf-8"_s}),
        make("text: tests that a step names are not executed", plain(),
             text([](JudgeInput &in) { in.ownTests = {TestOwnership(u"check.md"_s, {})}; }), true, 10),
        reviewed(6, make("text: judges may refuse it", plain(), text([](JudgeInput &) {}), false, 6)),
    };
}

const std::vector<Case> &cases()
{
    static const std::vector<Case> all = [] {
        std::vector<Case> cases;
        for (std::vector<Case> some : {baselineCases(), buildCases(), scoreCases(), deductionCases(), provingCases()})
            cases.insert(cases.end(), some.begin(), some.end());
        return cases;
    }();
    return all;
}

domain::Verdict verdictOf(const Case &c, Judgement *judgement = nullptr)
{
    const Judgement j = judge(c.in);
    if (judgement)
        *judgement = j;
    std::optional<ReviewOutcome> review;
    if (c.review && j.builds && j.testsHold())
        review = ReviewOutcome{.score = *c.review};
    return decide(j, review, c.judges, c.mark);
}

} // namespace

class TestJudgement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void roundTrip_data() { table_data(); }
    void roundTrip();
    void evidenceOnlyIsSaidWhereNoJudgesAre();
    void reviewGivesConfidenceIssuesAndSummary();
    void reviewDoesNotSpeakWhereExecutionFailed();
    void summaries_data();
    void summaries();
    void digestNamesTotalsAndNoOutput();
};

void TestJudgement::table_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(cases().size()); ++i)
        QTest::newRow(qPrintable(cases()[size_t(i)].name)) << i;
}

void TestJudgement::table()
{
    QFETCH(int, index);
    const Case &c = cases()[size_t(index)];
    Judgement judgement;
    const domain::Verdict v = verdictOf(c, &judgement);
    QCOMPARE(named(v.issues), c.issues);
    QCOMPARE(named(judgement.reported), c.reported);
    QCOMPARE(v.score, c.score);
    QCOMPARE(v.unproven, c.unproven);
    QCOMPARE(v.passed, c.passed);
    QVERIFY(!v.summary.isEmpty());
    QVERIFY(!v.summary.contains(u'\n'));
}

void TestJudgement::roundTrip()
{
    QFETCH(int, index);
    const Judgement judgement = judge(cases()[size_t(index)].in);
    QVERIFY(judgementFromJson(toJson(judgement)) == judgement);
}

void TestJudgement::evidenceOnlyIsSaidWhereNoJudgesAre()
{
    const Judgement good = judge(plain());
    const domain::Verdict alone = decide(good, std::nullopt, false, 8);
    QVERIFY(alone.evidenceOnly);
    QVERIFY(alone.summary.contains(u"evidence only"_s));
    const domain::Verdict judged = decide(good, ReviewOutcome{.score = 9}, true, 8);
    QVERIFY(!judged.evidenceOnly);
    QVERIFY(!judged.summary.contains(u"evidence only"_s));
}

void TestJudgement::reviewGivesConfidenceIssuesAndSummary()
{
    JudgeInput in = plain();
    in.evidence.diagnostics = {warning(kFile, u"CA1"_s)};
    const ReviewOutcome review{.score = 9,
                               .confidence = 0.8,
                               .summary = u"clear"_s,
                               .issues = {{.source = IssueSource::Review, .id = u"r"_s}}};
    const domain::Verdict v = decide(judge(in), review, true, 8);
    QCOMPARE(v.score, 8.5);
    QCOMPARE(v.confidence, 0.8);
    QCOMPARE(named(v.issues), (QStringList{u"warning CA1"_s, u"review r"_s}));
    QVERIFY(v.summary.endsWith(u": clear"_s));
    QCOMPARE(v.evidence, in.evidence);
}

void TestJudgement::reviewDoesNotSpeakWhereExecutionFailed()
{
    JudgeInput in = plain();
    in.evidence.tests.cases = {own(u"Adds"_s, kFailed)};
    const domain::Verdict v = decide(judge(in), ReviewOutcome{.score = 10, .summary = u"fine"_s}, true, 0);
    QVERIFY(!v.passed);
    QCOMPARE(v.score, 0.0);
    QVERIFY(!v.summary.contains(u"fine"_s));
}

void TestJudgement::summaries_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("summary");
    QTest::newRow("passed") << u"all is well"_s << u"builds, 1 tests passed, score 10, evidence only"_s;
    QTest::newRow("build") << u"error in the step's file"_s << u"does not build: CS1 broken"_s;
    QTest::newRow("test") << u"7 of 10 tests pass"_s << u"3 of 10 tests failed"_s;
    QTest::newRow("ending") << u"host aborted with all tests green"_s << u"the test run ended badly: host_aborted"_s;
    QTest::newRow("path") << u"a path that leaves the workspace"_s << u"a path leaves the workspace"_s;
    QTest::newRow("kept") << u"error that stood before keeps the tests from running"_s
                          << u"unproven: errors that stood before keep its tests from running"_s;
    QTest::newRow("unproven") << u"no test at all"_s
                              << u"unproven: builds, no test judged it, and no judge is configured"_s;
    QTest::newRow("text") << u"text: contained and UTF-8 is evidence"_s
                          << u"contained and UTF-8, score 10, evidence only"_s;
}

void TestJudgement::summaries()
{
    QFETCH(QString, name);
    const auto it = std::find_if(cases().begin(), cases().end(), [&](const Case &c) { return c.name == name; });
    QVERIFY(it != cases().end());
    QTEST(verdictOf(*it).summary, "summary");
}

void TestJudgement::digestNamesTotalsAndNoOutput()
{
    Evidence evidence;
    evidence.executions = {{.command = u"dotnet test"_s, .exitCode = 1, .ms = 20, .output = u"secret"_s}};
    evidence.tests.cases = {own(u"A"_s), own(u"B"_s, kFailed), own(u"C"_s, kSkipped)};
    evidence.diagnostics = {error(kFile, u"CS1"_s), warning(kFile, u"CA1"_s)};
    const QJsonObject digest = evidenceDigest(evidence);
    QCOMPARE(digest[u"tests"].toObject(),
             (QJsonObject{{u"total"_s, 3}, {u"passed"_s, 1}, {u"failed"_s, 1}, {u"skipped"_s, 1}}));
    QCOMPARE(digest[u"errors"].toInt(), 1);
    QCOMPARE(digest[u"warnings"].toInt(), 1);
    QVERIFY(!digest.contains(u"coverage"_s));
    QVERIFY(!digest[u"executions"][0].toObject().contains(u"output"_s));
    QCOMPARE(digest[u"executions"][0][u"exitCode"].toInt(), 1);
    evidence.coverage = {{{.file = kFile, .coveredLines = 1, .totalLines = 4}}};
    QCOMPARE(evidenceDigest(evidence)[u"coverage"].toDouble(), 25.0);
}

QTEST_GUILESS_MAIN(TestJudgement)
#include "tst_judgement.moc"

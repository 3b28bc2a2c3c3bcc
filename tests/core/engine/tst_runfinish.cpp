// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runfinish.h"

#include <QTest>

#include <functional>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::Diagnostic;
using domain::Ending;
using domain::Evidence;
using domain::RunStatus;
using domain::Severity;
using domain::StepCounts;
using domain::StepState;
using domain::TestCase;
using domain::TestOutcome;

namespace {

const QString kStub = u"this is a stub"_s;
using Change = std::function<void(Evidence &initial, Evidence &final)>;

TestCase test(const QString &name, TestOutcome outcome, const QString &message = {})
{
    return {.name = name, .className = u"T"_s, .outcome = outcome, .message = message};
}

Diagnostic error(const QString &file, const QString &id)
{
    return {.id = id, .file = file, .line = 4, .message = u"broken"_s};
}

} // namespace
Q_DECLARE_METATYPE(Change)

class TestRunFinish : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byTheStepsAlone_data();
    void byTheStepsAlone();
    void byWhatIsRed_data();
    void byWhatIsRed();
    void redGoesBeforePartial();
    void reasonNamesThreeAndCountsTheRest();
    void reasonMayBeLeftOut();
};

void TestRunFinish::byTheStepsAlone_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("exit");
    const auto row = [](StepState state, int exit) {
        QTest::newRow(qPrintable(domain::toString(state))) << int(state) << exit;
    };
    row(StepState::Accepted, 0);
    row(StepState::AcceptedByPerson, 0);
    row(StepState::Unproven, 1);
    row(StepState::Stubbed, 1);
    row(StepState::Unchanged, 1);
    row(StepState::Skipped, 1);
    row(StepState::Waiting, 1);
    row(StepState::Blocked, 1);
    row(StepState::Pending, 1);
}

void TestRunFinish::byTheStepsAlone()
{
    QFETCH(int, state);
    QFETCH(int, exit);
    StepCounts counts;
    counts.add(StepState::Accepted);
    counts.add(StepState(state));
    QString reason;
    const RunStatus status = finalStatus(counts, {}, {}, kStub, {u"src/stubbed.py"_s}, &reason);
    QCOMPARE(domain::toString(status), domain::toString(exit == 0 ? RunStatus::Accepted : RunStatus::Partial));
    QCOMPARE(domain::exitCode(status), exit);
    QVERIFY(reason.isEmpty());
}

void TestRunFinish::byWhatIsRed_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const Change &change, const QString &reason) {
        QTest::newRow(name) << change << reason;
    };
    row("all green", [](Evidence &, Evidence &f) { f.tests.cases = {test(u"a"_s, TestOutcome::Passed)}; }, {});
    row(
        "a test is red", [](Evidence &, Evidence &f) { f.tests.cases = {test(u"a"_s, TestOutcome::Failed)}; },
        u"final tests are red: T:a"_s);
    row(
        "a test that was green is red",
        [](Evidence &i, Evidence &f) {
            i.tests.cases = {test(u"a"_s, TestOutcome::Passed)};
            f.tests.cases = {test(u"a"_s, TestOutcome::Failed)};
        },
        u"final tests are red: T:a"_s);
    row(
        "a test that was skipped is red",
        [](Evidence &i, Evidence &f) {
            i.tests.cases = {test(u"a"_s, TestOutcome::Skipped)};
            f.tests.cases = {test(u"a"_s, TestOutcome::Failed)};
        },
        u"final tests are red: T:a"_s);
    row("it was red at the start",
        [](Evidence &i, Evidence &f) { i.tests.cases = f.tests.cases = {test(u"a"_s, TestOutcome::Failed)}; }, {});
    row("it was red at the start, by the second of two rows",
        [](Evidence &i, Evidence &f) {
            i.tests.cases = {test(u"a"_s, TestOutcome::Passed), test(u"a"_s, TestOutcome::Failed)};
            f.tests.cases = {test(u"a"_s, TestOutcome::Failed), test(u"a"_s, TestOutcome::Failed)};
        },
        {});
    row(
        "two red rows of one test are one",
        [](Evidence &, Evidence &f) {
            f.tests.cases = {test(u"a"_s, TestOutcome::Failed), test(u"a"_s, TestOutcome::Failed)};
        },
        u"final tests are red: T:a"_s);
    row("it is red by a stub",
        [](Evidence &, Evidence &f) {
            f.tests.cases = {test(u"a"_s, TestOutcome::Failed, u"E: this is a stub\nsrc/stubbed.py:4"_s)};
        },
        {});
    row(
        "it only says that it is a stub",
        [](Evidence &, Evidence &f) {
            f.tests.cases = {test(u"a"_s, TestOutcome::Failed, u"E: this is a stub\nsrc/other.py:4"_s)};
        },
        u"final tests are red: T:a"_s);
    row("a skipped test", [](Evidence &, Evidence &f) { f.tests.cases = {test(u"a"_s, TestOutcome::Skipped)}; }, {});
    row(
        "an error",
        [](Evidence &, Evidence &f) {
            f.buildOk = false;
            f.diagnostics = {error(u"A.cs"_s, u"CS1"_s)};
        },
        u"the final build is red: A.cs(4): CS1 broken"_s);
    row("an error that stood at the start",
        [](Evidence &i, Evidence &f) {
            i.buildOk = f.buildOk = false;
            i.diagnostics = f.diagnostics = {error(u"A.cs"_s, u"CS1"_s)};
        },
        {});
    row(
        "another error in that file",
        [](Evidence &i, Evidence &f) {
            i.buildOk = f.buildOk = false;
            i.diagnostics = {error(u"A.cs"_s, u"CS1"_s)};
            f.diagnostics = {error(u"A.cs"_s, u"CS2"_s)};
        },
        u"the final build is red: A.cs(4): CS2 broken"_s);
    row("a warning", [](Evidence &, Evidence &f) { f.diagnostics = {{.severity = Severity::Warning, .id = u"CA1"_s}}; },
        {});
    row(
        "an error that was a warning",
        [](Evidence &i, Evidence &f) {
            i.diagnostics = {{.severity = Severity::Warning, .id = u"CA1"_s, .file = u"A.cs"_s}};
            f.diagnostics = {error(u"A.cs"_s, u"CA1"_s)};
        },
        u"the final build is red: A.cs(4): CA1 broken"_s);
    row(
        "a build that fails without an error", [](Evidence &, Evidence &f) { f.buildOk = false; },
        u"the final build failed without naming an error"_s);
    row("it failed so at the start", [](Evidence &i, Evidence &f) { i.buildOk = f.buildOk = false; }, {});
    row(
        "ended badly", [](Evidence &, Evidence &f) { f.ending = Ending::HostAborted; },
        u"the final test run ended badly: host_aborted"_s);
    row("ended badly at the start too", [](Evidence &i, Evidence &f) { i.ending = f.ending = Ending::TimedOut; }, {});
    row("nothing executed", [](Evidence &, Evidence &f) { f.ending = Ending::NothingExecuted; }, {});
    row(
        "all of it",
        [](Evidence &, Evidence &f) {
            f.diagnostics = {error(u"A.cs"_s, u"CS1"_s)};
            f.tests.cases = {test(u"a"_s, TestOutcome::Failed)};
            f.ending = Ending::TimedOut;
            f.endingDetail = u"the tests took too long"_s;
        },
        u"the final build is red: A.cs(4): CS1 broken; final tests are red: T:a; the final test run ended badly: the tests took too long"_s);
}

void TestRunFinish::byWhatIsRed()
{
    QFETCH(Change, change);
    QFETCH(QString, reason);
    Evidence initial;
    Evidence final;
    change(initial, final);
    QString said;
    const RunStatus status = finalStatus({.accepted = 2}, initial, final, kStub, {u"src/stubbed.py"_s}, &said);
    QCOMPARE(said, reason);
    QCOMPARE(domain::toString(status), domain::toString(reason.isEmpty() ? RunStatus::Accepted : RunStatus::Failed));
}

void TestRunFinish::redGoesBeforePartial()
{
    Evidence final;
    final.tests.cases = {test(u"a"_s, TestOutcome::Failed)};
    QString reason;
    const RunStatus status =
        finalStatus({.accepted = 1, .stubbed = 1}, {}, final, kStub, {u"src/stubbed.py"_s}, &reason);
    QCOMPARE(domain::toString(status), domain::toString(RunStatus::Failed));
    QCOMPARE(domain::exitCode(status), 1);
}

void TestRunFinish::reasonNamesThreeAndCountsTheRest()
{
    Evidence final;
    for (int i = 0; i < 5; ++i)
        final.tests.cases.append(test(u"t%1"_s.arg(i), TestOutcome::Failed));
    QString reason;
    finalStatus({}, {}, final, kStub, {u"src/stubbed.py"_s}, &reason);
    QCOMPARE(reason, u"final tests are red: T:t0; T:t1; T:t2 and 2 more"_s);
}

void TestRunFinish::reasonMayBeLeftOut()
{
    QCOMPARE(domain::toString(finalStatus({.accepted = 1}, {}, {}, {}, {}, nullptr)),
             domain::toString(RunStatus::Accepted));
}

QTEST_GUILESS_MAIN(TestRunFinish)
#include "tst_runfinish.moc"

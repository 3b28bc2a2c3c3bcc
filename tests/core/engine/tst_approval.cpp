// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runchecks.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::RunStatus;
using domain::StepState;
using tests::checkEntries;
using tests::RunFixture;

/// A person answers with code of their own, in place of the change that was asked about.
class TestApproval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chosenHunksAreRunAndTaken();
    void noJudgeIsAskedAboutIt();
    void whatDoesNotPassIsAskedAboutAgain_data();
    void whatDoesNotPassIsAskedAboutAgain();
    void asItIsItIsTakenAtOnce();
    void whatNothingProvesIsAskedAbout();
    void skippedMeanwhileNothingStaysOpen();

private:
    static engine::StartRequest supervised(const RunFixture &f, const domain::Plan &plan);
    /// A Python step that is to double, with a test.
    static domain::Plan doubling(const RunFixture &f);
    static engine::RunOutcome resume(RunFixture &f) { return f.resume({.run = f.lastRun(), .noWait = true}); }
    static int executions(const RunFixture &f) { return int(f.entries({u"tests.finished"_s}).size()); }
};

namespace {

const QString kDouble = u"def double(n):\n    return 2 * n"_s;
const QByteArray kWrong = "def double(n):\n    return n\n";
const QByteArray kOwn = "def double(n):\n    return n + n\n";

QString python(const QString &code)
{
    return u"```python a.py\n%1\n```\n"_s.arg(code);
}

} // namespace

engine::StartRequest TestApproval::supervised(const RunFixture &f, const domain::Plan &plan)
{
    engine::StartRequest request = f.request(plan);
    request.mode = domain::Mode::Supervised;
    request.noWait = true;
    return request;
}

domain::Plan TestApproval::doubling(const RunFixture &f)
{
    f.write(u"test_a.py"_s, "from a import double\n\n\ndef test_doubles():\n    assert double(3) == 6\n");
    domain::Plan plan = f.plan({u"a.py"_s});
    plan.language = u"python"_s;
    plan.steps.first().tests = {u"test_a.py"_s};
    return plan;
}

void TestApproval::chosenHunksAreRunAndTaken()
{
    RunFixture f;
    f.write(u"a.txt"_s, "one\ntwo\nthree\n");
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"ONE\ntwo\nTHREE"_s));
    QCOMPARE(f.run(supervised(f, f.plan({u"a.txt"_s}))).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = "one\ntwo\nTHREE\n"}));
    const auto done = resume(f);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.steps.accepted, 1);
    QCOMPARE(done.finished.steps.acceptedByPerson, 0);
    QCOMPARE(done.finished.attempts, 1); // the model's
    QCOMPARE(f.onBranch(u"a.txt"_s), "one\ntwo\nTHREE\n");
    QVERIFY(f.openRequests().isEmpty());

    const journal::Moment moment = f.moment();
    QCOMPARE(moment.steps.first().attempts, 1);
    QCOMPARE(moment.steps.first().strategy, u"human_implementation"_s);
    QCOMPARE(moment.attempts.size(), 2);
    QCOMPARE(moment.attempts.first().state, u"ended"_s);
    const journal::AttemptState &own = moment.attempts.last();
    QCOMPARE(own.number, 0);
    QCOMPARE(own.kind, u"human"_s);
    QCOMPARE(own.model, u"ann"_s);
    QCOMPARE(own.state, u"passed"_s);
    checkEntries(f);
}

/// The review of what it replaces says nothing of it either: it would have failed this.
void TestApproval::noJudgeIsAskedAboutIt()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"alpha"_s));
    f.script({{u"purpose"_s, u"review"_s}}, u"{\"score\":8,\"summary\":\"dull\",\"issues\":[]}"_s);
    engine::StartRequest request = supervised(f, f.plan({u"a.txt"_s}));
    request.models.roles.insert(u"judges"_s, {u"dear"_s});
    QCOMPARE(f.run(request).pauseKind, u"person"_s);
    QCOMPARE(f.openRequests().first().details[u"score"].toDouble(), 8.0);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = "beta\n"}));
    const auto done = resume(f); // there is no second review in the script
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    const auto verdict = f.entries({u"verdict.reached"_s}).last();
    QCOMPARE(verdict.attempt, 0);
    QVERIFY(verdict.data[u"evidenceOnly"].toBool());
    QCOMPARE(verdict.data[u"score"].toDouble(), 10.0);
    checkEntries(f);
}

void TestApproval::whatDoesNotPassIsAskedAboutAgain_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("approve") << int(AnswerKind::Approve);
    QTest::newRow("reject") << int(AnswerKind::Reject);
    QTest::newRow("better code") << int(AnswerKind::Code);
    QTest::newRow("stub") << int(AnswerKind::Stub);
}

void TestApproval::whatDoesNotPassIsAskedAboutAgain()
{
    QFETCH(int, kind);
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, python(kDouble));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"contains"_s, u"say what it does"_s}},
             python(u"def double(n):\n    \"\"\"Twice.\"\"\"\n    return 2 * n"_s));
    QCOMPARE(f.run(supervised(f, doubling(f))).pauseKind, u"person"_s);
    const domain::Request first = f.openRequests().first();
    QCOMPARE(first.details[u"evidence"][u"passed"].toInt(), 1);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = kWrong}));

    const auto asked = resume(f);
    QCOMPARE(asked.pauseKind, u"person"_s);
    QCOMPARE(asked.finished.attempts, 1);
    QCOMPARE(f.openRequests().size(), 1);
    const domain::Request again = f.openRequests().first();
    QVERIFY(again.id != first.id);
    QCOMPARE(again.details[u"attempt"].toInt(-1), 0);
    QVERIFY(!again.details[u"passed"].toBool());
    QCOMPARE(again.details[u"evidence"][u"failed"].toInt(), 1);
    QVERIFY2(again.details[u"diff"].toString().contains(u"+    return n\n"_s),
             qPrintable(again.details[u"diff"].toString()));
    QVERIFY2(again.question.contains(u"did not pass"_s), qPrintable(again.question));
    // From its start again nothing is executed anew, and the question is the same.
    const int executed = executions(f);
    QCOMPARE(resume(f).pauseKind, u"person"_s);
    QCOMPARE(executions(f), executed);
    QCOMPARE(f.openRequests().size(), 1);
    QCOMPARE(f.openRequests().first().id, again.id);

    QVERIFY(f.answer({.request = {}, .kind = AnswerKind(kind), .text = u"say what it does"_s, .content = kOwn}));
    auto end = resume(f);
    switch (AnswerKind(kind)) {
    case AnswerKind::Approve:
        QCOMPARE(end.finished.steps.acceptedByPerson, 1);
        QCOMPARE(f.onBranch(u"a.py"_s), kWrong);
        QCOMPARE(end.finished.attempts, 1);
        break;
    case AnswerKind::Code:
        QVERIFY2(end.finished.status == RunStatus::Accepted, qPrintable(end.reason));
        QCOMPARE(end.finished.steps.accepted, 1);
        QCOMPARE(f.onBranch(u"a.py"_s), kOwn);
        QCOMPARE(f.moment().attempts.size(), 3);
        break;
    case AnswerKind::Stub:
        QCOMPARE(end.finished.steps.stubbed, 1);
        // A person's wish is no failure of every rung.
        QVERIFY(f.entries({u"step.ended"_s})
                    .last()
                    .data[u"needsReview"]
                    .toString()
                    .startsWith(u"a person asked for a stub"_s));
        break;
    default: // the reason is feedback, and the ladder goes on
        QCOMPARE(end.pauseKind, u"person"_s);
        QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
        end = resume(f);
        QCOMPARE(end.finished.steps.accepted, 1);
        QCOMPARE(end.finished.attempts, 2);
        QVERIFY(f.onBranch(u"a.py"_s).contains("Twice"));
        QCOMPARE(f.moment().steps.first().strategy, u"ladder"_s);
    }
    checkEntries(f);
}

void TestApproval::asItIsItIsTakenAtOnce()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, python(kDouble));
    QCOMPARE(f.run(supervised(f, doubling(f))).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {},
                      .kind = AnswerKind::Code,
                      .text = u"the test is wrong"_s,
                      .content = kWrong,
                      .acceptAsIs = true}));
    const auto end = resume(f);
    QCOMPARE(end.finished.steps.acceptedByPerson, 1);
    QCOMPARE(f.onBranch(u"a.py"_s), kWrong);
    // It was executed for the record.
    const auto verdict = f.entries({u"verdict.reached"_s}).last();
    QVERIFY(!verdict.data[u"passed"].toBool());
    checkEntries(f);
}

void TestApproval::whatNothingProvesIsAskedAbout()
{
    RunFixture f;
    f.write(u"test_other.py"_s, "def test_true():\n    assert True\n");
    f.script({{u"purpose"_s, u"generate"_s}}, python(kDouble));
    domain::Plan plan = f.plan({u"a.py"_s});
    plan.language = u"python"_s;
    engine::StartRequest request = f.request(plan);
    request.noWait = true; // guarded: it is asked because nothing proves it
    QCOMPARE(f.run(request).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = kOwn}));
    QCOMPARE(resume(f).pauseKind, u"person"_s);
    QVERIFY(f.openRequests().first().details[u"unproven"].toBool());
    QVERIFY(f.openRequests().first().question.contains(u"Nothing that was executed proves it"_s));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto end = resume(f);
    QCOMPARE(end.finished.steps.acceptedByPerson, 1);
    QCOMPARE(f.onBranch(u"a.py"_s), kOwn);
    checkEntries(f);
}

/// A wish reaches a step that waits with a person's code.
void TestApproval::skippedMeanwhileNothingStaysOpen()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, python(kDouble));
    QCOMPARE(f.run(supervised(f, doubling(f))).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = kWrong}));
    QCOMPARE(resume(f).pauseKind, u"person"_s);
    QVERIFY(f.want(engine::wish::Skip{u"a"_s}));
    const auto end = resume(f);
    QCOMPARE(end.finished.steps.skipped, 1);
    QCOMPARE(end.finished.attempts, 1);
    QVERIFY(f.openRequests().isEmpty());
    checkEntries(f);
}

QTEST_GUILESS_MAIN(TestApproval)
#include "tst_approval.moc"

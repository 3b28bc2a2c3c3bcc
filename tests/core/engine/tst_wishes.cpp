// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runchecks.h"

#include "journal/inbox.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::ErrorKind;
using domain::RunStatus;
using tests::checkEntries;
using tests::RunFixture;
using tests::stopAtFirstCall;

namespace {

QList<domain::Entry> ofType(const RunFixture &f, const QString &type)
{
    return f.entries({type});
}

/// Notes of people, as the log shows them.
QStringList peoplesInsights(const RunFixture &f)
{
    QStringList texts;
    for (const domain::Entry &entry : f.entries({u"insight"_s})) {
        if (entry.data[u"role"] == u"person"_s)
            texts.append(entry.data[u"text"].toString());
    }
    return texts;
}

} // namespace

/// What a person may want of a step while its run lives, through the one class for it, and what becomes of it.
class TestWishes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNoteGoesIntoTheNextPromptOnce();
    void aNoteToAStepThatHasNotBegunIsInItsFirstPrompt();
    void aJumpGoesOnAtItsRung();
    void aJumpBackClimbsAgain();
    void aSkippedStepIsNotBegun();
    void aBlockedStepCanBeSkippedStubbedAndSent_data();
    void aBlockedStepCanBeSkippedStubbedAndSent();
    void aWaitingStepThatIsStubbedTakesItsQuestionBack();
    void aStubIsMadeWhenTheStepsTurnComes();
    void whoAsksToBeAskedIsAsked();
    void aRetryOpensAnEpochInAnEndedRun();
    void aRetryOffersWhatDependsOnIt();
    void aRetryWhileTheRunLivesIsRunAtOnce();
};

void TestWishes::aNoteGoesIntoTheNextPromptOnce()
{
    RunFixture f;
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.mode = domain::Mode::Supervised;
    request.noWait = true;
    stopAtFirstCall(f, request);
    QVERIFY(f.want(engine::wish::Note{u"a"_s, u"say hello"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, u"no code"_s);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"contains"_s, u"say hello"_s}},
             f.block(u"a.txt"_s, u"hello"_s));
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    // Twice more from the start: the note is heard where it was heard, and once.
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(peoplesInsights(f), QStringList{u"say hello"_s});
    QVERIFY(ofType(f, u"step.diverged"_s).isEmpty());
    checkEntries(f);
}

void TestWishes::aNoteToAStepThatHasNotBegunIsInItsFirstPrompt()
{
    RunFixture f;
    stopAtFirstCall(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    QVERIFY(f.want(engine::wish::Note{u"b"_s, u"in Latin, please"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, f.block(u"a.txt"_s, u"x"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}, {u"contains"_s, u"in Latin, please"_s}},
             f.block(u"b.txt"_s, u"salve"_s));
    QVERIFY(f.resume({.run = f.lastRun()}).finished.status == RunStatus::Accepted);
    QCOMPARE(peoplesInsights(f).size(), 1);
}

void TestWishes::aJumpGoesOnAtItsRung()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, u"no code"_s);
    stopAtFirstCall(f, f.request(f.plan({u"a.txt"_s}))); // at its second attempt, on rung fix
    QVERIFY(f.want(engine::wish::Jump{u"a"_s, u"premium"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}}, u"no code either"_s);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 3}}, f.block(u"a.txt"_s, u"dear words"_s));
    const auto done = f.resume({.run = f.lastRun()});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    const auto attempts = f.moment().attempts;
    QCOMPARE(attempts.size(), 3);
    QCOMPARE(attempts.last().rung, u"premium"_s);
    QCOMPARE(ofType(f, u"wish.taken"_s).size(), 1);
    QCOMPARE(ofType(f, u"level.left"_s).first().data[u"reason"].toString(), u"ann sent it to rung premium"_s);
    checkEntries(f);
}

/// Once the note about a rung entered twice was written once.
void TestWishes::aJumpBackClimbsAgain()
{
    RunFixture f;
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.ladder = u"fast"_s;
    for (int i = 1; i <= 3; ++i)
        f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, i}}, u"no code %1"_s.arg(i));
    stopAtFirstCall(f, request); // at its fourth attempt, on rung reviewer
    QVERIFY(f.want(engine::wish::Jump{u"a"_s, u"fix"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 4}}, u"no code either"_s);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 5}}, f.block(u"a.txt"_s, u"x"_s));
    QVERIFY(f.resume({.run = f.lastRun()}).finished.status == RunStatus::Accepted);
    QStringList entered;
    for (const domain::Entry &entry : f.entries({u"level.entered"_s}))
        entered.append(entry.data[u"rung"].toString());
    QCOMPARE(entered, (QStringList{u"first"_s, u"fix"_s, u"reviewer"_s, u"fix"_s}));
    QCOMPARE(f.moment().attempts.last().rung, u"fix"_s);
}

void TestWishes::aSkippedStepIsNotBegun()
{
    RunFixture f;
    stopAtFirstCall(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}, {{}, {u"a"_s}, {u"b"_s}})));
    QVERIFY(f.want(engine::wish::Skip{u"b"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, f.block(u"a.txt"_s, u"x"_s));
    const auto done = f.resume({.run = f.lastRun()});
    QVERIFY(done.finished.status == RunStatus::Partial);
    QCOMPARE(done.finished.steps.accepted, 1);
    QCOMPARE(done.finished.steps.skipped, 2); // c needs the file that b would have made
    QVERIFY(f.entries({u"step.started"_s}).size() == 1);
    checkEntries(f);
}

void TestWishes::aBlockedStepCanBeSkippedStubbedAndSent_data()
{
    QTest::addColumn<QString>("wish");
    for (const char *wish : {"skip", "stub", "jump", "ask"})
        QTest::newRow(wish) << QString::fromLatin1(wish);
}

void TestWishes::aBlockedStepCanBeSkippedStubbedAndSent()
{
    QFETCH(QString, wish);
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}, {u"role"_s, u"generator"_s}}, {},
             {{u"error"_s, QJsonObject{{u"status"_s, 401}}}, {u"repeat"_s, true}});
    f.script({{u"purpose"_s, u"generate"_s}, {u"role"_s, u"premium"_s}}, f.block(u"a.txt"_s, u"dear words"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.noWait = true;
    QCOMPARE(f.run(request).pauseKind, u"blocked"_s);
    const engine::Wish wanted = wish == u"skip"_s ? engine::Wish(engine::wish::Skip{u"a"_s})
        : wish == u"stub"_s                       ? engine::Wish(engine::wish::Stub{u"a"_s})
        : wish == u"jump"_s                       ? engine::Wish(engine::wish::Jump{u"a"_s, u"premium"_s})
                                                  : engine::Wish(engine::wish::AskMe{u"a"_s});
    QVERIFY(f.want(wanted));
    auto end = f.resume({.run = f.lastRun(), .noWait = true});
    if (wish == u"ask"_s) {
        QCOMPARE(end.pauseKind, u"person"_s);
        // From the start again: it is cut at the same place, and nothing is asked twice.
        QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
        QCOMPARE(f.openRequests().size(), 1);
        QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Skip}));
        end = f.resume({.run = f.lastRun(), .noWait = true});
    }
    QCOMPARE(end.finished.steps.skipped, wish == u"skip"_s || wish == u"ask"_s);
    QCOMPARE(end.finished.steps.stubbed, wish == u"stub"_s);
    QCOMPARE(end.finished.steps.accepted, wish == u"jump"_s);
    QCOMPARE(ofType(f, u"wish.taken"_s).size(), 1);
    QVERIFY(ofType(f, u"step.diverged"_s).isEmpty());
    QCOMPARE(end.finished.attempts, wish == u"jump"_s);
    checkEntries(f);
}

void TestWishes::aWaitingStepThatIsStubbedTakesItsQuestionBack()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.mode = domain::Mode::Supervised;
    request.noWait = true;
    QCOMPARE(f.run(request).pauseKind, u"person"_s);
    const QString question = f.openRequests().first().id;
    QVERIFY(f.want(engine::wish::Stub{u"a"_s}));
    const auto end = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(end.finished.steps.stubbed, 1);
    QCOMPARE(end.finished.attempts, 1); // it had its verdict
    QVERIFY(f.openRequests().isEmpty());
    const auto late =
        journal::Inbox(f.locations().run(f.lastRun())).answer({.request = question, .kind = AnswerKind::Approve}, 1);
    QVERIFY(!late && late.error().kind == ErrorKind::Conflict);
    QCOMPARE(f.moment().attempts.first().state, u"failed"_s);
}

void TestWishes::aStubIsMadeWhenTheStepsTurnComes()
{
    RunFixture f;
    stopAtFirstCall(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    QVERIFY(f.want(engine::wish::Stub{u"b"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, f.block(u"a.txt"_s, u"x"_s));
    const auto end = f.resume({.run = f.lastRun()});
    QCOMPARE(end.finished.steps.stubbed, 1);
    QCOMPARE(end.finished.attempts, 1);
    checkEntries(f);
}

void TestWishes::whoAsksToBeAskedIsAsked()
{
    RunFixture f;
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.noWait = true;
    stopAtFirstCall(f, request);
    QVERIFY(f.want(engine::wish::AskMe{u"a"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, u"no code"_s);
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    QCOMPARE(f.moment().attempts.size(), 1);
}

void TestWishes::aRetryOpensAnEpochInAnEndedRun()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"first"_s));
    QVERIFY(f.run(f.request(f.plan({u"a.txt"_s}))).finished.status == RunStatus::Accepted);
    QVERIFY(f.want(engine::wish::Retry{u"a"_s, u"and now better"_s}));
    QVERIFY(f.moment().run.status == RunStatus::Paused);
    QVERIFY(f.moment().steps.first().state == domain::StepState::Pending);
    f.script({{u"purpose"_s, u"generate"_s}, {u"contains"_s, u"and now better"_s}}, f.block(u"a.txt"_s, u"second"_s));
    const auto again = f.resume({.run = f.lastRun()});
    QVERIFY2(again.finished.status == RunStatus::Accepted, qPrintable(again.reason));
    QCOMPARE(f.onBranch(u"a.txt"_s), "second\n");
    QCOMPARE(ofType(f, u"step.reopened"_s).size(), 1);
    QVERIFY(f.resume({.run = f.lastRun()}).alreadyEnded);
    checkEntries(f);
}

void TestWishes::aRetryOffersWhatDependsOnIt()
{
    RunFixture f;
    for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, id}}, f.block(id + u".txt"_s, u"first"_s));
    QVERIFY(f.run(f.request(f.plan({u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}, {{}, {u"a"_s}, {}}))).finished.status
            == RunStatus::Accepted);
    QVERIFY(f.want(engine::wish::Retry{u"a"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, f.block(u"a.txt"_s, u"second"_s));
    const auto again = f.resume({.run = f.lastRun()});
    QCOMPARE(again.finished.steps.accepted, 3);
    const auto offered = ofType(f, u"step.offered"_s);
    QCOMPARE(offered.size(), 1);
    QCOMPARE(offered.first().step, u"b"_s);
    QCOMPARE(f.onBranch(u"b.txt"_s), "first\n");
    QCOMPARE(f.entries({u"step.started"_s}).size(), 4); // b is offered, not run
}

void TestWishes::aRetryWhileTheRunLivesIsRunAtOnce()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, f.block(u"a.txt"_s, u"first"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, f.block(u"a.txt"_s, u"second"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, f.block(u"b.txt"_s, u"x"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s, u"b.txt"_s}));
    request.mode = domain::Mode::Supervised;
    const storage::SystemClock clock;
    engine::RunController controller(f.locations(), clock, {});
    const auto run = controller.start(request);
    QVERIFY(run);
    f.chooseRun(*run);
    const auto waitFor = [&](const QString &type, int count) {
        for (int i = 0; i < 600 && ofType(f, type).size() < count; ++i)
            QTest::qWait(50);
        return ofType(f, type).size() >= count;
    };
    const auto approve = [&](const QString &step) {
        for (const domain::Request &open : f.openRequests()) {
            if (open.step == step)
                QVERIFY(journal::Inbox(f.locations().run(*run))
                            .answer({.request = open.id, .kind = AnswerKind::Approve, .by = u"ann"_s}, clock.nowMs()));
        }
    };
    QVERIFY(waitFor(u"step.waiting"_s, 2));
    approve(u"a"_s);
    QVERIFY(waitFor(u"step.ended"_s, 1));
    QVERIFY(f.want(engine::wish::Retry{u"a"_s}));
    QVERIFY(waitFor(u"step.waiting"_s, 3));
    approve(u"a"_s);
    approve(u"b"_s);
    const auto end = controller.wait();
    QVERIFY2(end.finished.status == RunStatus::Accepted, qPrintable(end.reason));
    QCOMPARE(f.onBranch(u"a.txt"_s), "second\n");
    checkEntries(f);
}

QTEST_GUILESS_MAIN(TestWishes)
#include "tst_wishes.moc"

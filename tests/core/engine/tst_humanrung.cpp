// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runchecks.h"

#include "guidance/requests.h"
#include "journal/inbox.h"

#include <QDir>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::RunStatus;
using tests::checkEntries;
using tests::RunFixture;

namespace {

constexpr qint64 kHour = 3'600'000;
constexpr qint64 kStart = 1'800'000'000'000;
const QByteArray kNoText = "\xff\xfe\xff"; // what language `text` does not take

/// The wall clock alone can be set.
class SetClock final : public storage::Clock
{
public:
    qint64 nowMs() const override { return kStart + m_monotonic + m_set; }
    qint64 monotonicMs() const override { return m_monotonic; }
    void set(qint64 ms) { m_set += ms; }

private:
    qint64 m_monotonic = 1'000;
    qint64 m_set = 0;
};

} // namespace

/// What a person is asked when no rung got through, and what becomes of each answer.
class TestHumanRung : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theQuestionHoldsWhatWasTried();
    void guidanceGoesIntoTheNextAttempt();
    void anExampleIsForOnePrompt();
    void codeThatHoldsIsAcceptedAndNotCounted();
    void codeThatFailsGoesIntoTheNextGeneration();
    void codeIsTakenAsItIsWithAReason();
    void afterThreeGuidedAttemptsThePersonChooses();
    void skipAndStub_data();
    void skipAndStub();
    void anotherModelClimbsTheLadderOnceMore();
    void nobodyInTimeMakesAStub();
    void aWaitingRunSeesTheDeadlinePass();
    void moreTimeMovesTheDeadline();
    void anAnswerCountsByTheTimeItWasTaken();
    void aClockThatIsSetTakesNobodysTime();
    void theSecondAnswerIsTold();
    void anAnswerOutlivesWhatCutsTheRunOff();
    void othersGoOnMeanwhile();
    void withoutPeopleItIsSkipped();

private:
    /// A run of one step that waits at the desk after one failed attempt; a ladder of first, human, stub.
    static void reachDesk(RunFixture &f);
    static engine::StartRequest shortRequest(const RunFixture &f, const QStringList &files);
    static void scriptStart(RunFixture &f);
    static QJsonObject ended(const RunFixture &f);
    static engine::RunOutcome goOn(RunFixture &f) { return f.resume({.run = f.lastRun(), .noWait = true}); }
};

void TestHumanRung::scriptStart(RunFixture &f)
{
    QDir().mkpath(f.locations().config + u"/ladders"_s);
    QFile ladder(f.locations().config + u"/ladders/short.json"_s);
    QVERIFY(ladder.open(QIODevice::WriteOnly));
    ladder.write(
        R"({"id":"short","title":"short","rungs":[{"id":"first","kind":"generate","roles":["generator"],"carries":["feedback"]},{"id":"human","kind":"human","roles":["premium"],"carries":["everything"],"deadlineHours":24},{"id":"stub","kind":"stub"}]})");
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}, {u"attempt"_s, 1}}, u"I would rather not"_s);
    f.script(
        {{u"purpose"_s, u"analyze"_s}},
        u"{\"rootCause\":\"it is shy\",\"mistakePatterns\":{},\"correctApproach\":\"write code\",\"exampleCode\":\"\",\"suggestedActions\":[\"write\"],\"shouldSplitFile\":false,\"suggestedFileSplit\":[],\"missingFiles\":[]}"_s,
        {{u"repeat"_s, true}});
}

engine::StartRequest TestHumanRung::shortRequest(const RunFixture &f, const QStringList &files)
{
    engine::StartRequest request = f.request(f.plan(files));
    request.ladder = u"short"_s;
    request.noWait = true;
    return request;
}

void TestHumanRung::reachDesk(RunFixture &f)
{
    scriptStart(f);
    const auto held = f.run(shortRequest(f, {u"a.txt"_s}));
    QVERIFY2(held.pauseKind == u"person"_s, qPrintable(held.pauseKind + u": "_s + held.reason));
    QCOMPARE(domain::exitCode(held.finished.status), 5);
    QCOMPARE(held.finished.steps.waiting, 1);
    QCOMPARE(f.openRequests().size(), 1);
}

QJsonObject TestHumanRung::ended(const RunFixture &f)
{
    const auto ended = f.entries({u"step.ended"_s});
    return ended.size() == 1 ? ended.first().data : QJsonObject();
}

void TestHumanRung::theQuestionHoldsWhatWasTried()
{
    RunFixture f;
    storage::ManualClock clock(kStart);
    f.useClock(clock);
    reachDesk(f);
    const domain::Request asked = f.openRequests().first();
    QVERIFY(asked.kind == domain::RequestKind::Guidance);
    QCOMPARE(asked.title, u"Help Needed: a.txt"_s);
    QCOMPARE(asked.deadlineMs, kStart + 24 * kHour);
    QCOMPARE(asked.details[u"attempts"].toInt(), 1);
    QCOMPARE(asked.details[u"round"].toInt(), 1);
    QCOMPARE(asked.details[u"digest"].toArray().size(), 1);
    QCOMPARE(asked.details[u"rootCause"][u"rootCause"].toString(), u"it is shy"_s);
    const QJsonArray reasons = asked.details[u"reasons"].toArray();
    QCOMPARE(reasons.size(), 1);
    QCOMPARE(reasons.first()[u"count"].toInt(), 1);
    const QString shown = guidance::toMarkdown(asked, clock.nowMs());
    for (const QString &part : {u"24 h 0 min left"_s, u"## Root cause"_s, u"it is shy"_s,
                                u"| 1 | first | cheap | no |"_s, u"guidance answer "_s + asked.id + u" --text"_s})
        QVERIFY2(shown.contains(part), qPrintable(shown));
    const auto begun = f.entries({u"escalation.started"_s});
    QCOMPARE(begun.size(), 1);
    QCOMPARE(begun.first().data[u"attempts"].toInt(), 1);
    checkEntries(f);
}

void TestHumanRung::guidanceGoesIntoTheNextAttempt()
{
    RunFixture f;
    reachDesk(f);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"contains"_s, u"mind the gap"_s}},
             f.block(u"a.txt"_s, u"minded"_s));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Guidance, .text = u"mind the gap"_s}));
    const auto done = goOn(f);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.steps.accepted, 1);
    QCOMPARE(done.finished.attempts, 2);
    QCOMPARE(f.onBranch(u"a.txt"_s), "minded\n");
    QCOMPARE(ended(f)[u"strategy"].toString(), u"human_guided"_s);
    // The ladder's role for it.
    QCOMPARE(f.moment().attempts.last().model, u"dear"_s);
    QVERIFY(f.openRequests().isEmpty());
    checkEntries(f);
}

void TestHumanRung::anExampleIsForOnePrompt()
{
    RunFixture f;
    reachDesk(f);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"contains"_s, u"like a rose"_s}}, u"still not"_s);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 3}, {u"contains"_s, u"like a rose"_s}},
             f.block(u"a.txt"_s, u"a second time"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 3}}, f.block(u"a.txt"_s, u"written"_s));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Example, .content = "like a rose\n"}));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QCOMPARE(f.openRequests().first().details[u"round"].toInt(), 2);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Guidance, .text = u"go on"_s}));
    QVERIFY(goOn(f).finished.status == RunStatus::Accepted);
    QCOMPARE(f.onBranch(u"a.txt"_s), "written\n");
}

void TestHumanRung::codeThatHoldsIsAcceptedAndNotCounted()
{
    RunFixture f;
    reachDesk(f);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = "by hand\n"}));
    const auto done = goOn(f);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.steps.accepted, 1);
    QCOMPARE(done.finished.attempts, 1);
    QCOMPARE(f.onBranch(u"a.txt"_s), "by hand\n");
    QCOMPARE(ended(f)[u"strategy"].toString(), u"human_implementation"_s);
    QCOMPARE(f.moment().attempts.last().number, 0);
    checkEntries(f);
}

void TestHumanRung::codeThatFailsGoesIntoTheNextGeneration()
{
    RunFixture f;
    reachDesk(f);
    const auto send = [&f](const QString &text) {
        return journal::Inbox(f.locations().run(f.lastRun()))
            .answer({.request = f.openRequests().first().id,
                     .kind = AnswerKind::Code,
                     .text = text,
                     .content = kNoText,
                     .by = u"ann"_s},
                    f.clock().nowMs());
    };
    QVERIFY(send({}));
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    const domain::Request second = f.openRequests().first();
    QCOMPARE(second.details[u"round"].toInt(), 2);
    const QJsonObject own = second.details[u"digest"].toArray().last().toObject();
    QCOMPARE(own[u"attempt"].toInt(-1), 0);
    QCOMPARE(own[u"model"].toString(), u"ann"_s);
    QCOMPARE(f.moment().run.attempts, 1);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"contains"_s, u"in letters"_s}},
             f.block(u"a.txt"_s, u"letters"_s));
    QVERIFY(send(u"in letters"_s));
    const auto done = goOn(f);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.attempts, 2);
    QCOMPARE(ended(f)[u"strategy"].toString(), u"human_guided"_s);
    checkEntries(f);
}

void TestHumanRung::codeIsTakenAsItIsWithAReason()
{
    RunFixture f;
    reachDesk(f);
    QVERIFY(journal::Inbox(f.locations().run(f.lastRun()))
                .answer({.request = f.openRequests().first().id,
                         .kind = AnswerKind::Code,
                         .text = u"the device wants bytes"_s,
                         .content = kNoText,
                         .acceptAsIs = true,
                         .by = u"ann"_s},
                        f.clock().nowMs()));
    const auto done = goOn(f);
    QCOMPARE(done.finished.steps.acceptedByPerson, 1);
    QCOMPARE(done.finished.steps.accepted, 0);
    QCOMPARE(done.finished.attempts, 1);
    QCOMPARE(f.onBranch(u"a.txt"_s), kNoText);
    QVERIFY(ended(f)[u"reason"].toString().contains(u"the device wants bytes"_s));
    QCOMPARE(f.entries({u"verdict.reached"_s}).last().data[u"passed"].toBool(), false);
    checkEntries(f);
}

void TestHumanRung::afterThreeGuidedAttemptsThePersonChooses()
{
    RunFixture f;
    reachDesk(f);
    for (int i = 2; i <= 4; ++i) {
        f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, i}}, u"no, number %1"_s.arg(i));
        QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Guidance, .text = u"please"_s}));
        QCOMPARE(goOn(f).pauseKind, u"person"_s);
    }
    const domain::Request last = f.openRequests().first();
    QCOMPARE(last.details[u"guidedLeft"].toInt(-1), 0);
    const auto refused =
        guidance::checkAnswer(last, {.request = last.id, .kind = AnswerKind::Guidance, .text = u"please"_s});
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"--code, --stub"_s), qPrintable(refused.error().message));
    QCOMPARE(f.entries({u"rootcause.analyzed"_s}).size(), 1);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Stub}));
    QCOMPARE(goOn(f).finished.steps.stubbed, 1);
    checkEntries(f);
}

void TestHumanRung::skipAndStub_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("skip") << int(AnswerKind::Skip);
    QTest::newRow("stub") << int(AnswerKind::Stub);
}

void TestHumanRung::skipAndStub()
{
    QFETCH(int, kind);
    RunFixture f;
    reachDesk(f);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind(kind)}));
    const auto done = goOn(f);
    QVERIFY(done.finished.status == RunStatus::Partial);
    QCOMPARE(done.finished.steps.skipped, int(AnswerKind(kind) == AnswerKind::Skip));
    QCOMPARE(done.finished.steps.stubbed, int(AnswerKind(kind) == AnswerKind::Stub));
    QVERIFY(!ended(f)[u"reason"].toString().contains(u"expired"_s));
}

void TestHumanRung::anotherModelClimbsTheLadderOnceMore()
{
    RunFixture f;
    reachDesk(f);
    const domain::Request asked = f.openRequests().first();
    QVERIFY(!guidance::checkAnswer(asked, {.request = asked.id, .kind = AnswerKind::Again, .text = u"nobody"_s}));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"rung"_s, u"first"_s}},
             f.block(u"a.txt"_s, u"by the dear one"_s));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Again, .text = u"dear"_s}));
    const auto done = goOn(f);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(f.moment().attempts.last().model, u"dear"_s);
    QCOMPARE(ended(f)[u"strategy"].toString(), u"ladder"_s);
    checkEntries(f);
}

void TestHumanRung::nobodyInTimeMakesAStub()
{
    RunFixture f;
    storage::ManualClock clock(kStart);
    f.useClock(clock);
    reachDesk(f);
    const domain::Request asked = f.openRequests().first();
    clock.advance(23 * kHour);
    QCOMPARE(goOn(f).pauseKind, u"person"_s); // a restart gives nobody more time, and takes none
    QCOMPARE(f.openRequests().first().deadlineMs, asked.deadlineMs);
    clock.advance(2 * kHour);
    // Late already for the inbox, before the run knows.
    const auto late =
        journal::Inbox(f.locations().run(f.lastRun()))
            .answer({.request = asked.id, .kind = AnswerKind::Guidance, .text = u"late"_s, .by = u"ann"_s},
                    clock.nowMs(), asked.deadlineMs);
    QVERIFY(!late);
    QVERIFY2(late.error().message.contains(u"expired at"_s) && late.error().message.contains(u"draft"_s),
             qPrintable(late.error().message));
    const auto done = goOn(f);
    QCOMPARE(done.finished.steps.stubbed, 1);
    QCOMPARE(f.entries({u"guidance.expired"_s}).size(), 1);
    QVERIFY(ended(f)[u"reason"].toString().startsWith(u"expired"_s));
    QVERIFY(!ended(f)[u"reason"].toString().contains(u"denied"_s));
    QCOMPARE(ended(f)[u"strategy"].toString(), u"stub_generation"_s);
    QVERIFY(f.openRequests().isEmpty());
    const auto left = f.entries({u"level.left"_s});
    QCOMPARE(left.last().data[u"rung"].toString(), u"human"_s);
    QVERIFY(left.last().data[u"reason"].toString().startsWith(u"expired"_s));
    checkEntries(f);
}

void TestHumanRung::aWaitingRunSeesTheDeadlinePass()
{
    RunFixture f;
    storage::ManualClock clock(kStart);
    f.useClock(clock);
    scriptStart(f);
    engine::StartRequest request = shortRequest(f, {u"a.txt"_s});
    request.noWait = false;
    engine::RunController controller(f.locations(), clock, {});
    const auto run = controller.start(request);
    QVERIFY(run);
    f.chooseRun(*run);
    QTRY_COMPARE_WITH_TIMEOUT(f.moment().run.counts.waiting, 1, 60'000);
    clock.advance(24 * kHour + 1);
    const auto done = controller.wait();
    QCOMPARE(done.finished.steps.stubbed, 1);
    QCOMPARE(f.entries({u"guidance.expired"_s}).size(), 1);
}

void TestHumanRung::moreTimeMovesTheDeadline()
{
    RunFixture f;
    storage::ManualClock clock(kStart);
    f.useClock(clock);
    reachDesk(f);
    clock.advance(20 * kHour);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Extend, .durationMs = 10 * kHour}));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Snooze, .durationMs = kHour}));
    clock.advance(6 * kHour);
    QCOMPARE(goOn(f).pauseKind, u"person"_s);
    QCOMPARE(f.openRequests().first().deadlineMs, kStart + 34 * kHour);
    QCOMPARE(goOn(f).pauseKind, u"person"_s); // and a replay finds the same
    QCOMPARE(f.openRequests().first().deadlineMs, kStart + 34 * kHour);
    clock.advance(9 * kHour);
    QCOMPARE(goOn(f).finished.steps.stubbed, 1);
    checkEntries(f);
}

void TestHumanRung::anAnswerCountsByTheTimeItWasTaken()
{
    RunFixture f;
    storage::ManualClock clock(kStart);
    f.useClock(clock);
    reachDesk(f);
    clock.advance(23 * kHour);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = "in time\n"}));
    clock.advance(48 * kHour);
    QVERIFY(goOn(f).finished.status == RunStatus::Accepted);
    QVERIFY(f.entries({u"guidance.expired"_s}).isEmpty());
}

/// Only where a living process sees both clocks part: then there is a quarter of an hour.
void TestHumanRung::aClockThatIsSetTakesNobodysTime()
{
    RunFixture f;
    SetClock clock;
    f.useClock(clock);
    scriptStart(f);
    engine::StartRequest request = shortRequest(f, {u"a.txt"_s});
    request.noWait = false;
    engine::RunController controller(f.locations(), clock, {});
    const auto run = controller.start(request);
    QVERIFY(run);
    f.chooseRun(*run);
    QTRY_COMPARE_WITH_TIMEOUT(f.moment().run.counts.waiting, 1, 60'000);
    clock.set(48 * kHour);
    QTRY_VERIFY_WITH_TIMEOUT(f.openRequests().value(0).deadlineMs == clock.nowMs() + 15 * 60'000, 60'000);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = "in time\n"}));
    QVERIFY(controller.wait().finished.status == RunStatus::Accepted);
    checkEntries(f);
}

void TestHumanRung::theSecondAnswerIsTold()
{
    RunFixture f;
    reachDesk(f);
    const domain::Request asked = f.openRequests().first();
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Code, .content = "first\n"}));
    const auto second = journal::Inbox(f.locations().run(f.lastRun()))
                            .answer({.request = asked.id, .kind = AnswerKind::Skip, .by = u"bob"_s}, f.clock().nowMs(),
                                    asked.deadlineMs);
    QVERIFY(!second);
    QVERIFY2(second.error().message.contains(u"answered by ann"_s), qPrintable(second.error().message));
    QVERIFY(goOn(f).finished.status == RunStatus::Accepted);
    QCOMPARE(f.onBranch(u"a.txt"_s), "first\n");
}

/// The answer is journalled, the work after it is not: it is done once the run goes on, and nobody is asked again.
void TestHumanRung::anAnswerOutlivesWhatCutsTheRunOff()
{
    RunFixture f;
    reachDesk(f);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Guidance, .text = u"mind the gap"_s}));
    QCOMPARE(goOn(f).pauseKind, u"unscripted"_s);
    QVERIFY(f.openRequests().isEmpty());
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"contains"_s, u"mind the gap"_s}},
             f.block(u"a.txt"_s, u"minded"_s));
    QVERIFY(goOn(f).finished.status == RunStatus::Accepted);
    QCOMPARE(f.entries({u"guidance.requested"_s}).size(), 1);
    QCOMPARE(f.entries({u"guidance.answered"_s}).size(), 1);
    QCOMPARE(f.entries({u"escalation.started"_s}).size(), 1);
    checkEntries(f);
}

void TestHumanRung::othersGoOnMeanwhile()
{
    RunFixture f;
    scriptStart(f);
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, f.block(u"b.txt"_s, u"fine"_s));
    const auto held = f.run(shortRequest(f, {u"a.txt"_s, u"b.txt"_s}));
    QCOMPARE(held.pauseKind, u"person"_s);
    QCOMPARE(held.finished.steps.accepted, 1);
    QCOMPARE(held.finished.steps.waiting, 1);
}

void TestHumanRung::withoutPeopleItIsSkipped()
{
    RunFixture f;
    scriptStart(f);
    engine::StartRequest request = shortRequest(f, {u"a.txt"_s});
    request.noHuman = true;
    const auto done = f.run(request);
    QCOMPARE(done.finished.steps.stubbed, 1);
    const auto skipped = f.entries({u"level.skipped"_s});
    QCOMPARE(skipped.size(), 1);
    QCOMPARE(skipped.first().data[u"reason"].toString(), u"switched off for this run"_s);
    QVERIFY(f.entries({u"guidance.requested"_s}).isEmpty());
}

QTEST_GUILESS_MAIN(TestHumanRung)
#include "tst_humanrung.moc"

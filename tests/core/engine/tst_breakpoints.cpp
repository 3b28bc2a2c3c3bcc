// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runchecks.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::AnswerKind;
using domain::RunStatus;
using engine::Breakpoint;
using tests::checkEntries;
using tests::RunFixture;
using Before = Breakpoint::Before;

/// Where a person wanted the run to stop it asks, holds only what it must, and goes on as it is told.
class TestBreakpoints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStepIsHeldAndOthersGoOn();
    void theAnswerDecides_data();
    void theAnswerDecides();
    void aRungAsksEachStepThatEntersIt();
    void theFirstPaidCallAsksOnceForAll();
    void whoeverIsSkippedThereLeavesTheQuestionToTheNext();
    void aSpendLevelAsksOnceItIsReached();
    void oneThatIsClearedHoldsNobody();
    void setAgainItAsksAgain();

private:
    /// Sets \p point on a run that stands before its first call.
    static void stopBefore(RunFixture &f, engine::StartRequest request, const Breakpoint &point);
    static void scriptAll(RunFixture &f, const QStringList &steps, qint64 tokens = 0);
};

void TestBreakpoints::stopBefore(RunFixture &f, engine::StartRequest request, const Breakpoint &point)
{
    request.noWait = true;
    QCOMPARE(f.run(request).pauseKind, u"unscripted"_s);
    const auto wanted = f.want(engine::wish::SetBreakpoint{point});
    QVERIFY2(wanted, wanted ? "" : qPrintable(wanted.error().message));
}

void TestBreakpoints::scriptAll(RunFixture &f, const QStringList &steps, qint64 tokens)
{
    for (const QString &id : steps)
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, id}}, f.block(id + u".txt"_s, u"text"_s),
                 {{u"usage"_s, QJsonObject{{u"input"_s, tokens}, {u"output"_s, tokens}}}});
}

void TestBreakpoints::aStepIsHeldAndOthersGoOn()
{
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}, {{}, {u"a"_s}, {u"a"_s}})), {.step = u"b"_s});
    scriptAll(f, {u"a"_s, u"b"_s, u"c"_s});
    const auto held = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(held.pauseKind, u"person"_s);
    QCOMPARE(held.finished.steps.accepted, 2);
    QCOMPARE(f.openRequests().size(), 1);
    const domain::Request question = f.openRequests().first();
    QCOMPARE(question.step, u"b"_s);
    QVERIFY(question.kind == domain::RequestKind::Approval);
    QVERIFY2(question.question.contains(u"before step b"_s), qPrintable(question.question));
    QVERIFY(f.moment().steps.at(1).attempts == 0);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QVERIFY(f.resume({.run = f.lastRun(), .noWait = true}).finished.status == RunStatus::Accepted);
    checkEntries(f);
}

void TestBreakpoints::theAnswerDecides_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("skip") << int(AnswerKind::Skip);
    QTest::newRow("stub") << int(AnswerKind::Stub);
    QTest::newRow("reject with words") << int(AnswerKind::Reject);
}

void TestBreakpoints::theAnswerDecides()
{
    QFETCH(int, kind);
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})), {.step = u"b"_s});
    scriptAll(f, {u"a"_s});
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}, {u"contains"_s, u"mind the gap"_s}},
             f.block(u"b.txt"_s, u"text"_s));
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind(kind), .text = u"mind the gap"_s}));
    const auto end = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(end.finished.steps.skipped, AnswerKind(kind) == AnswerKind::Skip);
    QCOMPARE(end.finished.steps.stubbed, AnswerKind(kind) == AnswerKind::Stub);
    QCOMPARE(end.finished.steps.accepted, 1 + (AnswerKind(kind) == AnswerKind::Reject));
    checkEntries(f);
}

void TestBreakpoints::aRungAsksEachStepThatEntersIt()
{
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s})), {.before = Before::Rung, .rung = u"fix"_s});
    for (const QString &id : {u"a"_s, u"b"_s})
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, id}, {u"attempt"_s, 1}}, u"no code"_s);
    scriptAll(f, {u"a"_s, u"b"_s});
    const auto held = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(held.finished.steps.waiting, 2);
    QCOMPARE(held.finished.attempts, 2);
    QCOMPARE(f.openRequests().size(), 2);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto half = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(half.finished.steps.accepted, 1);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QVERIFY(f.resume({.run = f.lastRun(), .noWait = true}).finished.status == RunStatus::Accepted);
    QCOMPARE(f.entries({u"breakpoint.reached"_s}).size(), 2);
    checkEntries(f);
}

namespace {
engine::StartRequest paid(const RunFixture &f, const QStringList &files)
{
    engine::StartRequest request = f.request(f.plan(files));
    request.models = f.models(100);
    request.models.roles[u"generator"_s] = QStringList{u"dear"_s};
    // The first call is free, so that the run stands before it without having paid anything.
    request.models.roles[u"thinker"_s] = QStringList{u"cheap"_s};
    return request;
}

/// A run of paid generations that stands before all of them.
void stopBeforePaid(RunFixture &f, const QStringList &files, const Breakpoint &point)
{
    engine::StartRequest request = paid(f, files);
    request.noWait = true;
    request.perCall = 1; // nothing may be paid yet
    QCOMPARE(f.run(request).pauseKind, u"cap"_s);
    QVERIFY(f.want(engine::wish::SetBreakpoint{point}));
    QVERIFY(f.want(engine::wish::RaiseCap{.cap = u"perCall"_s, .limit = 1'000'000'000}));
}
} // namespace

void TestBreakpoints::theFirstPaidCallAsksOnceForAll()
{
    RunFixture f;
    scriptAll(f, {u"a"_s, u"b"_s, u"c"_s}, 10);
    stopBeforePaid(f, {u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}, {.before = Before::PaidCall});
    const auto held = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(held.pauseKind, u"person"_s);
    QCOMPARE(held.finished.steps.waiting, 3);
    QCOMPARE(held.finished.cost, 0);
    QCOMPARE(f.openRequests().size(), 1);
    // From the start again: the question is still one.
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    QCOMPARE(f.openRequests().size(), 1);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(f.entries({u"breakpoint.cleared"_s}).size(), 1);
    checkEntries(f);
}

void TestBreakpoints::whoeverIsSkippedThereLeavesTheQuestionToTheNext()
{
    RunFixture f;
    scriptAll(f, {u"a"_s, u"b"_s}, 10);
    stopBeforePaid(f, {u"a.txt"_s, u"b.txt"_s}, {.before = Before::PaidCall});
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    const QString first = f.openRequests().first().step;
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Skip}));
    const auto next = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(next.pauseKind, u"person"_s);
    QCOMPARE(next.finished.steps.skipped, 1);
    QCOMPARE(f.openRequests().size(), 1);
    QVERIFY(f.openRequests().first().step != first);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(done.finished.steps.accepted, 1);
    checkEntries(f);
}

void TestBreakpoints::aSpendLevelAsksOnceItIsReached()
{
    RunFixture f;
    scriptAll(f, {u"a"_s, u"b"_s, u"c"_s}, 10); // 20 tokens at $100 a million: $0.002 each
    engine::StartRequest request = paid(f, {u"a.txt"_s});
    request.plan = f.plan({u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}, {{}, {u"a"_s}, {u"b"_s}});
    request.noWait = true;
    request.perCall = 1;
    QCOMPARE(f.run(request).pauseKind, u"cap"_s);
    QVERIFY(f.want(engine::wish::SetBreakpoint{{.before = Before::Spend, .amount = 2000}}));
    QVERIFY(f.want(engine::wish::RaiseCap{.cap = u"perCall"_s, .limit = 1'000'000'000}));
    const auto held = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(held.pauseKind, u"person"_s);
    QCOMPARE(held.finished.steps.accepted, 1);
    QCOMPARE(held.finished.cost, 2000);
    QVERIFY(f.openRequests().first().question.contains(u"$0.002"_s));
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QVERIFY(f.resume({.run = f.lastRun(), .noWait = true}).finished.status == RunStatus::Accepted);
    checkEntries(f);
}

void TestBreakpoints::oneThatIsClearedHoldsNobody()
{
    RunFixture f;
    stopBefore(f, f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})), {.step = u"b"_s});
    scriptAll(f, {u"a"_s, u"b"_s});
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    QVERIFY(f.want(engine::wish::ClearBreakpoint{{.step = u"b"_s}}));
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QVERIFY(f.openRequests().isEmpty());
    checkEntries(f);
}

/// Once its old answer would have been found under the same key.
void TestBreakpoints::setAgainItAsksAgain()
{
    RunFixture f;
    for (int i = 1; i <= 2; ++i)
        f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, i}}, u"no code %1"_s.arg(i));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 3}}, f.block(u"a.txt"_s, u"x"_s),
             {{u"usage"_s, QJsonObject{{u"input"_s, 10}, {u"output"_s, 10}}}});
    stopBeforePaid(f, {u"a.txt"_s}, {.before = Before::PaidCall});
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    QVERIFY(f.want(engine::wish::ClearBreakpoint{{.before = Before::PaidCall}}));
    QVERIFY(f.want(engine::wish::SetBreakpoint{{.before = Before::PaidCall}}));
    QCOMPARE(f.resume({.run = f.lastRun(), .noWait = true}).pauseKind, u"person"_s);
    QCOMPARE(f.openRequests().size(), 1);
    QVERIFY(f.answer({.request = {}, .kind = AnswerKind::Approve}));
    QVERIFY(f.resume({.run = f.lastRun(), .noWait = true}).finished.status == RunStatus::Accepted);
    checkEntries(f);
}

QTEST_GUILESS_MAIN(TestBreakpoints)
#include "tst_breakpoints.moc"

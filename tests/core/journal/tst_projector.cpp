// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/projector.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::Entry;
using domain::RunStatus;
using domain::StepState;

namespace {

Entry started()
{
    return {
        .seq = 1,
        .timeMs = 10,
        .type = u"run.started"_s,
        .data = {
            {u"task"_s, u"Do it"_s},
            {u"language"_s, u"csharp"_s},
            {u"workspace"_s, u"/w"_s},
            {u"branch"_s, u"stepladder/r1"_s},
            {u"plan"_s,
             QJsonObject{{u"steps"_s,
                          QJsonArray{QJsonObject{{u"id"_s, u"a"_s}, {u"title"_s, u"A"_s}, {u"file"_s, u"A.cs"_s}},
                                     QJsonObject{{u"id"_s, u"b"_s}, {u"title"_s, u"B"_s}, {u"file"_s, u"B.cs"_s}}}}}}}};
}

Entry of(const QString &type, const QJsonObject &data = {}, const QString &step = u"a"_s, int attempt = 0)
{
    return {.step = step, .attempt = attempt, .type = type, .data = data};
}

/// Entries numbered and timed by their place, after run.started.
Moment after(QList<Entry> entries)
{
    Projector projector;
    entries.prepend(started());
    for (qsizetype i = 0; i < entries.size(); ++i) {
        entries[i].seq = i + 1;
        entries[i].timeMs = (i + 1) * 10;
        projector.apply(entries[i]);
    }
    return projector.moment(u"r1"_s, entries.size(), entries.size() * 10);
}

} // namespace

class TestProjector : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stateOfAStep_data();
    void stateOfAStep();
    void statusOfTheRun_data();
    void statusOfTheRun();
    void money_data();
    void money();
    void startTakesThePlanOver();
    void attemptsInTheOrderMade();
    void verdictBelongsToItsAttempt();
    void amendedPlan();
    void endOfAStep();
    void reopenedStepBeginsAnew();
    void forkedRunHasPaidNothing();
    void forksStepsAndAttemptsHaveCostNothing();
    void attemptsModelIsWhoAnswered();
    void longReasonsAreCut();
    void onlyWhatChangedIsNamed_data();
    void onlyWhatChangedIsNamed();
    void statesComeBackAsTheyWent();
    void brokenStatesAreRefused();
};

void TestProjector::stateOfAStep_data()
{
    QTest::addColumn<QList<Entry>>("entries");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("reason");
    const Entry start = of(u"step.started"_s);
    const Entry waiting = of(u"step.waiting"_s, {{u"request"_s, u"r1.1"_s}, {u"reason"_s, u"approve?"_s}});
    const Entry blocked = of(u"step.blocked"_s, {{u"kind"_s, u"network"_s}, {u"reason"_s, u"no endpoint"_s}});
    const auto answer = [](const QString &kind, const QString &request) {
        return of(u"guidance.answered"_s, {{u"request"_s, request}, {u"answer"_s, QJsonObject{{u"kind"_s, kind}}}});
    };
    const auto ended = [](const QString &state) {
        return of(u"step.ended"_s, {{u"state"_s, state}, {u"reason"_s, u"so"_s}});
    };
    const auto row = [](const char *name, const QList<Entry> &entries, StepState state, const QString &reason = u""_s) {
        QTest::newRow(name) << entries << domain::toString(state) << reason;
    };
    row("planned", {}, StepState::Pending);
    row("started", {start}, StepState::Running);
    row("waiting", {start, waiting}, StepState::Waiting, u"approve?"_s);
    row("answered", {start, waiting, answer(u"approve"_s, u"r1.1"_s)}, StepState::Running);
    row("another answered", {start, waiting, answer(u"approve"_s, u"r1.2"_s)}, StepState::Waiting, u"approve?"_s);
    row("extended", {start, waiting, answer(u"extend"_s, u"r1.1"_s)}, StepState::Waiting, u"approve?"_s);
    row("snoozed", {start, waiting, answer(u"snooze"_s, u"r1.1"_s)}, StepState::Waiting, u"approve?"_s);
    row("expired", {start, waiting, of(u"guidance.expired"_s, {{u"request"_s, u"r1.1"_s}})}, StepState::Running);
    row("withdrawn", {start, waiting, of(u"guidance.withdrawn"_s, {{u"request"_s, u"r1.1"_s}})}, StepState::Running);
    row("blocked", {start, blocked}, StepState::Blocked, u"no endpoint"_s);
    row("blocked without a reason", {start, of(u"step.blocked"_s, {{u"kind"_s, u"network"_s}})}, StepState::Blocked,
        u"network"_s);
    row("unblocked", {start, blocked, of(u"step.unblocked"_s)}, StepState::Running);
    row("goes on by an attempt", {start, blocked, of(u"attempt.started"_s, {{u"number"_s, 1}})}, StepState::Running);
    row("accepted", {start, ended(u"accepted"_s)}, StepState::Accepted, u"so"_s);
    row("accepted by a person", {start, ended(u"acceptedByPerson"_s)}, StepState::AcceptedByPerson, u"so"_s);
    row("unproven", {start, ended(u"unproven"_s)}, StepState::Unproven, u"so"_s);
    row("stubbed", {start, ended(u"stubbed"_s)}, StepState::Stubbed, u"so"_s);
    row("unchanged", {start, ended(u"unchanged"_s)}, StepState::Unchanged, u"so"_s);
    row("skipped", {ended(u"skipped"_s)}, StepState::Skipped, u"so"_s);
    row("ended in no such state", {start, ended(u"running"_s)}, StepState::Skipped, u"so"_s);
    row("unblocked after its end", {start, ended(u"accepted"_s), of(u"step.unblocked"_s)}, StepState::Accepted,
        u"so"_s);
    row("reopened", {start, ended(u"stubbed"_s), of(u"step.reopened"_s, {{u"epoch"_s, 1}, {u"reason"_s, u"retry"_s}})},
        StepState::Pending, u"retry"_s);
    row("of another step", {of(u"step.started"_s, {}, u"b"_s)}, StepState::Pending);
    row("unknown step is nobody's", {of(u"step.blocked"_s, {}, u"zzz"_s)}, StepState::Pending);
}

void TestProjector::stateOfAStep()
{
    QFETCH(QList<Entry>, entries);
    QFETCH(QString, state);
    QFETCH(QString, reason);
    const Moment moment = after(entries);
    QCOMPARE(moment.steps.size(), 2);
    QCOMPARE(domain::toString(moment.steps.at(0).state), state);
    QCOMPARE(moment.steps.at(0).reason, reason);
    domain::StepCounts counts;
    for (const StepView &step : moment.steps)
        counts.add(step.state);
    QVERIFY(moment.run.counts == counts);
}

void TestProjector::statusOfTheRun_data()
{
    QTest::addColumn<QList<Entry>>("entries");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("reason");
    const Entry paused = of(u"run.paused"_s, {{u"kind"_s, u"cap"_s}, {u"reason"_s, u"over $1.00"_s}}, {});
    const auto row = [](const char *name, const QList<Entry> &entries, RunStatus status,
                        const QString &reason = u""_s) {
        QTest::newRow(name) << entries << domain::toString(status) << reason;
    };
    const auto ended = [](const QString &status) { return of(u"run.ended"_s, {{u"status"_s, status}}, {}); };
    row("started", {}, RunStatus::Running);
    row("paused", {paused}, RunStatus::Paused, u"over $1.00"_s);
    row("paused without words", {of(u"run.paused"_s, {{u"kind"_s, u"person"_s}}, {})}, RunStatus::Paused, u"person"_s);
    row("resumed", {paused, of(u"run.resumed"_s, {}, {})}, RunStatus::Running);
    row("accepted", {ended(u"accepted"_s)}, RunStatus::Accepted);
    row("partial", {ended(u"partial"_s)}, RunStatus::Partial);
    row("failed", {of(u"run.ended"_s, {{u"status"_s, u"failed"_s}, {u"reason"_s, u"2 red tests"_s}}, {})},
        RunStatus::Failed, u"2 red tests"_s);
    row("cancelled", {ended(u"cancelled"_s)}, RunStatus::Cancelled);
    row("unknown status", {ended(u"fine"_s)}, RunStatus::Failed);
    row("reopened after its end", {ended(u"partial"_s), paused}, RunStatus::Paused, u"over $1.00"_s);
}

void TestProjector::statusOfTheRun()
{
    QFETCH(QList<Entry>, entries);
    QFETCH(QString, status);
    QFETCH(QString, reason);
    const RunView run = after(entries).run;
    QCOMPARE(domain::toString(run.status), status);
    QCOMPARE(run.reason, reason);
    QCOMPARE(run.seq, entries.size() + 1);
}

void TestProjector::money_data()
{
    QTest::addColumn<QList<Entry>>("entries");
    QTest::addColumn<qint64>("spent");
    QTest::addColumn<qint64>("reserved");
    QTest::addColumn<int>("paidCalls");
    QTest::addColumn<qint64>("ofTheStep");
    QTest::addColumn<qint64>("ofTheAttempt");
    const Entry start = of(u"attempt.started"_s, {{u"number"_s, 1}}, u"a"_s, 1);
    const auto reserve = [](qint64 amount) { return of(u"budget.reserved"_s, {{u"amount"_s, amount}}, u"a"_s, 1); };
    const auto settle = [](qint64 reserved, qint64 spent, bool paid, int attempt) {
        return of(u"budget.settled"_s, {{u"reserved"_s, reserved}, {u"spent"_s, spent}, {u"paid"_s, paid}}, u"a"_s,
                  attempt);
    };
    QTest::newRow("nothing") << QList<Entry>{start} << 0ll << 0ll << 0 << 0ll << 0ll;
    QTest::newRow("reserved") << QList<Entry>{start, reserve(70), reserve(30)} << 0ll << 100ll << 0 << 0ll << 0ll;
    QTest::newRow("settled") << QList<Entry>{start, reserve(70), settle(70, 50, true, 1)} << 50ll << 0ll << 1 << 50ll
                             << 50ll;
    QTest::newRow("free call") << QList<Entry>{start, settle(0, 0, false, 1)} << 0ll << 0ll << 0 << 0ll << 0ll;
    QTest::newRow("released") << QList<Entry>{start, reserve(70), of(u"budget.released"_s, {{u"reserved"_s, 70}})}
                              << 0ll << 0ll << 0 << 0ll << 0ll;
    QTest::newRow("outside of an attempt")
        << QList<Entry>{start, settle(0, 20, true, 0)} << 20ll << 0ll << 1 << 20ll << 0ll;
    QTest::newRow("more than was reserved")
        << QList<Entry>{start, reserve(5), settle(7, 9, true, 1)} << 9ll << 0ll << 1 << 9ll << 9ll;
    QTest::newRow("the end of an attempt knows best")
        << QList<Entry>{start, settle(0, 20, true, 1),
                        of(u"attempt.ended"_s, {{u"number"_s, 1}, {u"costMicroUsd"_s, 25}})}
        << 20ll << 0ll << 1 << 20ll << 25ll;
}

void TestProjector::money()
{
    QFETCH(QList<Entry>, entries);
    QFETCH(qint64, spent);
    QFETCH(qint64, reserved);
    QFETCH(int, paidCalls);
    QFETCH(qint64, ofTheStep);
    QFETCH(qint64, ofTheAttempt);
    const Moment moment = after(entries);
    QCOMPARE(moment.run.spent, spent);
    QCOMPARE(moment.run.reserved, reserved);
    QCOMPARE(moment.run.paidCalls, paidCalls);
    QCOMPARE(moment.steps.at(0).cost, ofTheStep);
    QCOMPARE(moment.attempts.at(0).cost, ofTheAttempt);
}

void TestProjector::startTakesThePlanOver()
{
    const Moment moment = after({});
    QCOMPARE(moment.run.run, u"r1"_s);
    QCOMPARE(moment.run.task, u"Do it"_s);
    QCOMPARE(moment.run.language, u"csharp"_s);
    QCOMPARE(moment.run.workspace, u"/w"_s);
    QCOMPARE(moment.run.branch, u"stepladder/r1"_s);
    QCOMPARE(moment.run.createdMs, 10);
    QCOMPARE(moment.run.counts.pending, 2);
    QCOMPARE(moment.steps.at(1).id, u"b"_s);
    QCOMPARE(moment.steps.at(1).title, u"B"_s);
    QCOMPARE(moment.steps.at(1).file, u"B.cs"_s);
}

void TestProjector::attemptsInTheOrderMade()
{
    const auto attempt = [](const QString &step, int number, bool counted) {
        return of(u"attempt.started"_s,
                  {{u"number"_s, number},
                   {u"rung"_s, u"fix"_s},
                   {u"kind"_s, u"generate"_s},
                   {u"model"_s, u"m"_s},
                   {u"counted"_s, counted}},
                  step, number);
    };
    const Moment moment = after(
        {attempt(u"b"_s, 1, true), attempt(u"a"_s, 1, true), attempt(u"b"_s, 2, true), attempt(u"a"_s, 0, false),
         of(u"attempt.ended"_s, {{u"number"_s, 1}, {u"counted"_s, true}, {u"state"_s, u"no_candidate"_s}}, u"b"_s, 1),
         of(u"verdict.reached"_s, {{u"score"_s, 8.5}}, u"b"_s, 2),
         of(u"attempt.ended"_s,
            {{u"number"_s, 2},
             {u"counted"_s, true},
             {u"state"_s, u"passed"_s},
             {u"score"_s, 8.5},
             {u"summary"_s, u"ok"_s}},
            u"b"_s, 2)});
    QCOMPARE(moment.attempts.size(), 4);
    QCOMPARE(moment.attempts.at(0).step, u"b"_s);
    QCOMPARE(moment.attempts.at(1).step, u"a"_s);
    QCOMPARE(moment.attempts.at(2).number, 2);
    QCOMPARE(moment.attempts.at(2).state, u"passed"_s);
    QCOMPARE(moment.attempts.at(2).score, 8.5);
    QCOMPARE(moment.attempts.at(2).summary, u"ok"_s);
    QCOMPARE(moment.attempts.at(2).endedMs, 80);
    QCOMPARE(moment.attempts.at(3).number, 0);
    QCOMPARE(moment.attempts.at(3).state, u"running"_s);
    // An attempt counts with its verdict or its end, once; a's first was cut short by its surroundings and is none.
    QCOMPARE(moment.run.attempts, 2);
    QCOMPARE(moment.steps.at(0).attempts, 0);
    QCOMPARE(moment.steps.at(1).attempts, 2);
    QCOMPARE(moment.steps.at(1).score, 8.5);
}

void TestProjector::verdictBelongsToItsAttempt()
{
    const Moment moment = after({of(u"attempt.started"_s, {{u"number"_s, 1}}, u"a"_s, 1),
                                 of(u"attempt.started"_s, {{u"number"_s, 2}}, u"a"_s, 2),
                                 of(u"verdict.reached"_s, {{u"score"_s, 6}, {u"summary"_s, u"half"_s}}, u"a"_s, 1)});
    QCOMPARE(moment.attempts.at(0).verdictSeq, 4);
    QCOMPARE(moment.attempts.at(0).score, 6.0);
    QCOMPARE(moment.attempts.at(0).summary, u"half"_s);
    QCOMPARE(moment.attempts.at(1).verdictSeq, 0);
    QCOMPARE(moment.steps.at(0).score, 6.0);
}

void TestProjector::amendedPlan()
{
    const QJsonArray added{QJsonObject{{u"id"_s, u"c"_s}, {u"title"_s, u"C"_s}, {u"file"_s, u"C.cs"_s}},
                           QJsonObject{{u"id"_s, u"a"_s}, {u"title"_s, u"A anew"_s}}};
    const Moment moment = after({of(u"step.started"_s), of(u"plan.amended"_s, {{u"steps"_s, added}}, {})});
    QCOMPARE(moment.steps.size(), 3);
    QCOMPARE(moment.steps.at(2).id, u"c"_s);
    QCOMPARE(moment.steps.at(0).title, u"A anew"_s);
    QCOMPARE(moment.steps.at(0).file, u"A.cs"_s);
    QVERIFY(moment.steps.at(0).state == StepState::Running);
    QCOMPARE(moment.run.counts.pending, 3);
}

void TestProjector::endOfAStep()
{
    const Moment moment = after(
        {of(u"step.started"_s, {{u"epoch"_s, 0}}), of(u"attempt.started"_s, {{u"number"_s, 1}}, u"a"_s, 1),
         of(u"attempt.ended"_s, {{u"number"_s, 1}, {u"state"_s, u"failed"_s}, {u"score"_s, 9}}, u"a"_s, 1),
         of(u"step.ended"_s,
            {{u"state"_s, u"accepted"_s}, {u"strategy"_s, u"ladder"_s}, {u"score"_s, 8}, {u"commit"_s, u"abc"_s}})});
    const StepView &step = moment.steps.at(0);
    QCOMPARE(step.strategy, u"ladder"_s);
    QCOMPARE(step.score, 8.0);
    QCOMPARE(step.commit, u"abc"_s);
    QCOMPARE(step.startedMs, 20);
    QCOMPARE(step.endedMs, 50);
    QCOMPARE(moment.run.counts.accepted, 1);
    QCOMPARE(moment.run.counts.pending, 1);
}

void TestProjector::reopenedStepBeginsAnew()
{
    const Moment moment = after(
        {of(u"step.started"_s), of(u"attempt.started"_s, {{u"number"_s, 1}, {u"counted"_s, true}}, u"a"_s, 1),
         of(u"verdict.reached"_s, {{u"score"_s, 4}}, u"a"_s, 1),
         of(u"step.ended"_s, {{u"state"_s, u"stubbed"_s}, {u"strategy"_s, u"stub_generation"_s}, {u"score"_s, 4}}),
         of(u"step.reopened"_s, {{u"epoch"_s, 3}})});
    const StepView &step = moment.steps.at(0);
    QCOMPARE(step.epoch, 3);
    QCOMPARE(step.score, 0.0);
    QVERIFY(step.strategy.isEmpty());
    QCOMPARE(step.endedMs, 0);
    QCOMPARE(step.attempts, 1);
    QCOMPARE(moment.attempts.size(), 1);
}

void TestProjector::forkedRunHasPaidNothing()
{
    const Moment moment =
        after({of(u"step.started"_s), of(u"step.started"_s, {}, u"b"_s),
               of(u"step.ended"_s, {{u"state"_s, u"accepted"_s}}, u"b"_s), of(u"budget.reserved"_s, {{u"amount"_s, 9}}),
               of(u"budget.settled"_s, {{u"spent"_s, 5}, {u"paid"_s, true}}),
               of(u"run.forked"_s, {{u"run"_s, u"r0"_s}, {u"step"_s, u"a"_s}, {u"seq"_s, 2}}, {})});
    QVERIFY(moment.run.status == RunStatus::Paused);
    QCOMPARE(moment.run.reason, u"forked from r0 before step a"_s);
    QCOMPARE(moment.run.spent, 0);
    QCOMPARE(moment.run.reserved, 0);
    QCOMPARE(moment.run.paidCalls, 0);
    QVERIFY(moment.steps.at(0).state == StepState::Pending);
    QVERIFY(moment.steps.at(1).state == StepState::Accepted);
    QCOMPARE(moment.run.createdMs, 70);
}

/// The total was once that of the fork, and the tables those of both runs.
void TestProjector::forksStepsAndAttemptsHaveCostNothing()
{
    const QJsonObject paid{{u"spent"_s, 5}, {u"paid"_s, true}};
    const Moment moment =
        after({of(u"step.started"_s), of(u"attempt.started"_s, {{u"number"_s, 1}}, u"a"_s, 1),
               of(u"budget.settled"_s, paid, u"a"_s, 1), of(u"step.ended"_s, {{u"state"_s, u"accepted"_s}}),
               of(u"run.forked"_s, {{u"run"_s, u"r0"_s}, {u"step"_s, u"b"_s}, {u"seq"_s, 6}}, {}),
               of(u"step.started"_s, {}, u"b"_s), of(u"attempt.started"_s, {{u"number"_s, 1}}, u"b"_s, 1),
               of(u"budget.settled"_s, {{u"spent"_s, 7}, {u"paid"_s, true}}, u"b"_s, 1)});
    QCOMPARE(moment.run.spent, 7);
    QCOMPARE(moment.steps[0].cost, 0);
    QCOMPARE(moment.steps[1].cost, 7);
    QCOMPARE(moment.attempts[0].cost, 0);
    QCOMPARE(moment.attempts[1].cost, 7);
    QVERIFY(moment.steps[0].state == StepState::Accepted);
}

/// A role's fallback once stood nowhere but in the costs.
void TestProjector::attemptsModelIsWhoAnswered()
{
    const auto settled = [](const QString &purpose, const QString &model) {
        return of(u"budget.settled"_s, {{u"spent"_s, 0}, {u"purpose"_s, purpose}, {u"model"_s, model}}, u"a"_s, 1);
    };
    const Entry begun = of(u"attempt.started"_s, {{u"number"_s, 1}, {u"model"_s, u"small"_s}}, u"a"_s, 1);
    QCOMPARE(after({begun, settled(u"review"_s, u"judge"_s)}).attempts[0].model, u"small"_s);
    QCOMPARE(after({begun, settled(u"generate"_s, u"large"_s)}).attempts[0].model, u"large"_s);
    // Nobody is named by what has no model.
    QCOMPARE(after({begun, settled(u"generate"_s, {})}).attempts[0].model, u"small"_s);
    const Entry ended = of(u"attempt.ended"_s, {{u"number"_s, 1}, {u"model"_s, u"other"_s}}, u"a"_s, 1);
    QCOMPARE(after({begun, ended}).attempts[0].model, u"other"_s);
}

void TestProjector::longReasonsAreCut()
{
    const Moment moment = after({of(u"run.paused"_s, {{u"reason"_s, QString(10'000, u'x')}}, {})});
    QVERIFY(moment.run.reason.size() <= 400);
    QVERIFY(moment.run.reason.endsWith(u'…'));
}

void TestProjector::onlyWhatChangedIsNamed_data()
{
    QTest::addColumn<Entry>("entry");
    QTest::addColumn<QList<qint64>>("changed");
    const qint64 a = Projector::FirstStep;
    QTest::newRow("insight") << of(u"insight"_s) << QList<qint64>{};
    QTest::newRow("effect") << of(u"effect.done"_s) << QList<qint64>{};
    QTest::newRow("unknown") << of(u"next.year"_s) << QList<qint64>{};
    QTest::newRow("paused") << of(u"run.paused"_s) << QList<qint64>{Projector::Run};
    QTest::newRow("reserved") << of(u"budget.reserved"_s) << QList<qint64>{Projector::Run};
    QTest::newRow("attempt") << of(u"attempt.started"_s, {{u"number"_s, 1}}) << QList<qint64>{a};
    QTest::newRow("second step") << of(u"attempt.started"_s, {{u"number"_s, 1}}, u"b"_s) << QList<qint64>{a + 1};
    QTest::newRow("counted attempt") << of(u"attempt.started"_s, {{u"counted"_s, true}}) << QList<qint64>{a};
}

void TestProjector::onlyWhatChangedIsNamed()
{
    QFETCH(Entry, entry);
    QFETCH(QList<qint64>, changed);
    Projector projector;
    projector.apply(started());
    QList<qint64> named = projector.apply(entry);
    std::sort(named.begin(), named.end());
    QCOMPARE(named, changed);
}

void TestProjector::statesComeBackAsTheyWent()
{
    Projector first;
    QList<Entry> entries{
        started(),
        of(u"step.started"_s),
        of(u"attempt.started"_s, {{u"number"_s, 1}, {u"counted"_s, true}, {u"model"_s, u"ä"_s}}, u"a"_s, 1),
        of(u"budget.reserved"_s, {{u"amount"_s, 9}}),
        of(u"verdict.reached"_s, {{u"score"_s, 6.25}}, u"a"_s, 1),
        of(u"step.waiting"_s, {{u"request"_s, u"q"_s}, {u"reason"_s, u"why"_s}})};
    QSet<qint64> subjects;
    for (const Entry &entry : entries) {
        for (const qint64 subject : first.apply(entry))
            subjects.insert(subject);
    }
    Projector second;
    for (const qint64 subject : {qint64(Projector::Run), qint64(Projector::Head), qint64(Projector::FirstStep),
                                 qint64(Projector::FirstStep + 1)}) {
        QVERIFY(subjects.contains(subject));
        QVERIFY(second.load(subject, first.state(subject)));
    }
    for (const Entry &entry :
         {of(u"guidance.answered"_s, {{u"request"_s, u"q"_s}}), of(u"step.ended"_s, {{u"state"_s, u"accepted"_s}})}) {
        first.apply(entry);
        second.apply(entry);
        const Moment a = first.moment(u"r"_s, 9, 9);
        const Moment b = second.moment(u"r"_s, 9, 9);
        QVERIFY(a.run == b.run);
        QVERIFY(a.steps == b.steps);
        QVERIFY(a.attempts == b.attempts);
    }
}

void TestProjector::brokenStatesAreRefused()
{
    Projector projector;
    projector.apply(started());
    for (const qint64 subject : {qint64(Projector::Run), qint64(Projector::Head), qint64(Projector::FirstStep)}) {
        const QByteArray state = projector.state(subject);
        for (qsizetype length = 0; length < state.size(); ++length) {
            Projector other;
            QVERIFY(!other.load(subject, state.left(length)));
        }
    }
    Projector other;
    QVERIFY(!other.load(Projector::FirstStep + 1, projector.state(Projector::FirstStep)));
}

QTEST_GUILESS_MAIN(TestProjector)
#include "tst_projector.moc"

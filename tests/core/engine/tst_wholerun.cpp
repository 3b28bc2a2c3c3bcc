// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"
#include "schemafit.h"

#include "engine/run/applyrun.h"
#include "journal/inbox.h"
#include "journal/runindex.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::RunStatus;
using domain::StepState;
using tests::RunFixture;

/// Whole runs through RunController, with scripted models and language `text`: plan to report.
class TestWholeRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsAreAcceptedInDependencyOrder();
    void aStepThatNeverPassesEndsAsAStub();
    void aFileThatExistedStaysUnchangedWhenEveryRungFails();
    void anUnscriptedCallPausesAndNamesTheCall();
    void aCapPausesAndANewTotalGoesOn();
    void aNewTotalBelowWhatIsSpentIsRefused();
    void everyCapIsLiftedByItsAnswer_data();
    void everyCapIsLiftedByItsAnswer();
    void oneAnswerAboutMoneyServesAllWaitingSteps();
    void anAnswerThatAlsoLeavesTheWorkspaceFails();
    void localOnlyGoesOnWithoutPaidModels();
    void supervisedRunsAskAndARejectionIsFeedback();
    void anAnalysisMayAddAStepThatComesFirst();
    void anAnalysisMayWantAPlannedStepFirst();
    void whatDependsOnTheStepIsNotPutBeforeIt();
    void missingFilesOfOneNameAreTwoSteps();
    void aJudgeThatCannotBeReadIsAskedAnewLater();
    void anotherJudgeStandsInForOneThatCannotBeRead();
    void aBlockedEndpointPausesTheRunAndCountsNoAttempt();
    void resumingAnEndedRunRunsNothing();
    void repinnedItGoesOnWithTheSameModels();
    void whatAPlanCannotSayIsKeptAsAWarning();
    void aForkSharesWhatCameBefore();
    void appliedFilesReachTheWorkspaceOnce();
    void applyWithNothingAcceptedWritesNothingAndSaysSo();
    void theUsersTreeIsUntouchedUntilApply();
    void twoControllersCannotRunTheSameRun();
    void aLadderMayBeAFile();
    void badRequestsAreOneLine();
    void everyEntryFitsItsSchema();

private:
    /// Ten failing attempts: the answers hold no code.
    static void scriptFailures(RunFixture &f, const QString &step);
};

namespace {

QStringList typesOf(const QList<domain::Entry> &entries)
{
    QStringList types;
    for (const domain::Entry &entry : entries)
        types.append(entry.type);
    return types;
}

QString openRequest(const RunFixture &f)
{
    const auto index = journal::RunIndex::open(f.locations().index());
    const auto open = (*index)->openRequests();
    return open && !open->isEmpty() ? open->last().id : QString();
}

void answer(const RunFixture &f, const domain::Answer &given)
{
    const auto taken = journal::Inbox(f.locations().run(f.lastRun())).answer(given, storage::SystemClock().nowMs());
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().message));
}

engine::StartRequest withoutPeople(const RunFixture &f, const QStringList &files)
{
    engine::StartRequest request = f.request(f.plan(files));
    request.noHuman = true;
    return request;
}

const QString kAnalysis =
    u"{\"rootCause\":\"no code\",\"mistakePatterns\":{},\"correctApproach\":\"write code\",\"exampleCode\":\"\",\"suggestedActions\":[\"write\"],\"shouldSplitFile\":false,\"suggestedFileSplit\":[],\"missingFiles\":[]}"_s;
const QString kRethink =
    u"{\"newApproach\":\"simpler\",\"shouldSplitIntoMultipleFiles\":false,\"newFileStructure\":[],\"reasoning\":\"\",\"shouldSimplifyRequirements\":false,\"simplifiedVersion\":\"\"}"_s;

} // namespace

void TestWholeRun::scriptFailures(RunFixture &f, const QString &step)
{
    for (int i = 1; i <= 10; ++i)
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, step}, {u"attempt"_s, i}},
                 u"I would rather not, %1"_s.arg(i));
    f.script({{u"purpose"_s, u"analyze"_s}, {u"step"_s, step}}, kAnalysis, {{u"repeat"_s, true}});
    f.script({{u"purpose"_s, u"rethink"_s}, {u"step"_s, step}}, kRethink);
}

void TestWholeRun::stepsAreAcceptedInDependencyOrder()
{
    RunFixture f;
    f.script({{u"step"_s, u"b"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"b.txt"_s, u"second"_s));
    f.script({{u"step"_s, u"a"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"first"_s));
    const auto outcome = f.run(f.request(f.plan({u"b.txt"_s, u"a.txt"_s}, {{u"a"_s}, {}})));
    QVERIFY(outcome.finished.status == RunStatus::Accepted);
    QCOMPARE(outcome.finished.steps.accepted, 2);
    QCOMPARE(outcome.finished.attempts, 2);
    QStringList ended;
    for (const domain::Entry &entry : f.entries({u"step.ended"_s}))
        ended.append(entry.step);
    QCOMPARE(ended, (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(f.onBranch(u"b.txt"_s), "second\n");
    QVERIFY(QFile::exists(f.locations().run(f.lastRun()) + u"/report/summary.md"_s));
    QCOMPARE(f.entries({u"run.started"_s, u"run.ended"_s}).size(), 2);
}

void TestWholeRun::aStepThatNeverPassesEndsAsAStub()
{
    RunFixture f;
    scriptFailures(f, u"a"_s);
    const auto outcome = f.run(withoutPeople(f, {u"a.txt"_s}));
    QVERIFY(outcome.finished.status == RunStatus::Partial);
    QCOMPARE(outcome.finished.steps.stubbed, 1);
    const auto stub = f.entries({u"stub.made"_s});
    QCOMPARE(stub.size(), 1);
    QFile report(stub.first().data[u"report"].toString());
    QVERIFY(report.open(QIODevice::ReadOnly));
    const QByteArray text = report.readAll();
    QVERIFY(text.contains("NEEDS HUMAN REVIEW"));
    QVERIFY(text.contains("no code"));
    QVERIFY2(text.contains("| cheap | ") && text.contains("| dear | 2 | "), text.constData());
    QVERIFY(!f.onBranch(u"a.txt"_s).isEmpty());
    QFile todo(f.locations().run(f.lastRun()) + u"/report/TODO.md"_s);
    QVERIFY(todo.open(QIODevice::ReadOnly));
    QVERIFY(todo.readAll().contains("a.txt"));
}

void TestWholeRun::aFileThatExistedStaysUnchangedWhenEveryRungFails()
{
    RunFixture f;
    f.write(u"a.txt"_s, "as it was\n");
    scriptFailures(f, u"a"_s);
    const auto outcome = f.run(withoutPeople(f, {u"a.txt"_s}));
    QVERIFY(outcome.finished.status == RunStatus::Partial);
    QCOMPARE(outcome.finished.steps.unchanged, 1);
    QCOMPARE(f.onBranch(u"a.txt"_s), "as it was\n");
}

void TestWholeRun::anUnscriptedCallPausesAndNamesTheCall()
{
    RunFixture f;
    const auto outcome = f.run(f.request(f.plan({u"a.txt"_s})));
    QVERIFY(outcome.finished.status == RunStatus::Paused);
    QCOMPARE(outcome.pauseKind, u"unscripted"_s);
    QVERIFY2(outcome.reason.contains(u"generate"_s) && outcome.reason.contains(u"generator"_s),
             qPrintable(outcome.reason));
    QCOMPARE(outcome.finished.attempts, 0);
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"now"_s));
    QVERIFY(f.resume({.run = f.lastRun()}).finished.status == RunStatus::Accepted);
}

void TestWholeRun::aCapPausesAndANewTotalGoesOn()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"paid for"_s),
             {{u"usage"_s, QJsonObject{{u"input"_s, 1000}, {u"output"_s, 500}}}});
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.models = f.models(1000);
    request.models.roles[u"generator"_s] = QStringList{u"dear"_s};
    request.budget = 100'000; // 10 cents; a reservation is dollars
    const auto paused = f.run(request);
    QVERIFY(paused.finished.status == RunStatus::Paused);
    QCOMPARE(paused.pauseKind, u"cap"_s);
    QCOMPARE(paused.finished.cost, 0);
    QVERIFY(!openRequest(f).isEmpty());
    const auto done = f.resume({.run = f.lastRun(), .budget = 100'000'000});
    QVERIFY(done.finished.status == RunStatus::Accepted);
    QCOMPARE(done.finished.cost, 1'500'000); // 1,500 tokens at $1,000 a million
    QVERIFY(openRequest(f).isEmpty());
    QCOMPARE(f.entries({u"budget.raised"_s}).size(), 1);
    QCOMPARE(f.moment().run.reserved, 0);
}

void TestWholeRun::aNewTotalBelowWhatIsSpentIsRefused()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}}, f.block(u"a.txt"_s, u"paid for"_s),
             {{u"usage"_s, QJsonObject{{u"input"_s, 1000}, {u"output"_s, 500}}}});
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}}));
    request.models = f.models(1000);
    request.models.roles[u"generator"_s] = QStringList{u"dear"_s};
    QCOMPARE(f.run(request).pauseKind, u"unscripted"_s);
    const qint64 before = f.entries().size();
    f.resume({.run = f.lastRun(), .budget = 1'500'000});
    QVERIFY(f.lastError().kind == domain::ErrorKind::BadInput);
    QCOMPARE(f.lastError().message,
             u"--budget: $1.50 is not more than the $1.50 that the run has spent; it is the run's new total"_s);
    QCOMPARE(f.entries().size(), before);
}

void TestWholeRun::everyCapIsLiftedByItsAnswer_data()
{
    QTest::addColumn<QString>("cap");
    for (const char *cap : {"perCall", "perStep", "perRun", "perDay", "paidCalls"})
        QTest::newRow(cap) << QString::fromLatin1(cap);
}

/// Once every question was about the run's cap, and no answer lifted another.
void TestWholeRun::everyCapIsLiftedByItsAnswer()
{
    QFETCH(QString, cap);
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"paid for"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.models = f.models(1000);
    request.models.roles[u"generator"_s] = QStringList{u"dear"_s};
    if (cap == u"paidCalls"_s)
        request.paidCalls = 0;
    else
        (cap == u"perCall"_s       ? request.perCall
             : cap == u"perStep"_s ? request.perStep
             : cap == u"perDay"_s  ? request.perDay
                                   : request.budget) = 1000;
    QCOMPARE(f.run(request).pauseKind, u"cap"_s);
    const auto index = journal::RunIndex::open(f.locations().index());
    const auto open = (*index)->openRequests();
    QCOMPARE(open->size(), 1);
    QCOMPARE(open->first().details[u"cap"].toString(), cap);
    const auto done = f.resume({.run = f.lastRun(), .budget = 100'000'000});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
}

void TestWholeRun::oneAnswerAboutMoneyServesAllWaitingSteps()
{
    RunFixture f;
    for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, id}}, f.block(id + u".txt"_s, u"paid for"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}));
    request.models = f.models(1000);
    request.models.roles[u"generator"_s] = QStringList{u"dear"_s};
    request.budget = 1000;
    const auto paused = f.run(request);
    QCOMPARE(paused.finished.steps.waiting, 3);
    answer(
        f,
        {.request = openRequest(f), .kind = domain::AnswerKind::Amount, .amountMicroUsd = 100'000'000, .by = u"me"_s});
    const auto done = f.resume({.run = f.lastRun()});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(f.entries({u"guidance.requested"_s}).size(), 1);
}

void TestWholeRun::anAnswerThatAlsoLeavesTheWorkspaceFails()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}},
             f.block(u"a.txt"_s, u"one"_s) + f.block(u"../../evil"_s, u"two"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}}, f.block(u"a.txt"_s, u"one"_s));
    const auto outcome = f.run(f.request(f.plan({u"a.txt"_s})));
    QVERIFY(outcome.finished.status == RunStatus::Accepted);
    QCOMPARE(outcome.finished.attempts, 2);
    QVERIFY(!f.moment().attempts.first().summary.isEmpty());
    QCOMPARE(f.moment().attempts.first().state, u"failed"_s);
}

void TestWholeRun::localOnlyGoesOnWithoutPaidModels()
{
    RunFixture f;
    for (int i = 1; i <= 3; ++i)
        f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, i}}, u"no code %1"_s.arg(i));
    // The reviewer's rung would ask the model that is stuck already, so that the analysis comes fourth.
    f.script({{u"purpose"_s, u"analyze"_s}}, kAnalysis);
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 5}}, f.block(u"a.txt"_s, u"by the cheap one"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.models = f.models(1000);
    request.budget = 1000;
    QCOMPARE(f.run(request).pauseKind, u"cap"_s);
    answer(f, {.request = openRequest(f), .kind = domain::AnswerKind::LocalOnly, .by = u"me"_s});
    const auto done = f.resume({.run = f.lastRun()});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.cost, 0);
    QCOMPARE(done.finished.attempts, 5);
}

void TestWholeRun::supervisedRunsAskAndARejectionIsFeedback()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 1}}, f.block(u"a.txt"_s, u"too short"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"attempt"_s, 2}, {u"contains"_s, u"make it longer"_s}},
             f.block(u"a.txt"_s, u"quite long enough"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.mode = domain::Mode::Supervised;
    request.noWait = true;
    QCOMPARE(f.run(request).pauseKind, u"person"_s);
    answer(f,
           {.request = openRequest(f), .kind = domain::AnswerKind::Reject, .text = u"make it longer"_s, .by = u"me"_s});
    const auto again = f.resume({.run = f.lastRun(), .noWait = true});
    QCOMPARE(again.pauseKind, u"person"_s);
    QCOMPARE(again.finished.steps.waiting, 1);
    answer(f, {.request = openRequest(f), .kind = domain::AnswerKind::Approve, .by = u"me"_s});
    const auto done = f.resume({.run = f.lastRun(), .noWait = true});
    QVERIFY(done.finished.status == RunStatus::Accepted);
    QCOMPARE(done.finished.attempts, 2);
    QCOMPARE(f.onBranch(u"a.txt"_s), "quite long enough\n");
}

void TestWholeRun::anAnalysisMayAddAStepThatComesFirst()
{
    RunFixture f;
    for (int i = 1; i <= 4; ++i)
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}, {u"attempt"_s, i}}, u"no code %1"_s.arg(i));
    QString analysis = kAnalysis;
    analysis.replace(u"\"missingFiles\":[]"_s,
                     u"\"missingFiles\":[{\"file\":\"base.txt\",\"description\":\"the base\",\"surface\":[]}]"_s);
    f.script({{u"purpose"_s, u"analyze"_s}}, analysis);
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"first-base"_s}}, f.block(u"base.txt"_s, u"base"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}, {u"attempt"_s, 6}},
             f.block(u"a.txt"_s, u"on the base"_s));
    const auto outcome = f.run(f.request(f.plan({u"a.txt"_s})));
    QVERIFY2(outcome.finished.status == RunStatus::Accepted, qPrintable(outcome.reason));
    QCOMPARE(outcome.finished.steps.accepted, 2);
    const auto amended = f.entries({u"plan.amended"_s});
    QCOMPARE(amended.size(), 1);
    QCOMPARE(f.onBranch(u"base.txt"_s), "base\n");
}

/// Four answers without code, then an analysis that wants \p files (JSON) first.
static void scriptUntilAnalysis(RunFixture &f, const QString &files)
{
    for (int i = 1; i <= 4; ++i)
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}, {u"attempt"_s, i}}, u"no code %1"_s.arg(i));
    QString analysis = kAnalysis;
    analysis.replace(u"\"missingFiles\":[]"_s, u"\"missingFiles\":["_s + files + u']');
    f.script({{u"purpose"_s, u"analyze"_s}}, analysis);
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"a"_s}, {u"attempt"_s, 6}},
             f.block(u"a.txt"_s, u"at last"_s));
}

static QString missing(const QString &file)
{
    return u"{\"file\":\"%1\",\"description\":\"it\",\"surface\":[]}"_s.arg(file);
}

/// The plan was amended with a step that nobody made, and the run never ended well.
void TestWholeRun::anAnalysisMayWantAPlannedStepFirst()
{
    RunFixture f;
    scriptUntilAnalysis(f, missing(u"c.txt"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, f.block(u"b.txt"_s, u"b"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"c"_s}}, f.block(u"c.txt"_s, u"c"_s));
    auto request = f.request(f.plan({u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}, {{}, {}, {u"b"_s}}));
    request.parallel = 1;
    const auto outcome = f.run(request);
    QVERIFY2(outcome.finished.status == RunStatus::Accepted, qPrintable(outcome.reason));
    QCOMPARE(outcome.finished.steps.accepted, 3);
    QCOMPARE(outcome.finished.steps.pending, 0);
    const auto amended = f.entries({u"plan.amended"_s});
    QCOMPARE(amended.size(), 1);
    QCOMPARE(amended.first().data[u"first"].toArray(), QJsonArray{u"c"_s});
    QVERIFY(amended.first().data[u"steps"].toArray().isEmpty());
    QStringList ended;
    for (const auto &entry : f.entries({u"step.ended"_s}))
        ended.append(entry.step);
    QCOMPARE(ended, (QStringList{u"b"_s, u"c"_s, u"a"_s}));
}

void TestWholeRun::whatDependsOnTheStepIsNotPutBeforeIt()
{
    RunFixture f;
    scriptUntilAnalysis(f, missing(u"b.txt"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}}, f.block(u"b.txt"_s, u"b"_s));
    const auto outcome = f.run(f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    QVERIFY2(outcome.finished.status == RunStatus::Accepted, qPrintable(outcome.reason));
    QCOMPARE(outcome.finished.steps.accepted, 2);
    QVERIFY(f.entries({u"plan.amended"_s}).isEmpty());
}

void TestWholeRun::missingFilesOfOneNameAreTwoSteps()
{
    RunFixture f;
    scriptUntilAnalysis(f, missing(u"p/__init__.txt"_s) + u',' + missing(u"q/__init__.txt"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"first-init"_s}}, f.block(u"p/__init__.txt"_s, u"p"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"first-init-2"_s}}, f.block(u"q/__init__.txt"_s, u"q"_s));
    const auto outcome = f.run(f.request(f.plan({u"a.txt"_s})));
    QVERIFY2(outcome.finished.status == RunStatus::Accepted, qPrintable(outcome.reason));
    QCOMPARE(outcome.finished.steps.accepted, 3);
    QCOMPARE(f.onBranch(u"q/__init__.txt"_s), "q\n");
}

/// Its two unreadable answers were records, and blocked the step for ever.
void TestWholeRun::aJudgeThatCannotBeReadIsAskedAnewLater()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    f.script({{u"purpose"_s, u"review"_s}}, u"garbage"_s);
    f.script({{u"purpose"_s, u"review"_s}}, u"more garbage"_s);
    f.script({{u"purpose"_s, u"review"_s}}, u"{\"score\":9,\"summary\":\"good\",\"issues\":[]}"_s);
    auto request = f.request(f.plan({u"a.txt"_s}));
    request.models.roles.insert(u"judges"_s, {u"dear"_s});
    const auto held = f.run(request);
    QCOMPARE(held.pauseKind, u"blocked"_s);
    QCOMPARE(held.finished.attempts, 0);
    const auto done = f.resume({.run = f.lastRun()});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QCOMPARE(done.finished.attempts, 1);
}

void TestWholeRun::anotherJudgeStandsInForOneThatCannotBeRead()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    f.script({{u"purpose"_s, u"review"_s}}, u"garbage"_s);
    f.script({{u"purpose"_s, u"review"_s}}, u"more garbage"_s);
    f.script({{u"purpose"_s, u"review"_s}}, u"{\"score\":9,\"summary\":\"good\",\"issues\":[]}"_s,
             {{u"repeat"_s, true}});
    auto request = f.request(f.plan({u"a.txt"_s}));
    request.models.roles.insert(u"judges"_s, {u"cheap"_s, u"dear"_s});
    const auto done = f.run(request);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    QStringList judges;
    for (const auto &entry : f.entries({u"insight"_s})) {
        if (entry.data[u"contentType"] == u"verdict"_s)
            judges.append(entry.data[u"model"].toString());
    }
    QCOMPARE(judges, QStringList{u"dear"_s});
}

void TestWholeRun::aBlockedEndpointPausesTheRunAndCountsNoAttempt()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, {}, {{u"error"_s, QJsonObject{{u"status"_s, 401}}}, {u"repeat"_s, true}});
    const auto outcome = f.run(f.request(f.plan({u"a.txt"_s})));
    QVERIFY(outcome.finished.status == RunStatus::Paused);
    QCOMPARE(outcome.pauseKind, u"blocked"_s);
    QCOMPARE(outcome.finished.attempts, 0);
    QCOMPARE(outcome.finished.steps.blocked, 1);
}

void TestWholeRun::resumingAnEndedRunRunsNothing()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    f.run(f.request(f.plan({u"a.txt"_s})));
    const auto before = f.entries().size();
    const auto again = f.resume({.run = f.lastRun()});
    QVERIFY(again.alreadyEnded);
    QVERIFY(again.finished.status == RunStatus::Accepted);
    QCOMPARE(f.entries().size(), before);
}

void TestWholeRun::repinnedItGoesOnWithTheSameModels()
{
    RunFixture f;
    f.script({{u"step"_s, u"a"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"first"_s));
    const auto paused = f.run(f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}})));
    QCOMPARE(paused.pauseKind, u"unscripted"_s);
    f.script({{u"step"_s, u"b"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"b.txt"_s, u"second"_s));
    const auto done = f.resume({.run = f.lastRun(), .repin = true});
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason));
    const auto resumed = f.entries({u"run.resumed"_s});
    QCOMPARE(resumed.size(), 1);
    QVERIFY(resumed.first().data.contains(u"pins"_s));
    // What ended stays in its epoch.
    QCOMPARE(f.moment().steps.at(0).epoch, 0);
    QCOMPARE(f.moment().steps.at(1).epoch, 1);
}

void TestWholeRun::whatAPlanCannotSayIsKeptAsAWarning()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    domain::Plan plan = f.plan({u"a.txt"_s});
    plan.steps.first().kind = domain::StepKind::Change;
    plan.steps.first().requiredPatterns = {u"nonsense"_s};
    f.run(f.request(plan));
    QStringList warnings;
    for (const domain::Entry &entry : f.entries({u"insight"_s})) {
        if (entry.data[u"contentType"].toString() == u"warning"_s)
            warnings.append(entry.data[u"text"].toString());
    }
    QCOMPARE(warnings.size(), 2);
    QVERIFY(warnings.first().contains(u"a.txt, which does not exist"_s));
    QVERIFY(warnings.last().contains(u"no check is called \"nonsense\""_s));
}

void TestWholeRun::aForkSharesWhatCameBefore()
{
    RunFixture f;
    f.script({{u"step"_s, u"a"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"first"_s));
    f.script({{u"step"_s, u"b"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"b.txt"_s, u"second"_s));
    f.script({{u"step"_s, u"b"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"b.txt"_s, u"another second"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}}));
    f.run(request);
    const QString first = f.lastRun();
    const storage::SystemClock clock;
    const auto forked = engine::forkRun(f.locations(), clock, first, u"b"_s);
    QVERIFY2(forked, forked ? "" : qPrintable(forked.error().message));
    f.chooseRun(*forked);
    const auto outcome = f.resume({.run = *forked});
    QVERIFY2(outcome.finished.status == RunStatus::Accepted, qPrintable(outcome.reason));
    QCOMPARE(f.onBranch(u"a.txt"_s), "first\n");
    const auto calls = f.entries({u"budget.settled"_s});
    QVERIFY(!calls.isEmpty());
    f.chooseRun(first);
    QCOMPARE(f.onBranch(u"b.txt"_s), "second\n");
}

void TestWholeRun::appliedFilesReachTheWorkspaceOnce()
{
    RunFixture f;
    f.write(u"b.txt"_s, "old\r\nlines\r\n");
    f.script({{u"step"_s, u"a"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"first"_s));
    f.script({{u"step"_s, u"b"_s}, {u"purpose"_s, u"generate"_s}}, f.block(u"b.txt"_s, u"new\nlines"_s));
    f.run(f.request(f.plan({u"a.txt"_s, u"b.txt"_s})));
    const storage::SystemClock clock;
    const auto applied = engine::applyRun(f.locations(), clock, {.run = f.lastRun()});
    QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
    QVERIFY(applied->report.conflicts.isEmpty());
    QFile b(f.workspace() + u"/b.txt"_s);
    QVERIFY(b.open(QIODevice::ReadOnly));
    QCOMPARE(b.readAll(), "new\r\nlines\r\n");
    const auto twice = engine::applyRun(f.locations(), clock, {.run = f.lastRun()});
    QVERIFY(twice && twice->report.conflicts.isEmpty());
    QVERIFY(twice->report.outcomes.value(u"a.txt"_s) == workspace::ApplyOutcome::AlreadyDone);
    f.write(u"a.txt"_s, "changed by hand\n");
    const auto conflict = engine::applyRun(f.locations(), clock, {.run = f.lastRun()});
    QVERIFY(conflict);
    QCOMPARE(conflict->report.conflicts, QStringList{u"a.txt"_s});
    QVERIFY(typesOf(f.entries()).contains(u"run.applied"_s));
}

void TestWholeRun::applyWithNothingAcceptedWritesNothingAndSaysSo()
{
    RunFixture f; // nobody answers: paused before any step ended
    QVERIFY(f.run(f.request(f.plan({u"a.txt"_s}))).finished.status == RunStatus::Paused);
    const auto applied = engine::applyRun(f.locations(), storage::SystemClock(), {.run = f.lastRun()});
    QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
    QVERIFY(applied->nothingAccepted());
    QCOMPARE(applied->leftOut, QStringList{u"a: pending"_s});
    QVERIFY(applied->report.conflicts.isEmpty());
    QVERIFY(!QFile::exists(f.workspace() + u"/a.txt"_s));

    RunFixture stubbed;
    scriptFailures(stubbed, u"a"_s);
    stubbed.run(withoutPeople(stubbed, {u"a.txt"_s}));
    const auto left = engine::applyRun(stubbed.locations(), storage::SystemClock(), {.run = stubbed.lastRun()});
    QVERIFY(left && left->nothingAccepted());
    const auto taken =
        engine::applyRun(stubbed.locations(), storage::SystemClock(), {.run = stubbed.lastRun(), .stubs = true});
    QVERIFY(taken && !taken->nothingAccepted());
}

void TestWholeRun::theUsersTreeIsUntouchedUntilApply()
{
    RunFixture f;
    f.write(u"a.txt"_s, "mine\n");
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"theirs"_s));
    QVERIFY(f.run(f.request(f.plan({u"a.txt"_s}))).finished.status == RunStatus::Accepted);
    QFile a(f.workspace() + u"/a.txt"_s);
    QVERIFY(a.open(QIODevice::ReadOnly));
    QCOMPARE(a.readAll(), "mine\n");
    QCOMPARE(QDir(f.workspace()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList{u"a.txt"_s});
}

void TestWholeRun::twoControllersCannotRunTheSameRun()
{
    RunFixture f;
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"x"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.mode = domain::Mode::Supervised; // waits for a person, and holds the run meanwhile
    const storage::SystemClock clock;
    engine::RunController first(f.locations(), clock, {});
    const auto run = first.start(request);
    QVERIFY(run);
    engine::RunController second(f.locations(), clock, {});
    const auto refused = second.resume({.run = *run});
    QVERIFY(!refused);
    QVERIFY(refused.error().kind == domain::ErrorKind::Locked);
    first.pause();
    QCOMPARE(first.wait().pauseKind, u"interrupted"_s);
}

void TestWholeRun::aLadderMayBeAFile()
{
    RunFixture f;
    const QString file = f.workspace() + u"/../one.json"_s;
    const auto write = [&file](const QByteArray &text) {
        QFile ladder(file);
        QVERIFY(ladder.open(QIODevice::WriteOnly));
        ladder.write(text);
    };
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.ladder = file;
    f.run(request);
    QVERIFY2(f.lastError().message.startsWith(u"the ladder "_s + file), qPrintable(f.lastError().message));
    write(R"({"id":"one","rungs":[{"id":"first","kind":"generate","roles":["nobody"]}]})");
    f.run(request);
    QVERIFY2(f.lastError().message.contains(u"rungs[0].roles"_s), qPrintable(f.lastError().message));
    write(R"({"id":"one","rungs":[{"id":"first","kind":"generate","roles":["generator"]}]})");
    f.script({{u"purpose"_s, u"generate"_s}}, f.block(u"a.txt"_s, u"a line"_s));
    QVERIFY(f.run(request).finished.status == RunStatus::Accepted);
    // It is pinned like any other: a run knows no file.
    QCOMPARE(f.entries({u"run.started"_s}).first().data[u"ladder"][u"id"].toString(), u"one"_s);
}

void TestWholeRun::badRequestsAreOneLine()
{
    RunFixture f;
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s}));
    request.ladder = u"nonesuch"_s;
    f.run(request);
    QVERIFY(f.lastError().kind == domain::ErrorKind::BadInput);
    QVERIFY(f.lastError().message.contains(u"never-surrender"_s));
    request = f.request(f.plan({u"a.txt"_s}));
    request.plan.language = u"cobol"_s;
    f.run(request);
    QVERIFY2(f.lastError().message.contains(u"language"_s), qPrintable(f.lastError().message));
    request = f.request(f.plan({u"a.txt"_s}));
    request.plan.scaffold = u"classlib"_s;
    f.run(request);
    QCOMPARE(f.lastError().message, u"plan: scaffold: expected none, text has none, found \"classlib\""_s);
    QVERIFY2(!QDir(f.locations().runs()).exists() || QDir(f.locations().runs()).isEmpty(),
             "a run was made for a request that cannot be one");
    f.resume({.run = u"no-such-run"_s});
    QVERIFY(f.lastError().kind == domain::ErrorKind::NotFound);
}

void TestWholeRun::everyEntryFitsItsSchema()
{
    RunFixture f;
    f.write(u"c.txt"_s, "as it was\n");
    scriptFailures(f, u"a"_s);
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}, {u"attempt"_s, 1}}, f.block(u"b.txt"_s, u"short"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"b"_s}, {u"attempt"_s, 2}}, f.block(u"b.txt"_s, u"longer"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"c"_s}, {u"attempt"_s, 1}}, f.block(u"c.txt"_s, u"new"_s));
    f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, u"c"_s}, {u"attempt"_s, 2}}, f.block(u"c.txt"_s, u"newer"_s));
    engine::StartRequest request = f.request(f.plan({u"a.txt"_s, u"b.txt"_s, u"c.txt"_s}));
    request.models = f.models(1);
    request.budget = 1;
    request.mode = domain::Mode::Supervised;
    request.noWait = true;
    f.run(request);
    for (int i = 0; i < 20; ++i) {
        const auto index = journal::RunIndex::open(f.locations().index());
        for (const domain::Request &open : (*index)->openRequests().value_or(QList<domain::Request>())) {
            if (open.kind == domain::RequestKind::Budget)
                answer(f,
                       {.request = open.id,
                        .kind = domain::AnswerKind::Amount,
                        .amountMicroUsd = 1'000'000'000,
                        .by = u"me"_s});
            else if (open.kind == domain::RequestKind::Guidance)
                answer(f, {.request = open.id, .kind = domain::AnswerKind::Stub, .by = u"me"_s});
            else if (i == 0)
                answer(f, {.request = open.id, .kind = domain::AnswerKind::Reject, .text = u"no"_s, .by = u"me"_s});
            else
                answer(f, {.request = open.id, .kind = domain::AnswerKind::Approve, .by = u"me"_s});
        }
        const auto outcome = f.resume({.run = f.lastRun(), .noWait = true});
        if (outcome.finished.status != RunStatus::Paused)
            break;
    }
    QVERIFY(engine::applyRun(f.locations(), storage::SystemClock(), {.run = f.lastRun()}));
    const auto entries = f.entries();
    QVERIFY(entries.size() > 100);
    QVERIFY(typesOf(entries).contains(u"run.applied"_s));
    QVERIFY(typesOf(entries).contains(u"run.ended"_s));
    for (const domain::Entry &entry : entries) {
        const QString file = tests::folder(u"entries/"_s + entry.type + u".json"_s);
        QVERIFY2(QFile::exists(file), qPrintable(entry.type));
        const QString why = tests::misfit(file, entry.data);
        QVERIFY2(why.isEmpty(), qPrintable(entry.type + u": "_s + why));
        QVERIFY2(tests::misfit(tests::folder(u"entry.json"_s), domain::toJson(entry)).isEmpty(),
                 qPrintable(entry.type));
    }
}

QTEST_GUILESS_MAIN(TestWholeRun)
#include "tst_wholerun.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "engine/reports/runreport.h"
#include "journal/journalreader.h"
#include "storage/database.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::RunStatus;
using tests::RunFixture;

namespace {

/// Steps a, b, c … whose generator is paid; each answer costs 10,000 µ$ and is reserved at more.
StartRequest paidRequest(RunFixture &f, int steps, int delayMs = 0)
{
    QStringList files;
    for (int i = 0; i < steps; ++i) {
        const QString id(QChar(u'a' + i));
        files.append(id + u".txt"_s);
        f.script({{u"purpose"_s, u"generate"_s}, {u"step"_s, id}}, RunFixture::block(files.last(), id),
                 {{u"repeat"_s, true},
                  {u"delayMs"_s, delayMs},
                  {u"usage"_s, QJsonObject{{u"input"_s, 500}, {u"output"_s, 500}}}});
    }
    StartRequest request = f.request(f.plan(files));
    request.ladder = u"fast"_s;
    request.models = f.models(10);
    request.models.models[1].maxOutputTokens = 1000;
    request.models.roles[u"generator"_s] = {u"dear"_s};
    request.noHuman = true;
    request.noWait = true;
    return request;
}

/// What is set aside for the call of one of its steps, and a little.
qint64 setAside()
{
    RunFixture f;
    f.run(paidRequest(f, 1));
    const auto reserved = f.entries({u"budget.reserved"_s});
    return reserved.isEmpty() ? 0 : reserved[0].data[u"amount"].toInteger() + 500;
}

} // namespace

class TestRunMoney : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parallelStepsGoOnWhenAReservationComesBack();
    void aDamagedLedgerPausesUnderADayCap();
    void aForksReportCountsOnlyWhatItPaid();
    void whoAnsweredIsTheModelOfTheAttempt();
    void aChangedRecordStopsTheResume();
};

/// Once, steps that only others' reservations kept from going on paused a run with money left.
void TestRunMoney::parallelStepsGoOnWhenAReservationComesBack()
{
    RunFixture f;
    StartRequest request = paidRequest(f, 4, 60);
    const qint64 reserved = setAside();
    QVERIFY(reserved > 10'000);
    request.budget = 30'000 + reserved; // the last fits when the others are paid
    const RunOutcome outcome = f.run(request);
    QVERIFY2(outcome.pauseKind.isEmpty(), qPrintable(outcome.pauseKind + u": "_s + outcome.reason));
    QCOMPARE(outcome.finished.steps.pending, 0);
    QCOMPARE(outcome.finished.cost, 40'000);
    QVERIFY(f.entries({u"step.waiting"_s, u"guidance.requested"_s}).isEmpty());

    RunFixture tight;
    request = paidRequest(tight, 4, 60);
    request.budget = 20'000 + reserved; // room for three, asked for by four
    const RunOutcome paused = tight.run(request);
    QCOMPARE(paused.pauseKind, u"cap"_s);
    QCOMPARE(paused.finished.cost, 30'000);
    QVERIFY(!tight.entries({u"guidance.requested"_s}).isEmpty());
}

void TestRunMoney::aDamagedLedgerPausesUnderADayCap()
{
    RunFixture f;
    StartRequest request = paidRequest(f, 1);
    request.perDay = 100'000;
    const QString file = f.locations().index();
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write(QByteArray(5000, 'g'));
    broken.close();
    const RunOutcome outcome = f.run(request);
    QVERIFY2(outcome.reason.contains(file), qPrintable(outcome.reason + f.lastError().message));
    QVERIFY(outcome.finished.status == RunStatus::Paused);
    QCOMPARE(outcome.finished.cost, 0);
    QVERIFY(f.entries({u"budget.settled"_s}).isEmpty());
}

void TestRunMoney::aForksReportCountsOnlyWhatItPaid()
{
    RunFixture f;
    StartRequest request = paidRequest(f, 2);
    request.plan.steps[1].dependsOn = {u"a"_s};
    QCOMPARE(f.run(request).finished.cost, 20'000);
    const auto fork = forkRun(f.locations(), f.clock(), f.lastRun(), u"b"_s);
    QVERIFY2(fork, fork ? "" : qPrintable(fork.error().message));
    f.chooseRun(*fork);
    QCOMPARE(f.resume({.run = *fork}).finished.cost, 10'000);
    const auto reader = journal::JournalReader::open(f.locations().run(*fork));
    QVERIFY(reader);
    const auto report = readReport(**reader);
    QVERIFY(report);
    domain::MicroUsd ofSteps = 0;
    for (const journal::StepView &step : report->moment.steps)
        ofSteps += step.cost;
    domain::MicroUsd ofAttempts = 0;
    for (const journal::AttemptState &attempt : report->moment.attempts)
        ofAttempts += attempt.cost;
    domain::MicroUsd ofModels = 0;
    for (const ModelUse &use : report->models)
        ofModels += use.cost;
    QCOMPARE(report->moment.run.spent, 10'000);
    QCOMPARE(ofSteps, 10'000);
    QCOMPARE(ofAttempts, 10'000);
    QCOMPARE(ofModels, 10'000);
}

void TestRunMoney::whoAnsweredIsTheModelOfTheAttempt()
{
    RunFixture f;
    StartRequest request = paidRequest(f, 1);
    domain::Model small = request.models.models[0];
    small.id = u"small"_s;
    small.contextTokens = 16; // nothing fits
    request.models.models.append(small);
    request.models.roles[u"generator"_s] = {u"small"_s, u"dear"_s};
    f.run(request);
    const journal::Moment moment = f.moment();
    QCOMPARE(moment.attempts.size(), 1);
    QCOMPARE(moment.attempts[0].model, u"dear"_s);
    const auto ended = f.entries({u"attempt.ended"_s});
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended[0].data[u"model"].toString(), u"dear"_s);
}

/// One was taken as it stood, and the program crashed on whom it named.
void TestRunMoney::aChangedRecordStopsTheResume()
{
    RunFixture f;
    StartRequest request = paidRequest(f, 2);
    request.plan.steps[1].dependsOn = {u"a"_s};
    request.budget = setAside();
    QCOMPARE(f.run(request).pauseKind, u"cap"_s);
    const QString folder = f.locations().run(f.lastRun());
    {
        const auto db = storage::Database::open(folder + u"/journal.sqlite"_s, storage::Database::Access::ReadWrite);
        QVERIFY(db);
        QVERIFY((*db)->run(u"UPDATE effect SET record=CAST(replace(CAST(record AS TEXT),'dear','h') AS BLOB)"_s));
    }
    f.resume({.run = f.lastRun(), .budget = 100'000});
    QCOMPARE(domain::toString(f.lastError().kind), domain::toString(domain::ErrorKind::Corrupt));
    QVERIFY2(f.lastError().message.contains(folder) && f.lastError().message.contains(u"the record of"_s),
             qPrintable(f.lastError().message));
}

QTEST_GUILESS_MAIN(TestRunMoney)
#include "tst_runmoney.moc"

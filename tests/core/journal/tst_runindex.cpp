// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "journal/runindex.h"

#include <QRegularExpression>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::ErrorKind;
using domain::RequestState;

class TestRunIndex : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsNewestFirst();
    void removedRunKeepsItsSpending();
    void spendingOfADay();
    void whatIsSetAsideCountsForOtherRuns();
    void requests();
    void writerKeepsItsLine();
    void writerWithoutAnIndex();
    void brokenIndexStopsNoRun();
    void manyAtOnce();
};

void TestRunIndex::runsNewestFirst()
{
    QTemporaryDir home;
    const QString file = home.filePath(u"state/index.sqlite"_s);
    const auto index = RunIndex::open(file);
    OK(index);
    RunView a{.run = u"a"_s,
              .task = u"A"_s,
              .language = u"python"_s,
              .workspace = u"/w"_s,
              .branch = u"b"_s,
              .status = domain::RunStatus::Partial,
              .reason = u"why"_s,
              .attempts = 3,
              .spent = 5,
              .reserved = 6,
              .paidCalls = 7,
              .createdMs = 10,
              .updatedMs = 20,
              .seq = 30};
    a.counts.accepted = 1;
    a.counts.stubbed = 2;
    a.counts.blocked = 3;
    const RunView b{.run = u"b"_s, .createdMs = 11};
    OK((*index)->put(a));
    OK((*index)->put(b));
    a.spent = 8;
    OK((*index)->put(a));
    const auto again = RunIndex::open(file);
    const auto runs = (*again)->runs();
    OK(runs);
    QCOMPARE(runs->size(), 2);
    QCOMPARE(runs->at(0).run, u"b"_s);
    QVERIFY(runs->at(1) == a);
}

void TestRunIndex::removedRunKeepsItsSpending()
{
    QTemporaryDir home;
    const auto index = RunIndex::open(home.filePath(u"index.sqlite"_s));
    OK((*index)->put({.run = u"a"_s}));
    OK((*index)->putRequest({.id = u"a.1"_s, .run = u"a"_s}, RequestState::Open));
    OK((*index)->addSpending(u"a"_s, u"2026-11-22"_s, 5));
    OK((*index)->remove(u"a"_s));
    QVERIFY((*index)->runs()->isEmpty());
    QVERIFY((*index)->openRequests()->isEmpty());
    QCOMPARE(*(*index)->spentOn(u"2026-11-22"_s, {}), 5);
}

void TestRunIndex::spendingOfADay()
{
    QTemporaryDir home;
    const auto index = RunIndex::open(home.filePath(u"index.sqlite"_s));
    OK((*index)->addSpending(u"a"_s, u"2026-11-22"_s, 5));
    OK((*index)->addSpending(u"a"_s, u"2026-11-22"_s, 6));
    OK((*index)->addSpending(u"b"_s, u"2026-11-22"_s, 7));
    OK((*index)->addSpending(u"b"_s, u"2026-11-23"_s, 100));
    QCOMPARE(*(*index)->spentOn(u"2026-11-22"_s, {}), 18);
    QCOMPARE(*(*index)->spentOn(u"2026-11-22"_s, u"a"_s), 7);
    QCOMPARE(*(*index)->spentOn(u"2026-11-24"_s, {}), 0);
}

void TestRunIndex::whatIsSetAsideCountsForOtherRuns()
{
    QTemporaryDir home;
    const auto index = RunIndex::open(home.filePath(u"index.sqlite"_s));
    const QString day = u"2026-11-22"_s;
    OK((*index)->addSpending(u"a"_s, day, 5));
    QList<qint64> seen;
    const auto fits = [&seen](qint64 today) {
        seen.append(today);
        return domain::Result<void>();
    };
    OK((*index)->reserve(u"a"_s, day, {{u"k1"_s, 10}, {u"k2"_s, 20}}, fits));
    FAILS((*index)->reserve(u"b"_s, day, {{u"k1"_s, 100}},
                            [](qint64) { return domain::Result<void>(domain::fail(ErrorKind::OverBudget, u"no"_s)); }),
          ErrorKind::OverBudget);
    OK((*index)->reserve(u"b"_s, day, {}, fits));
    OK((*index)->settle(u"a"_s, u"k1"_s, day, 3));
    OK((*index)->reserve(u"b"_s, day, {}, fits));
    OK((*index)->reserve(u"a"_s, u"2026-11-23"_s, {}, fits));
    OK((*index)->release(u"a"_s, {}));
    OK((*index)->reserve(u"b"_s, day, {}, fits));
    QCOMPARE(seen, (QList<qint64>{5, 35, 28, 0, 8}));
    QCOMPARE(*(*index)->spentOn(day, {}), 8);
}

void TestRunIndex::requests()
{
    QTemporaryDir home;
    const auto index = RunIndex::open(home.filePath(u"index.sqlite"_s));
    const domain::Request first{.id = u"a.1"_s,
                                .run = u"a"_s,
                                .step = u"s"_s,
                                .kind = domain::RequestKind::Budget,
                                .title = u"T"_s,
                                .question = u"Q?"_s,
                                .details = {{u"cap"_s, 5}},
                                .createdMs = 10,
                                .deadlineMs = 99};
    domain::Request second = first;
    second.id = u"b.1"_s;
    second.createdMs = 5;
    OK((*index)->putRequest(first, RequestState::Open));
    OK((*index)->putRequest(second, RequestState::Open));
    const auto open = (*index)->openRequests();
    OK(open);
    QCOMPARE(open->size(), 2);
    QVERIFY(open->at(0) == second);
    QVERIFY(open->at(1) == first);
    OK((*index)->putRequest(second, RequestState::Answered));
    QCOMPARE((*index)->openRequests()->size(), 1);
    RequestState state = RequestState::Open;
    const auto found = (*index)->request(u"b.1"_s, &state);
    OK(found);
    QVERIFY(*found == second);
    QVERIFY(state == RequestState::Answered);
    FAILS((*index)->request(u"c.1"_s), ErrorKind::NotFound);
}

void TestRunIndex::writerKeepsItsLine()
{
    Fixture f;
    OK(f.create());
    const auto index = RunIndex::open(f.home.filePath(u"index.sqlite"_s));
    OK(index);
    OK(f.journal->append({}, draft(u"run.started"_s, {{u"task"_s, u"t"_s}})));
    OK(f.journal->flush());
    QCOMPARE((*index)->runs()->size(), 1);
    QCOMPARE((*index)->runs()->first().task, u"t"_s);
    OK(f.journal->append({}, draft(u"run.ended"_s, {{u"status"_s, u"accepted"_s}})));
    f.journal.reset();
    const auto runs = (*index)->runs();
    QVERIFY(runs->first().status == domain::RunStatus::Accepted);
    QCOMPARE(runs->first().run, u"r1"_s);
}

void TestRunIndex::writerWithoutAnIndex()
{
    QTemporaryDir home;
    const storage::ManualClock clock(1);
    {
        const auto elsewhere = Journal::create(home.filePath(u"other/r1"_s), u"r1"_s, clock);
        OK(elsewhere);
        OK((*elsewhere)->append({}, draft(u"run.started"_s)));
        OK((*elsewhere)->flush());
    }
    QVERIFY(!QFileInfo::exists(home.filePath(u"index.sqlite"_s)));
    {
        const auto named =
            Journal::create(home.filePath(u"other/r2"_s), u"r2"_s, clock, home.filePath(u"mine.sqlite"_s));
        OK(named);
        OK((*named)->append({}, draft(u"run.started"_s)));
        OK((*named)->flush());
    }
    QVERIFY(QFileInfo::exists(home.filePath(u"mine.sqlite"_s)));
}

void TestRunIndex::brokenIndexStopsNoRun()
{
    Fixture f;
    QFile file(f.home.filePath(u"index.sqlite"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no database, and long enough to be looked at");
    file.close();
    FAILS(RunIndex::open(file.fileName()), ErrorKind::Corrupt);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"index.sqlite"_s));
    OK(f.create());
    OK(f.journal->append({}, draft(u"run.started"_s)));
    OK(f.journal->flush());
    QCOMPARE(f.types(), QStringList{u"run.started"_s});
}

void TestRunIndex::manyAtOnce()
{
    QTemporaryDir home;
    const QString file = home.filePath(u"index.sqlite"_s);
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t) {
        threads.emplace_back([&, t] {
            const auto index = RunIndex::open(file);
            failures += index ? 0 : 1;
            for (int i = 0; index && i < 20; ++i)
                failures += (*index)->addSpending(QString::number(t), u"d"_s, 1) ? 0 : 1;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(*(*RunIndex::open(file))->spentOn(u"d"_s, {}), 120);
}

QTEST_GUILESS_MAIN(TestRunIndex)
#include "tst_runindex.moc"

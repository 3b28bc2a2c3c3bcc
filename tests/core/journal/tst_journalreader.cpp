// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "journal/projector.h"
#include "journal/searchindex.h"

#include <QElapsedTimer>
#include <QJsonArray>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::ErrorKind;

class TestJournalReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void filters_data();
    void filters();
    void pagesInBothDirections();
    void everyMomentIsWhatTheProjectorSays();
    void readsWhileItIsWritten();
    void searchFindsTheNewestFirst_data();
    void searchFindsTheNewestFirst();
    void searchOfAnEndedRunIndexesIt();
    void damagedSearchIndexIsMadeAnew();
};

namespace {
void waitForIndex(JournalReader &reader, qint64 seq)
{
    qint64 to = 0;
    for (int i = 0; i < 200 && to < seq; ++i) {
        QVERIFY(reader.search(u"x"_s, 1, &to));
        if (to < seq)
            QTest::qSleep(20);
    }
    QCOMPARE(to, seq);
}
} // namespace

void TestJournalReader::filters_data()
{
    QTest::addColumn<QString>("step");
    QTest::addColumn<int>("attempt");
    QTest::addColumn<QStringList>("types");
    QTest::addColumn<QList<qint64>>("seqs");
    const QString any = u"*"_s;
    QTest::newRow("all") << any << -1 << QStringList{} << QList<qint64>{1, 2, 3, 4, 5, 6};
    QTest::newRow("of the run") << u""_s << -1 << QStringList{} << QList<qint64>{1, 6};
    QTest::newRow("of a step") << u"a"_s << -1 << QStringList{} << QList<qint64>{2, 3, 5};
    QTest::newRow("of an attempt") << u"a"_s << 1 << QStringList{} << QList<qint64>{3, 5};
    QTest::newRow("attempt of any step") << any << 1 << QStringList{} << QList<qint64>{3, 4, 5};
    QTest::newRow("frequent type") << any << -1 << QStringList{u"insight"_s} << QList<qint64>{3, 4};
    QTest::newRow("rare type") << any << -1 << QStringList{u"run.started"_s} << QList<qint64>{1};
    QTest::newRow("rare types") << any << -1 << QStringList{u"run.started"_s, u"run.ended"_s} << QList<qint64>{1, 6};
    QTest::newRow("both sorts") << any << -1 << QStringList{u"insight"_s, u"run.ended"_s} << QList<qint64>{3, 4, 6};
    QTest::newRow("type of a step") << u"a"_s << -1 << QStringList{u"insight"_s, u"step.started"_s}
                                    << QList<qint64>{2, 3};
    QTest::newRow("no such") << u"zz"_s << -1 << QStringList{} << QList<qint64>{};
}

void TestJournalReader::filters()
{
    QFETCH(QString, step);
    QFETCH(int, attempt);
    QFETCH(QStringList, types);
    QFETCH(QList<qint64>, seqs);
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"run.started"_s)));
    OK(f.journal->append({}, draft(u"step.started"_s, {}, u"a"_s)));
    OK(f.journal->append({}, draft(u"insight"_s, {}, u"a"_s, 1)));
    OK(f.journal->append({}, draft(u"insight"_s, {}, u"b"_s, 1)));
    OK(f.journal->append({}, draft(u"verdict.reached"_s, {}, u"a"_s, 1)));
    OK(f.journal->append({}, draft(u"run.ended"_s)));
    OK(f.journal->flush());
    EntryFilter filter{.types = types};
    if (step != u"*")
        filter.step = step;
    if (attempt >= 0)
        filter.attempt = attempt;
    const auto reader = f.reader();
    const auto forward = reader->entries(0, 100, filter);
    const auto backward = reader->entriesBefore(100, 100, filter);
    OK(forward);
    OK(backward);
    QList<qint64> found;
    for (const domain::Entry &entry : *forward)
        found.append(entry.seq);
    QCOMPARE(found, seqs);
    found.clear();
    for (const domain::Entry &entry : *backward)
        found.prepend(entry.seq);
    QCOMPARE(found, seqs);
}

void TestJournalReader::pagesInBothDirections()
{
    Fixture f;
    OK(f.create());
    for (int i = 0; i < 25; ++i)
        OK(f.journal->append({}, draft(u"a"_s)));
    OK(f.journal->flush());
    const auto reader = f.reader();
    QCOMPARE(*reader->lastSeq(), 25);
    qint64 seq = 0;
    for (const qsizetype size : {10, 10, 5, 0}) {
        const auto page = reader->entries(seq, 10);
        QCOMPARE(page->size(), size);
        if (size > 0) {
            QCOMPARE(page->first().seq, seq + 1);
            seq = page->last().seq;
        }
    }
    const auto newest = reader->entriesBefore(26, 3);
    QCOMPARE(newest->size(), 3);
    QCOMPARE(newest->at(0).seq, 25);
    QCOMPARE(newest->at(2).seq, 23);
}

void TestJournalReader::everyMomentIsWhatTheProjectorSays()
{
    Fixture f;
    OK(f.create());
    QList<domain::Entry> all;
    f.journal->onCommitted([&all](const QList<domain::Entry> &entries) { all += entries; });
    const QJsonArray steps{QJsonObject{{u"id"_s, u"a"_s}}, QJsonObject{{u"id"_s, u"b"_s}}};
    OK(f.journal->append(
        {}, draft(u"run.started"_s, {{u"task"_s, u"t"_s}, {u"plan"_s, QJsonObject{{u"steps"_s, steps}}}})));
    for (int i = 0; i < 60; ++i) {
        const QString step = i % 2 == 0 ? u"a"_s : u"b"_s;
        const QStringList types{u"step.started"_s,      u"attempt.started"_s, u"insight"_s,       u"budget.reserved"_s,
                                u"budget.settled"_s,    u"verdict.reached"_s, u"attempt.ended"_s, u"step.waiting"_s,
                                u"guidance.answered"_s, u"step.ended"_s,      u"step.reopened"_s, u"plan.amended"_s};
        const QString type = types.at(i / 2 % types.size());
        const QJsonObject data{
            {u"number"_s, i},       {u"counted"_s, true},
            {u"amount"_s, 10},      {u"reserved"_s, 10},
            {u"spent"_s, i},        {u"paid"_s, true},
            {u"score"_s, i % 10},   {u"state"_s, i % 3 == 0 ? u"accepted"_s : u"stubbed"_s},
            {u"request"_s, u"q"_s}, {u"steps"_s, QJsonArray{QJsonObject{{u"id"_s, u"new%1"_s.arg(i)}}}}};
        OK(f.journal->append({}, draft(type, data, step, i)));
        f.clock.advance(3);
        // Taken up again from the last rows, in the middle.
        if (i == 30) {
            OK(f.reopen());
            f.journal->onCommitted([&all](const QList<domain::Entry> &entries) { all += entries; });
        }
    }
    OK(f.journal->flush());
    const auto reader = f.reader();
    const auto entries = reader->entries(0, 1000);
    OK(entries);
    QCOMPARE(all, *entries);
    Projector projector;
    for (const domain::Entry &entry : *entries) {
        projector.apply(entry);
        const Moment expected = projector.moment(u"r1"_s, entry.seq, entry.timeMs);
        const auto moment = reader->at(entry.seq);
        OK(moment);
        QVERIFY(moment->run == expected.run);
        QVERIFY(moment->steps == expected.steps);
        QVERIFY(moment->attempts == expected.attempts);
    }
    QCOMPARE(reader->at()->run.seq, entries->last().seq);
    QCOMPARE(reader->at(99'999)->run.seq, entries->last().seq);
}

void TestJournalReader::readsWhileItIsWritten()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"a"_s), Durability::Committed));
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    std::thread follower([&] {
        const auto reader = f.reader();
        qint64 seq = 0;
        while (!stop || seq < *reader->lastSeq()) {
            const auto page = reader->entries(seq, 100);
            for (const domain::Entry &entry : *page)
                wrong += entry.seq == ++seq ? 0 : 1;
            wrong += reader->at() ? 0 : 1;
        }
        wrong += seq == 3001 ? 0 : 1;
    });
    for (int i = 0; i < 3000; ++i)
        OK(f.journal->append({}, draft(u"a"_s, {{u"text"_s, QString(500, u'x')}}),
                             i % 500 == 0 ? Durability::Synced : Durability::Queued));
    OK(f.journal->flush());
    stop = true;
    follower.join();
    QCOMPARE(wrong.load(), 0);
    OK(f.reader()->verify());
}

void TestJournalReader::searchFindsTheNewestFirst_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<qint64>>("seqs");
    QTest::newRow("one word") << u"parser"_s << QList<qint64>{3, 1};
    QTest::newRow("all words") << u"parser slow"_s << QList<qint64>{3};
    QTest::newRow("prefix") << u"pars"_s << QList<qint64>{3, 1};
    QTest::newRow("nested") << u"deep"_s << QList<qint64>{2};
    QTest::newRow("type") << u"insight"_s << QList<qint64>{3, 2, 1};
    QTest::newRow("accents") << u"arger"_s << QList<qint64>{2};
    QTest::newRow("syntax is text") << u"parser AND (\" NEAR"_s << QList<qint64>{};
    QTest::newRow("field names are not text") << u"nothing"_s << QList<qint64>{};
    QTest::newRow("empty") << u"  "_s << QList<qint64>{};
}

void TestJournalReader::searchFindsTheNewestFirst()
{
    QFETCH(QString, text);
    QFETCH(QList<qint64>, seqs);
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"The parser is fine"_s}})));
    OK(f.journal->append({},
                         draft(u"insight"_s, {{u"nothing"_s, QJsonArray{QJsonObject{{u"x"_s, u"deep Ärger"_s}}}}})));
    OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"The PARSER is slow"_s}})));
    OK(f.journal->flush());
    const auto reader = f.reader();
    waitForIndex(*reader, 3);
    const auto found = reader->search(text, 10);
    OK(found);
    QCOMPARE(*found, seqs);
    QVERIFY(reader->search(text, 1)->size() <= 1);
}

void TestJournalReader::searchOfAnEndedRunIndexesIt()
{
    Fixture f;
    OK(f.create());
    for (int i = 0; i < 3000; ++i)
        OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"number%1"_s.arg(i)}})));
    f.journal.reset();
    const auto reader = f.reader();
    waitForIndex(*reader, 3000);
    QCOMPARE(*reader->search(u"number2999"_s, 10), QList<qint64>{3000});
}

void TestJournalReader::damagedSearchIndexIsMadeAnew()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"needle"_s}})));
    f.journal.reset();
    QFile file(f.folder + u"/search.sqlite"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'z'));
    file.close();
    const auto reader = f.reader();
    QCOMPARE(*reader->search(u"needle"_s, 10), QList<qint64>{1});
}

QTEST_GUILESS_MAIN(TestJournalReader)
#include "tst_journalreader.moc"

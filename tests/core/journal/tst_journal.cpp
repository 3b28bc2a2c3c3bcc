// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "journal/inbox.h"

#include <QSet>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::ErrorKind;

class TestJournal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keysHaveDistinctTexts_data();
    void keysHaveDistinctTexts();
    void entriesComeBackAsTheyWent_data();
    void entriesComeBackAsTheyWent();
    void sequenceGoesOnAfterOpening();
    void keyedEntryIsWrittenOnce_data();
    void keyedEntryIsWrittenOnce();
    void listenerHearsEverythingInOrder();
    void manyThreadsAppend();

    void effectRunsOnce_data();
    void effectRunsOnce();
    void replayInTheSameProcessFindsTheRecord();
    void otherInputDiverges();
    void failedEffectLeavesTheKeyFree_data();
    void failedEffectLeavesTheKeyFree();
    void entriesOfAnEffectAreWrittenOnce();
    void sameKeyTwiceAtOnceIsRefused();
    void effectsOfManyThreads();
    void openIntentIsListedAndClosed();
    void openIntentIsDoneAgain();

    void blobs();
    void wishIsConsumedOnce();
    void wishConsumedTwiceIsAConflict();

    void createTwiceIsAConflict();
    void openWithoutARun();
    void secondOpenIsLocked();
};

namespace {
EffectResult resultOf(int number)
{
    return {.record = {{u"n"_s, number}}};
}
Key keyOf(const QString &name, int ordinal = 0)
{
    return {.step = u"s1"_s, .epoch = 0, .attempt = 1, .name = name, .ordinal = ordinal};
}
} // namespace

void TestJournal::keysHaveDistinctTexts_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    const auto row = [](const char *name, const Key &a, const Key &b) {
        QTest::newRow(name) << a.toString() << b.toString();
    };
    row("slash in a name", {.step = u"a"_s, .name = u"b/c"_s}, {.step = u"a"_s, .member = u"b"_s, .name = u"c"_s});
    row("percent", {.step = u"a%2F"_s, .name = u"n"_s}, {.step = u"a/"_s, .name = u"n"_s});
    row("epoch and attempt", {.epoch = 1, .attempt = 2, .name = u"n"_s}, {.epoch = 2, .attempt = 1, .name = u"n"_s});
    row("ordinal", {.name = u"n"_s, .ordinal = 1}, {.name = u"n"_s});
    row("run and step", {.name = u"n"_s}, {.step = u"s"_s, .name = u"n"_s});
}

void TestJournal::keysHaveDistinctTexts()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QVERIFY(first != second);
}

void TestJournal::entriesComeBackAsTheyWent_data()
{
    QTest::addColumn<int>("durability");
    QTest::newRow("queued") << int(Durability::Queued);
    QTest::newRow("committed") << int(Durability::Committed);
    QTest::newRow("synced") << int(Durability::Synced);
}

void TestJournal::entriesComeBackAsTheyWent()
{
    QFETCH(int, durability);
    Fixture f;
    OK(f.create());
    const QJsonObject data{
        {u"text"_s, u"ä \"quoted\"\n€"_s}, {u"n"_s, 12.5}, {u"big"_s, qint64(9'007'199'254'740'993)}};
    const auto seq = f.journal->append({}, draft(u"insight"_s, data, u"s1"_s, 3), Durability(durability));
    OK(seq);
    QCOMPARE(*seq, 1);
    f.clock.advance(5);
    OK(f.journal->append({}, {.type = u"run.paused"_s}, Durability(durability)));
    OK(f.journal->flush());
    const auto entries = f.reader()->entries(0, 10);
    OK(entries);
    QCOMPARE(entries->size(), 2);
    QCOMPARE(entries->at(0), (domain::Entry{1, 1'000'000, u"r1"_s, u"s1"_s, 3, u"insight"_s, data}));
    QCOMPARE(entries->at(1).timeMs, 1'000'005);
    QCOMPARE(entries->at(1).step, QString());
    OK(f.reader()->verify());
}

void TestJournal::sequenceGoesOnAfterOpening()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"a"_s)));
    OK(f.reopen());
    QCOMPARE(f.journal->run(), u"r1"_s);
    const auto seq = f.journal->append({}, draft(u"b"_s));
    OK(seq);
    QCOMPARE(*seq, 2);
    OK(f.reopen());
    QCOMPARE(f.types(), (QStringList{u"a"_s, u"b"_s}));
    OK(f.reader()->verify());
}

void TestJournal::keyedEntryIsWrittenOnce_data()
{
    QTest::addColumn<bool>("flush");
    QTest::addColumn<bool>("reopen");
    QTest::newRow("at once") << false << false;
    QTest::newRow("committed") << true << false;
    QTest::newRow("in another process") << true << true;
}

void TestJournal::keyedEntryIsWrittenOnce()
{
    QFETCH(bool, flush);
    QFETCH(bool, reopen);
    Fixture f;
    OK(f.create());
    const auto first = f.journal->append(keyOf(u"x"_s), draft(u"a"_s));
    OK(first);
    if (flush)
        OK(f.journal->flush());
    if (reopen)
        OK(f.reopen());
    const auto again = f.journal->append(keyOf(u"x"_s), draft(u"a"_s));
    OK(again);
    QCOMPARE(*again, *first);
    const auto other = f.journal->append(keyOf(u"x"_s, 1), draft(u"b"_s));
    OK(other);
    QCOMPARE(*other, 2);
    OK(f.journal->flush());
    QCOMPARE(f.types(), (QStringList{u"a"_s, u"b"_s}));
}

void TestJournal::listenerHearsEverythingInOrder()
{
    Fixture f;
    OK(f.create());
    QList<qint64> heard;
    f.journal->onCommitted([&heard](const QList<domain::Entry> &entries) {
        for (const domain::Entry &entry : entries)
            heard.append(entry.seq);
    });
    for (int i = 0; i < 1000; ++i)
        OK(f.journal->append({}, draft(u"a"_s), i % 100 == 0 ? Durability::Committed : Durability::Queued));
    OK(f.journal->flush());
    QCOMPARE(heard.size(), 1000);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(heard.at(i), i + 1);
}

void TestJournal::manyThreadsAppend()
{
    Fixture f;
    OK(f.create());
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&f, &failures, t] {
            for (int i = 0; i < 200; ++i) {
                // Each key is tried by two threads.
                const auto seq = f.journal->append(keyOf(u"t%1"_s.arg(t / 2), i), draft(u"a"_s),
                                                   i % 50 == 0 ? Durability::Synced : Durability::Queued);
                failures += seq ? 0 : 1;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    OK(f.journal->flush());
    const auto count = f.reader()->verify();
    OK(count);
    QCOMPARE(*count, 800);
}

void TestJournal::effectRunsOnce_data()
{
    QTest::addColumn<int>("durability");
    QTest::addColumn<bool>("reopen");
    for (const bool reopen : {false, true}) {
        QTest::addRow("queued, reopened %d", reopen) << int(Durability::Queued) << reopen;
        QTest::addRow("committed, reopened %d", reopen) << int(Durability::Committed) << reopen;
        QTest::addRow("synced, reopened %d", reopen) << int(Durability::Synced) << reopen;
    }
}

void TestJournal::effectRunsOnce()
{
    QFETCH(int, durability);
    QFETCH(bool, reopen);
    Fixture f;
    OK(f.create());
    int runs = 0;
    const auto ask = [&](bool *replayed) {
        return f.journal->once(
            keyOf(u"model.generate"_s), "hash", {{u"reserved"_s, 5}}, Durability(durability),
            [&runs]() -> domain::Result<EffectResult> { return resultOf(++runs); }, replayed);
    };
    bool replayed = true;
    const auto first = ask(&replayed);
    OK(first);
    QVERIFY(!replayed);
    if (reopen)
        OK(f.reopen());
    QVERIFY(f.journal->has(keyOf(u"model.generate"_s)));
    QVERIFY(!f.journal->has(keyOf(u"model.generate"_s, 1)));
    const auto second = ask(&replayed);
    OK(second);
    QVERIFY(replayed);
    QCOMPARE(runs, 1);
    QCOMPARE(*first, *second);
    OK(f.journal->flush());
    QCOMPARE(f.types(), (QStringList{u"effect.intended"_s, u"effect.done"_s}));
    QVERIFY(f.journal->openIntents().isEmpty());
    const auto entries = f.reader()->entries(0, 10);
    QCOMPARE(entries->at(0).data["about"_L1].toObject(), (QJsonObject{{u"reserved"_s, 5}}));
    QCOMPARE(entries->at(1).step, u"s1"_s);
    QCOMPARE(entries->at(1).attempt, 1);
}

void TestJournal::replayInTheSameProcessFindsTheRecord()
{
    Fixture f;
    OK(f.create());
    for (int i = 0; i < 50; ++i)
        OK(f.journal->once(keyOf(u"e"_s, i), "h", {}, Durability::Queued, [i] { return resultOf(i); }));
    OK(f.journal->flush());
    for (int i = 0; i < 50; ++i) {
        bool replayed = false;
        const auto record = f.journal->once(
            keyOf(u"e"_s, i), "h", {}, Durability::Queued, [] { return resultOf(-1); }, &replayed);
        OK(record);
        QVERIFY(replayed);
        QCOMPARE((*record)["n"_L1].toInt(), i);
    }
}

void TestJournal::otherInputDiverges()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->once(keyOf(u"e"_s), "one", {}, Durability::Committed, [] { return resultOf(1); }));
    for (int round = 0; round < 2; ++round) {
        bool ran = false;
        const auto other = f.journal->once(keyOf(u"e"_s), "two", {}, Durability::Committed, [&ran] {
            ran = true;
            return resultOf(2);
        });
        QVERIFY(!ran);
        FAILS(other, ErrorKind::Diverged);
        OK(f.reopen());
    }
    QCOMPARE(f.types(), (QStringList{u"effect.intended"_s, u"effect.done"_s, u"step.diverged"_s}));
    const auto told = f.reader()->entries(2, 1);
    QCOMPARE(told->first().data["recorded"_L1].toString(), QString::fromLatin1(QByteArray("one").toHex()));
    QCOMPARE(told->first().data["key"_L1].toString(), keyOf(u"e"_s).toString());
}

void TestJournal::failedEffectLeavesTheKeyFree_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("awaiting") << int(ErrorKind::Awaiting);
    QTest::newRow("network") << int(ErrorKind::Network);
    QTest::newRow("cancelled") << int(ErrorKind::Cancelled);
    QTest::newRow("over budget") << int(ErrorKind::OverBudget);
}

void TestJournal::failedEffectLeavesTheKeyFree()
{
    QFETCH(int, kind);
    Fixture f;
    OK(f.create());
    const auto failed =
        f.journal->once(keyOf(u"e"_s), "one", {}, Durability::Synced,
                        [&]() -> domain::Result<EffectResult> { return domain::fail(ErrorKind(kind), u"no luck"_s); });
    QVERIFY(!failed);
    QCOMPARE(failed.error(), (domain::Error{ErrorKind(kind), u"no luck"_s}));
    QVERIFY(!f.journal->has(keyOf(u"e"_s)));
    OK(f.reopen());
    QVERIFY(f.journal->openIntents().isEmpty());
    // Another input is no divergence: nothing was recorded.
    const auto done = f.journal->once(keyOf(u"e"_s), "two", {}, Durability::Queued, [] { return resultOf(7); });
    OK(done);
    QCOMPARE((*done)["n"_L1].toInt(), 7);
    OK(f.journal->flush());
    QCOMPARE(f.types(), (QStringList{u"effect.intended"_s, u"effect.ended"_s, u"effect.intended"_s, u"effect.done"_s}));
    const auto ended = f.reader()->entries(1, 1);
    QCOMPARE(ended->first().data["kind"_L1].toString(), domain::toString(ErrorKind(kind)));
    QCOMPARE(ended->first().data["message"_L1].toString(), u"no luck"_s);
}

void TestJournal::entriesOfAnEffectAreWrittenOnce()
{
    Fixture f;
    OK(f.create());
    for (int round = 0; round < 2; ++round) {
        OK(f.journal->once(keyOf(u"e"_s), "one", {}, Durability::Committed, []() -> domain::Result<EffectResult> {
            return EffectResult{.record = {{u"n"_s, 1}},
                                .entries = {draft(u"insight"_s, {{u"text"_s, u"t"_s}}, u"s1"_s)}};
        }));
        OK(f.reopen());
    }
    QCOMPARE(f.types(), (QStringList{u"effect.intended"_s, u"insight"_s, u"effect.done"_s}));
}

void TestJournal::sameKeyTwiceAtOnceIsRefused()
{
    Fixture f;
    OK(f.create());
    std::optional<ErrorKind> inner;
    OK(f.journal->once(keyOf(u"e"_s), "one", {}, Durability::Queued, [&] {
        const auto again = f.journal->once(keyOf(u"e"_s), "one", {}, Durability::Queued, [] { return resultOf(2); });
        if (!again)
            inner = again.error().kind;
        return resultOf(1);
    }));
    QVERIFY(inner == ErrorKind::Internal);
    OK(f.journal->once(keyOf(u"e"_s), "one", {}, Durability::Queued, [] { return resultOf(3); }));
}

void TestJournal::effectsOfManyThreads()
{
    Fixture f;
    OK(f.create());
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t) {
        threads.emplace_back([&f, &wrong, t] {
            for (int i = 0; i < 60; ++i) {
                const int number = t * 1000 + i / 2;
                const auto record = f.journal->once(keyOf(u"t%1"_s.arg(t), i / 2), "h", {}, Durability(i % 3),
                                                    [number] { return resultOf(number); });
                wrong += record && (*record)["n"_L1].toInt() == number ? 0 : 1;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
    OK(f.journal->flush());
    QCOMPARE(f.types().count(u"effect.done"_s), 6 * 30);
    OK(f.reader()->verify());
}

void TestJournal::openIntentIsListedAndClosed()
{
    Fixture f;
    OK(f.create());
    // The process ends in the middle of the work: seen from inside of it.
    OK(f.journal->once(keyOf(u"e"_s), "one", {{u"reserved"_s, 70}}, Durability::Synced,
                       [&]() -> domain::Result<EffectResult> {
                           QDir().mkpath(f.home.filePath(u"copy"_s));
                           for (const QString &name : {u"journal.sqlite"_s, u"journal.sqlite-wal"_s, u"inbox.sqlite"_s})
                               QFile::copy(f.folder + u'/' + name, f.home.filePath(u"copy/"_s + name));
                           return resultOf(1);
                       }));
    f.journal.reset();
    f.folder = f.home.filePath(u"copy"_s);
    OK(f.reopen());
    const auto open = f.journal->openIntents();
    QCOMPARE(open.size(), 1);
    QCOMPARE(open.first().key, keyOf(u"e"_s).toString());
    QCOMPARE(open.first().name, u"e"_s);
    QCOMPARE(open.first().step, u"s1"_s);
    QCOMPARE(open.first().attempt, 1);
    QCOMPARE(open.first().about, (QJsonObject{{u"reserved"_s, 70}}));
    OK(f.journal->closeIntent(open.first().key, u"the process ended"_s,
                              {draft(u"budget.settled"_s, {{u"spent"_s, 70}})}));
    QVERIFY(f.journal->openIntents().isEmpty());
    FAILS(f.journal->closeIntent(open.first().key, u"again"_s, {}), ErrorKind::NotFound);
    OK(f.reopen());
    QVERIFY(f.journal->openIntents().isEmpty());
    QCOMPARE(f.types(), (QStringList{u"effect.intended"_s, u"effect.ended"_s, u"budget.settled"_s}));
}

void TestJournal::openIntentIsDoneAgain()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->once(keyOf(u"e"_s), "one", {}, Durability::Synced, [&]() -> domain::Result<EffectResult> {
        QDir().mkpath(f.home.filePath(u"copy"_s));
        for (const QString &name : {u"journal.sqlite"_s, u"journal.sqlite-wal"_s, u"inbox.sqlite"_s})
            QFile::copy(f.folder + u'/' + name, f.home.filePath(u"copy/"_s + name));
        return resultOf(1);
    }));
    f.journal.reset();
    f.folder = f.home.filePath(u"copy"_s);
    OK(f.reopen());
    QVERIFY(!f.journal->has(keyOf(u"e"_s)));
    bool replayed = true;
    OK(f.journal->once(
        keyOf(u"e"_s), "one", {}, Durability::Synced, [] { return resultOf(2); }, &replayed));
    QVERIFY(!replayed);
    OK(f.reopen());
    QVERIFY(f.journal->has(keyOf(u"e"_s)));
    QVERIFY(f.journal->openIntents().isEmpty());
}

void TestJournal::blobs()
{
    Fixture f;
    OK(f.create());
    QByteArray bytes(300'000, 'x');
    bytes[7] = '\0';
    const auto name = f.journal->putBlob(bytes);
    OK(name);
    QCOMPARE(*name, QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex()));
    QCOMPARE(*f.journal->putBlob(bytes), *name);
    const auto empty = f.journal->putBlob({});
    OK(empty);
    QCOMPARE(f.journal->blob(*name).value_or("?"), bytes);
    OK(f.journal->append({}, draft(u"candidate.made"_s, {{u"blob"_s, *name}}), Durability::Committed));
    QCOMPARE(f.reader()->blob(*name).value_or("?"), bytes);
    QCOMPARE(f.reader()->blob(*empty).value_or("?"), QByteArray());
    QCOMPARE(f.journal->blob(*name).value_or("?"), bytes);
    OK(f.reopen());
    QCOMPARE(f.journal->blob(*name).value_or("?"), bytes);
    FAILS(f.journal->blob(u"00"_s), ErrorKind::NotFound);
    QCOMPARE(*f.journal->putBlob(bytes), *name);
    OK(f.journal->flush());
    OK(f.reader()->verify());
}

void TestJournal::wishIsConsumedOnce()
{
    Fixture f;
    OK(f.create());
    QVERIFY(f.journal->wishes()->isEmpty());
    const auto id = Inbox(f.folder).put(u"pause"_s, {{u"by"_s, u"me"_s}}, 42);
    OK(id);
    OK(Inbox(f.folder).put(u"stop"_s, {}, 43));
    const auto wishes = f.journal->wishes();
    OK(wishes);
    QCOMPARE(wishes->size(), 2);
    QCOMPARE(wishes->at(0).id, *id);
    QCOMPARE(wishes->at(0).kind, u"pause"_s);
    QCOMPARE(wishes->at(0).data, (QJsonObject{{u"by"_s, u"me"_s}}));
    QCOMPARE(wishes->at(0).takenMs, 42);
    QVERIFY(!f.journal->consumedAt(keyOf(u"pause"_s)));
    OK(f.journal->consume(*id, keyOf(u"pause"_s), {draft(u"run.paused"_s)}));
    for (int round = 0; round < 2; ++round) {
        const auto consumed = f.journal->consumedAt(keyOf(u"pause"_s));
        QVERIFY(consumed);
        QCOMPARE(consumed->id, *id);
        QCOMPARE(consumed->data, (QJsonObject{{u"by"_s, u"me"_s}}));
        QCOMPARE(f.journal->wishes()->size(), 1);
        OK(f.reopen());
    }
    QCOMPARE(f.types(), (QStringList{u"run.paused"_s}));
}

void TestJournal::wishConsumedTwiceIsAConflict()
{
    Fixture f;
    OK(f.create());
    const auto id = Inbox(f.folder).put(u"pause"_s, {}, 42);
    const auto other = Inbox(f.folder).put(u"stop"_s, {}, 42);
    OK(f.journal->consume(*id, keyOf(u"pause"_s), {draft(u"run.paused"_s)}));
    OK(f.journal->consume(*id, keyOf(u"pause"_s), {draft(u"run.paused"_s)}));
    FAILS(f.journal->consume(*id, keyOf(u"elsewhere"_s), {}), ErrorKind::Conflict);
    FAILS(f.journal->consume(*other, keyOf(u"pause"_s), {}), ErrorKind::Conflict);
    FAILS(f.journal->consume(99, keyOf(u"none"_s), {}), ErrorKind::NotFound);
    OK(f.journal->flush());
    QCOMPARE(f.types(), (QStringList{u"run.paused"_s}));
}

void TestJournal::createTwiceIsAConflict()
{
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"a"_s)));
    f.journal.reset();
    const auto again = Journal::create(f.folder, u"r2"_s, f.clock);
    FAILS(again, ErrorKind::Conflict);
    OK(f.reopen());
    QCOMPARE(f.types(), (QStringList{u"a"_s}));
}

void TestJournal::openWithoutARun()
{
    Fixture f;
    FAILS(Journal::open(f.folder, f.clock), ErrorKind::NotFound);
    FAILS(JournalReader::open(f.folder), ErrorKind::NotFound);
    QVERIFY(!QFileInfo::exists(f.folder));
}

void TestJournal::secondOpenIsLocked()
{
    Fixture f;
    OK(f.create());
    const auto second = Journal::open(f.folder, f.clock);
    FAILS(second, ErrorKind::Locked);
    QVERIFY2(second.error().message.contains(QString::number(QCoreApplication::applicationPid())),
             qPrintable(second.error().message));
    OK(f.reopen());
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include "storage/database.h"

#include <QDir>
#include <QMap>

#include <atomic>
#include <csignal>

#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::journal;
using domain::ErrorKind;
using storage::Database;

class TestDamage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void damagedFileIsNamedAndUntouched_data();
    void damagedFileIsNamedAndUntouched();
    void damagedFileKeepsItsWal_data();
    void damagedFileKeepsItsWal();
    void closedRunHasNoWal();
    void damageBeforeTheLastThousandIsFoundByVerifying();
    void changedContentsAreFoundByVerifying_data();
    void changedContentsAreFoundByVerifying();
    void changedRecordIsFoundOnOpening();
    void oldChangedRecordIsNotReplayed();
    void changedBlobIsNotRead();
    void lastEntryMissingIsFoundOnOpening();
    void fullDiskBreaksTheWriterAndLosesNothing_data();
    void fullDiskBreaksTheWriterAndLosesNothing();
};

namespace {

QMap<QString, QByteArray> filesOf(const QString &folder)
{
    QMap<QString, QByteArray> files;
    for (const QString &name : QDir(folder).entryList(QDir::Files)) {
        QFile file(folder + u'/' + name);
        if (name != u"lock" && file.open(QIODevice::ReadOnly))
            files.insert(name, file.readAll());
    }
    return files;
}

void writeRun(Fixture &f, int entries)
{
    OK(f.create());
    for (int i = 0; i < entries; ++i)
        OK(f.journal->append({}, draft(u"insight"_s, {{u"text"_s, u"entry number %1"_s.arg(i)}})));
    OK(f.journal->putBlob("some bytes of a blob"));
    OK(f.journal->flush());
    f.journal.reset();
}

/// An effect with a record, and \p entries behind it.
void writeEffect(Fixture &f, int entries)
{
    writeRun(f, 3);
    OK(f.reopen());
    OK(f.journal->once({.name = u"e"_s}, "h", {}, Durability::Committed, [] {
        return EffectResult{.record = {{u"n"_s, 1}}, .entries = {}};
    }));
    for (int i = 0; i < entries; ++i)
        OK(f.journal->append({}, draft(u"insight"_s)));
    OK(f.journal->flush());
    f.journal.reset();
}

void overwrite(const QString &name, const QByteArray &bytes)
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void tamper(const QString &folder, const QString &sql)
{
    const auto db = Database::open(folder + u"/journal.sqlite"_s, Database::Access::ReadWrite);
    OK(db);
    OK((*db)->run(sql));
}

} // namespace

void TestDamage::damagedFileIsNamedAndUntouched_data()
{
    QTest::addColumn<QString>("damage");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("told");
    const QString corrupt = u"corrupt"_s;
    QTest::newRow("no database") << u"garbage"_s << corrupt << u"journal.sqlite"_s;
    QTest::newRow("empty file") << u"empty"_s << corrupt << u"journal.sqlite"_s;
    QTest::newRow("cut off") << u"truncate"_s << corrupt << u"journal.sqlite"_s;
    QTest::newRow("newer version") << u"PRAGMA user_version=99"_s << u"newer_version"_s << u"schema 99"_s;
    QTest::newRow("changed payload") << u"UPDATE entry SET payload=CAST('{}' AS BLOB) WHERE seq=37"_s << corrupt
                                     << u"entry 37 was changed"_s;
    QTest::newRow("changed time") << u"UPDATE entry SET time=time+1 WHERE seq=38"_s << corrupt << u"entry 38"_s;
    QTest::newRow("changed step") << u"UPDATE entry SET step='other' WHERE seq=39"_s << corrupt << u"entry 39"_s;
    QTest::newRow("changed key") << u"UPDATE entry SET key='k' WHERE seq=40"_s << corrupt << u"entry 40"_s;
    QTest::newRow("changed hash") << u"UPDATE entry SET hash=zeroblob(32) WHERE seq=41"_s << corrupt << u"entry 41"_s;
    QTest::newRow("missing entry") << u"DELETE FROM entry WHERE seq=42"_s << corrupt << u"entry 42 is missing"_s;
    QTest::newRow("another database") << u"DROP TABLE meta"_s << corrupt << u"journal.sqlite"_s;
}

void TestDamage::damagedFileIsNamedAndUntouched()
{
    QFETCH(QString, damage);
    QFETCH(QString, kind);
    QFETCH(QString, told);
    Fixture f;
    writeRun(f, 60);
    const QString file = f.folder + u"/journal.sqlite"_s;
    if (damage == u"garbage")
        overwrite(file, QByteArray(20'000, 'g'));
    else if (damage == u"empty")
        overwrite(file, {});
    else if (damage == u"truncate")
        QVERIFY(QFile::resize(file, QFileInfo(file).size() / 2));
    else
        tamper(f.folder, damage);
    const auto before = filesOf(f.folder);
    for (int round = 0; round < 2; ++round) {
        const auto opened = Journal::open(f.folder, f.clock);
        QVERIFY(!opened);
        QCOMPARE(domain::toString(opened.error().kind), kind);
        QVERIFY2(opened.error().message.contains(told), qPrintable(opened.error().message));
        QVERIFY2(opened.error().message.contains(file), qPrintable(opened.error().message));
        const auto reader = JournalReader::open(f.folder);
        QVERIFY(!reader);
        QCOMPARE(domain::toString(reader.error().kind), kind);
        QCOMPARE(filesOf(f.folder).keys(), before.keys());
        QVERIFY(filesOf(f.folder) == before);
    }
}

void TestDamage::damagedFileKeepsItsWal_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("garbage") << QByteArray(20'000, 'g');
    QTest::newRow("empty") << QByteArray();
}

/// Killed and damaged: SQLite would delete the WAL beside an emptied file.
void TestDamage::damagedFileKeepsItsWal()
{
    QFETCH(QByteArray, bytes);
    Fixture f;
    OK(f.create());
    OK(f.journal->append({}, draft(u"insight"_s), Durability::Synced));
    const QString copy = f.home.filePath(u"copy"_s);
    QVERIFY(QDir().mkpath(copy));
    QVERIFY(QFile::copy(f.folder + u"/journal.sqlite-wal"_s, copy + u"/journal.sqlite-wal"_s));
    overwrite(copy + u"/journal.sqlite"_s, bytes);
    const auto before = filesOf(copy);
    FAILS(Journal::open(copy, f.clock), ErrorKind::Corrupt);
    FAILS(JournalReader::open(copy), ErrorKind::Corrupt);
    QVERIFY(filesOf(copy) == before);
}

/// Whoever copies the folder of a closed run needs one file, and a look at it leaves no trace.
void TestDamage::closedRunHasNoWal()
{
    Fixture f;
    OK(f.create());
    for (int i = 0; i < 50; ++i)
        OK(f.journal->append(Key{.name = u"k"_s, .ordinal = i}, draft(u"insight"_s), Durability::Committed));
    // Everybody who reads the file has it open: the one who answers, the one who indexes.
    OK(f.reopen());
    OK(f.journal->append(Key{.name = u"k"_s}, draft(u"insight"_s)));
    OK(f.journal->append({}, draft(u"insight"_s), Durability::Committed));
    qint64 to = 0;
    for (int i = 0; i < 300 && to < 51; ++i) {
        OK(f.reader()->search(u"x"_s, 1, &to));
        QTest::qSleep(10);
    }
    f.journal.reset();
    QVERIFY(!QFileInfo::exists(f.folder + u"/journal.sqlite-wal"_s));
}

void TestDamage::damageBeforeTheLastThousandIsFoundByVerifying()
{
    Fixture f;
    writeRun(f, 1500);
    tamper(f.folder, u"UPDATE entry SET payload=CAST('{}' AS BLOB) WHERE seq=7"_s);
    const auto verified = f.reader()->verify();
    FAILS(verified, ErrorKind::Corrupt);
    QVERIFY2(verified.error().message.contains(u"entry 7 "_s), qPrintable(verified.error().message));
    OK(f.reopen());
}

void TestDamage::changedContentsAreFoundByVerifying_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("blob") << u"UPDATE blob SET bytes=CAST('other' AS BLOB)"_s;
    QTest::newRow("record") << u"UPDATE effect SET record=CAST('{}' AS BLOB)"_s;
    QTest::newRow("record is missing") << u"DELETE FROM effect"_s;
}

/// Of an effect that was done before the last thousand entries: opening does not see it.
void TestDamage::changedContentsAreFoundByVerifying()
{
    QFETCH(QString, sql);
    Fixture f;
    writeEffect(f, 1100);
    OK(f.reader()->verify());
    tamper(f.folder, sql);
    OK(f.reopen());
    f.journal.reset();
    FAILS(f.reader()->verify(), ErrorKind::Corrupt);
}

void TestDamage::changedRecordIsFoundOnOpening()
{
    for (const QString &sql : {u"UPDATE effect SET record=CAST('{\"n\":2}' AS BLOB)"_s, u"DELETE FROM effect"_s}) {
        Fixture f;
        writeEffect(f, 900);
        tamper(f.folder, sql);
        const auto before = filesOf(f.folder);
        const auto opened = Journal::open(f.folder, f.clock);
        FAILS(opened, ErrorKind::Corrupt);
        QVERIFY2(opened.error().message.contains(u"the record of "_s + Key{.name = u"e"_s}.toString()),
                 qPrintable(opened.error().message));
        FAILS(JournalReader::open(f.folder), ErrorKind::Corrupt);
        QVERIFY(filesOf(f.folder) == before);
    }
}

void TestDamage::oldChangedRecordIsNotReplayed()
{
    Fixture f;
    writeEffect(f, 1100);
    tamper(f.folder, u"UPDATE effect SET record=CAST('{\"n\":2}' AS BLOB)"_s);
    OK(f.reopen());
    const Key key{.name = u"e"_s};
    const auto replayed = f.journal->once(key, "h", {}, Durability::Committed, [] { return EffectResult{}; });
    FAILS(replayed, ErrorKind::Corrupt);
    FAILS(f.reader()->record(key.toString()), ErrorKind::Corrupt);
}

void TestDamage::changedBlobIsNotRead()
{
    Fixture f;
    writeRun(f, 3);
    tamper(f.folder, u"UPDATE blob SET bytes=CAST('other' AS BLOB)"_s);
    OK(f.reopen());
    const QString name =
        QString::fromLatin1(QCryptographicHash::hash("some bytes of a blob", QCryptographicHash::Sha256).toHex());
    FAILS(f.journal->blob(name), ErrorKind::Corrupt);
    FAILS(f.reader()->blob(name), ErrorKind::Corrupt);
}

/// The chain alone holds without its end; what was written with it tells.
void TestDamage::lastEntryMissingIsFoundOnOpening()
{
    Fixture effect;
    writeEffect(effect, 0);
    Fixture view;
    writeRun(view, 3);
    OK(view.reopen());
    OK(view.journal->append({}, draft(u"run.paused"_s, {{u"kind"_s, u"cap"_s}, {u"reason"_s, u"r"_s}})));
    view.journal.reset();
    for (const Fixture *f : {&effect, &view}) {
        tamper(f->folder, u"DELETE FROM entry WHERE seq=(SELECT max(seq) FROM entry)"_s);
        const auto opened = Journal::open(f->folder, f->clock);
        FAILS(opened, ErrorKind::Corrupt);
        QVERIFY2(opened.error().message.contains(u" is missing"_s), qPrintable(opened.error().message));
        FAILS(JournalReader::open(f->folder), ErrorKind::Corrupt);
    }
}

void TestDamage::fullDiskBreaksTheWriterAndLosesNothing_data()
{
    QTest::addColumn<int>("durability");
    QTest::newRow("queued") << int(Durability::Queued);
    QTest::newRow("committed") << int(Durability::Committed);
    QTest::newRow("synced") << int(Durability::Synced);
}

/// A limit on the size of files stands for the disk: it needs no rights and hits the same write.
void TestDamage::fullDiskBreaksTheWriterAndLosesNothing()
{
    QFETCH(int, durability);
    std::signal(SIGXFSZ, SIG_IGN);
    Fixture f;
    OK(f.create());
    const QString text(2000, u'x');
    std::atomic<qint64> heard = 0;
    f.journal->onCommitted([&heard](const QList<domain::Entry> &entries) { heard = entries.last().seq; });
    for (int i = 0; i < 20; ++i)
        OK(f.journal->append({}, draft(u"insight"_s), Durability::Committed));
    rlimit old{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &old), 0);
    const rlimit tight{600'000, old.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &tight), 0);
    domain::Result<qint64> last = 0;
    qint64 told = 0;
    for (int i = 0; last && i < 100'000; ++i) {
        if (durability != int(Durability::Queued))
            told = *last;
        last = f.journal->append({}, draft(u"insight"_s, {{u"text"_s, text}}), Durability(durability));
    }
    const auto once = f.journal->once({.name = u"e"_s}, "h", {}, Durability::Queued, [] { return EffectResult{}; });
    const auto flushed = f.journal->flush();
    const auto broken = f.journal->broken();
    const auto blob = f.journal->putBlob("b");
    const auto wishes = f.journal->wishes();
    const auto consumed = f.journal->consume(1, {.name = u"w"_s}, {});
    const auto erased = f.journal->erase("x");
    f.journal.reset();
    setrlimit(RLIMIT_FSIZE, &old);

    FAILS(last, ErrorKind::DiskFull);
    FAILS(once, ErrorKind::DiskFull);
    FAILS(flushed, ErrorKind::DiskFull);
    FAILS(blob, ErrorKind::DiskFull);
    FAILS(wishes, ErrorKind::DiskFull);
    FAILS(consumed, ErrorKind::DiskFull);
    FAILS(erased, ErrorKind::DiskFull);
    QVERIFY(broken.has_value());
    QVERIFY2(broken->message.contains(f.folder), qPrintable(broken->message));
    OK(f.reopen());
    const auto count = f.reader()->verify();
    OK(count);
    QVERIFY(*count >= std::max<qint64>(told, heard));
    QVERIFY(*count >= 20);
    const auto next = f.journal->append({}, draft(u"run.paused"_s), Durability::Synced);
    OK(next);
    QCOMPARE(*next, *count + 1);
}

QTEST_GUILESS_MAIN(TestDamage)
#include "tst_damage.moc"

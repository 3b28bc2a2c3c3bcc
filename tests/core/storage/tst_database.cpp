// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <thread>
#include <vector>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::ErrorKind;
using storage::Database;

class TestDatabase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void valuesComeBack();
    void transactionRollsBack();
    void errorsHaveKinds_data();
    void errorsHaveKinds();
    void missingFile_data();
    void missingFile();
    void constraintIsAConflict();
    void busyFileIsLocked();
    void migrationsRunOnce();
    void brokenMigrationLeavesTheOldSchema();
    void newerFileIsUntouched();
    void migrationsOfManyAtOnce();
    void scriptsWithTriggers();
    void readOnlyCannotWrite();
    void inspectingLeavesNoTrace();
    void inspectingSeesTheWal();
    void oddFileNames();
    void fullSyncIsSwitched();
    void finishedQueriesLetCheckpointsPass();
    void connectionsAreRemoved();
    void anotherProcessLeavesTheWalOfAnOpenFile();
    void whoMakesAFileAtOnceWaitsForTheOther();
};

#define OK(...)                                                                                                        \
    do {                                                                                                               \
        const auto &okResult = (__VA_ARGS__);                                                                          \
        QVERIFY2(okResult.has_value(), qPrintable(okResult.has_value() ? QString() : okResult.error().message));       \
    } while (false)
#define FAILS(result, expected)                                                                                        \
    do {                                                                                                               \
        const auto &failsResult = (result);                                                                            \
        QVERIFY(!failsResult);                                                                                         \
        QCOMPARE(domain::toString(failsResult.error().kind), domain::toString(expected));                              \
    } while (false)

namespace {

struct Folder
{
    QTemporaryDir home;
    QString file = home.filePath(u"a.sqlite"_s);

    std::unique_ptr<Database> open(Database::Access access = Database::Access::ReadWrite) const
    {
        auto db = Database::open(file, access);
        if (!db)
            qFatal("%s", qPrintable(db.error().message));
        return std::move(*db);
    }
    QStringList files() const { return QDir(home.path()).entryList(QDir::Files, QDir::Name); }
    QByteArray bytes() const
    {
        QFile f(file);
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
    }
};

const QByteArray kFirst = "-- a comment; with a semicolon\nCREATE TABLE t (a INTEGER PRIMARY KEY,\n  b TEXT "
                          "UNIQUE);\nINSERT INTO t (b) VALUES ('x;y');\n";
const QByteArray kSecond = "ALTER TABLE t ADD COLUMN c TEXT;\n";

} // namespace

void TestDatabase::valuesComeBack()
{
    const Folder f;
    const auto db = f.open();
    OK(db->run(u"CREATE TABLE t (a INTEGER, b TEXT, c BLOB)"_s));
    const QByteArray blob("b\0c", 3);
    OK(db->run(u"INSERT INTO t VALUES (?,?,?)"_s, {qint64(1) << 60, u"ä€"_s, blob}));
    OK(db->run(u"INSERT INTO t VALUES (?,?,?)"_s, {2, u""_s, QVariant()}));
    QCOMPARE(db->value(u"SELECT a FROM t WHERE b=?"_s, {u"ä€"_s})->toLongLong(), qint64(1) << 60);
    QCOMPARE(db->value(u"SELECT c FROM t WHERE a>?"_s, {2})->toByteArray(), blob);
    QVERIFY(db->value(u"SELECT c FROM t WHERE a=2"_s)->isNull());
    QVERIFY(!db->value(u"SELECT a FROM t WHERE a=3"_s)->isValid());
    QStringList texts;
    OK(db->each(u"SELECT b FROM t ORDER BY a"_s, {},
                [&texts](const QSqlQuery &row) { texts.append(row.value(0).toString()); }));
    QCOMPARE(texts, (QStringList{u""_s, u"ä€"_s}));
}

void TestDatabase::transactionRollsBack()
{
    const Folder f;
    const auto db = f.open();
    OK(db->run(u"CREATE TABLE t (a INTEGER)"_s));
    const auto failed = db->transaction([&]() -> domain::Result<void> {
        if (const auto inserted = db->run(u"INSERT INTO t VALUES (1)"_s); !inserted)
            return domain::fail(inserted.error());
        return domain::fail(ErrorKind::Cancelled, u"no"_s);
    });
    FAILS(failed, ErrorKind::Cancelled);
    QCOMPARE(db->value(u"SELECT count(*) FROM t"_s)->toInt(), 0);
    OK(db->transaction(
        [&]() -> domain::Result<void> { return db->run(u"INSERT INTO t VALUES (1)"_s).map([](auto) {}); }));
    QCOMPARE(db->value(u"SELECT count(*) FROM t"_s)->toInt(), 1);
}

void TestDatabase::errorsHaveKinds_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("kind");
    QTest::newRow("text") << QByteArray("this is some text that is no database at all, whoever looks") << u"corrupt"_s;
    QTest::newRow("zeros") << QByteArray(4096, '\0') << u"corrupt"_s;
    QTest::newRow("cut header") << QByteArray("SQLite format 3\0abc", 19) << u"corrupt"_s;
}

void TestDatabase::errorsHaveKinds()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, kind);
    const Folder f;
    QFile file(f.file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    for (const auto access : {Database::Access::ReadWrite, Database::Access::ReadOnly, Database::Access::Inspect}) {
        const auto db = Database::open(f.file, access);
        QVERIFY(!db);
        QCOMPARE(domain::toString(db.error().kind), kind);
        QVERIFY2(db.error().message.contains(f.file), qPrintable(db.error().message));
        QCOMPARE(f.bytes(), bytes);
        QCOMPARE(f.files(), QStringList{u"a.sqlite"_s});
    }
}

void TestDatabase::missingFile_data()
{
    QTest::addColumn<int>("access");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("kind");
    QTest::newRow("read") << int(Database::Access::ReadOnly) << u"none.sqlite"_s << u"not_found"_s;
    QTest::newRow("inspect") << int(Database::Access::Inspect) << u"none.sqlite"_s << u"not_found"_s;
    QTest::newRow("folder") << int(Database::Access::ReadOnly) << u"."_s << u"not_found"_s;
    QTest::newRow("no folder to write in") << int(Database::Access::ReadWrite) << u"no/such/a.sqlite"_s << u"io"_s;
}

void TestDatabase::missingFile()
{
    QFETCH(int, access);
    QFETCH(QString, file);
    QFETCH(QString, kind);
    const Folder f;
    const auto db = Database::open(f.home.filePath(file), Database::Access(access));
    QVERIFY(!db);
    QCOMPARE(domain::toString(db.error().kind), kind);
    QVERIFY(f.files().isEmpty());
}

void TestDatabase::constraintIsAConflict()
{
    const Folder f;
    const auto db = f.open();
    OK(db->migrate({kFirst}));
    FAILS(db->run(u"INSERT INTO t (b) VALUES ('x;y')"_s), ErrorKind::Conflict);
    FAILS(db->run(u"INSERT INTO nowhere VALUES (1)"_s), ErrorKind::Io);
}

void TestDatabase::busyFileIsLocked()
{
    const Folder f;
    const auto db = f.open();
    OK(db->migrate({kFirst}));
    const auto other = f.open();
    OK(other->value(u"PRAGMA busy_timeout=20"_s));
    OK(db->transaction([&]() -> domain::Result<void> {
        const auto refused = other->transaction([]() -> domain::Result<void> { return {}; });
        return !refused && refused.error().kind == ErrorKind::Locked
            ? domain::Result<void>()
            : domain::fail(ErrorKind::Internal, u"it was not locked"_s);
    }));
}

void TestDatabase::migrationsRunOnce()
{
    const Folder f;
    OK(f.open()->migrate({kFirst}));
    OK(f.open()->migrate({kFirst, kSecond}));
    const auto db = f.open();
    OK(db->migrate({kFirst, kSecond}));
    QCOMPARE(*db->schemaVersion(), 2);
    QCOMPARE(db->value(u"SELECT count(*) FROM t"_s)->toInt(), 1);
    OK(db->run(u"UPDATE t SET c='z'"_s));
}

void TestDatabase::brokenMigrationLeavesTheOldSchema()
{
    const Folder f;
    const auto db = f.open();
    OK(db->migrate({kFirst}));
    FAILS(db->migrate({kFirst, "CREATE TABLE u (a);\nCREATE TABEL v (a);\n"}), ErrorKind::Io);
    QCOMPARE(*db->schemaVersion(), 1);
    QCOMPARE(db->value(u"SELECT count(*) FROM sqlite_master WHERE name='u'"_s)->toInt(), 0);
}

void TestDatabase::newerFileIsUntouched()
{
    const Folder f;
    OK(f.open()->migrate({kFirst, kSecond}));
    const QByteArray before = f.bytes();
    const auto refused = f.open()->migrate({kFirst});
    FAILS(refused, ErrorKind::NewerVersion);
    QVERIFY2(refused.error().message.contains(f.file), qPrintable(refused.error().message));
    QCOMPARE(f.bytes(), before);
    QCOMPARE(f.files(), QStringList{u"a.sqlite"_s});
}

void TestDatabase::migrationsOfManyAtOnce()
{
    const Folder f;
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    threads.reserve(8);
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            const auto db = Database::open(f.file, Database::Access::ReadWrite);
            failures += db && (*db)->migrate({kFirst, kSecond}) ? 0 : 1;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(f.open()->value(u"SELECT count(*) FROM t"_s)->toInt(), 1);
}

void TestDatabase::scriptsWithTriggers()
{
    const Folder f;
    const auto db = f.open();
    OK(db->migrate({kFirst,
                    "CREATE TRIGGER up AFTER INSERT ON t\nBEGIN\n  UPDATE t SET b='one' WHERE a=new.a;\n  "
                    "DELETE FROM t WHERE a=1;\nEND;\n"}));
    OK(db->run(u"INSERT INTO t (b) VALUES ('two')"_s));
    QCOMPARE(db->value(u"SELECT group_concat(b) FROM t"_s)->toString(), u"one"_s);
}

void TestDatabase::readOnlyCannotWrite()
{
    const Folder f;
    OK(f.open()->migrate({kFirst}));
    FAILS(f.open(Database::Access::ReadOnly)->run(u"DELETE FROM t"_s), ErrorKind::Io);
    FAILS(f.open(Database::Access::Inspect)->run(u"DELETE FROM t"_s), ErrorKind::Io);
}

void TestDatabase::inspectingLeavesNoTrace()
{
    const Folder f;
    OK(f.open()->migrate({kFirst}));
    const QByteArray before = f.bytes();
    {
        const auto db = f.open(Database::Access::Inspect);
        QCOMPARE(*db->schemaVersion(), 1);
        QCOMPARE(f.files(), QStringList{u"a.sqlite"_s});
    }
    QCOMPARE(f.files(), QStringList{u"a.sqlite"_s});
    QCOMPARE(f.bytes(), before);
}

void TestDatabase::inspectingSeesTheWal()
{
    const Folder f;
    const auto writer = f.open();
    OK(writer->migrate({kFirst}));
    OK(writer->run(u"INSERT INTO t (b) VALUES ('in the WAL')"_s));
    QCOMPARE(f.open(Database::Access::Inspect)->value(u"SELECT count(*) FROM t"_s)->toInt(), 2);
}

void TestDatabase::oddFileNames()
{
    for (const QString &name :
         {u"a b.sqlite"_s, u"q?mode=ro.sqlite"_s, u"h#ash.sqlite"_s, u"p%20.sqlite"_s, u"ä€.sqlite"_s}) {
        Folder f;
        f.file = f.home.filePath(name);
        OK(f.open()->migrate({kFirst}));
        QCOMPARE(f.files(), QStringList{name});
        QCOMPARE(f.open(Database::Access::Inspect)->value(u"SELECT count(*) FROM t"_s)->toInt(), 1);
        QCOMPARE(f.open(Database::Access::ReadOnly)->value(u"SELECT count(*) FROM t"_s)->toInt(), 1);
    }
}

void TestDatabase::fullSyncIsSwitched()
{
    const Folder f;
    const auto db = f.open();
    QCOMPARE(db->value(u"PRAGMA journal_mode"_s)->toString(), u"wal"_s);
    QCOMPARE(db->value(u"PRAGMA synchronous"_s)->toInt(), 1);
    OK(db->setFullSync(true));
    QCOMPARE(db->value(u"PRAGMA synchronous"_s)->toInt(), 2);
    OK(db->setFullSync(false));
    QCOMPARE(db->value(u"PRAGMA synchronous"_s)->toInt(), 1);
}

void TestDatabase::finishedQueriesLetCheckpointsPass()
{
    const Folder f;
    const auto writer = f.open();
    OK(writer->migrate({kFirst}));
    const auto reader = f.open(Database::Access::ReadOnly);
    OK(reader->each(u"SELECT a FROM t"_s, {}, [](const QSqlQuery &) {}));
    OK(reader->value(u"SELECT a FROM t UNION SELECT 9"_s));
    OK(writer->run(u"INSERT INTO t (b) VALUES ('z')"_s));
    QCOMPARE(writer->value(u"PRAGMA wal_checkpoint(TRUNCATE)"_s)->toInt(), 0);
}

void TestDatabase::connectionsAreRemoved()
{
    const Folder f;
    const auto before = QSqlDatabase::connectionNames().size();
    for (int i = 0; i < 5; ++i) {
        const auto db = f.open();
        OK(db->run(u"SELECT 1"_s));
    }
    QCOMPARE(QSqlDatabase::connectionNames().size(), before);
}

/// Looking into a file that was open already gave up its locks: another process, closing it, took the WAL away, and
/// what was written from then on was lost to everybody.
void TestDatabase::anotherProcessLeavesTheWalOfAnOpenFile()
{
    const QTemporaryDir home;
    const QString file = home.filePath(u"index.sqlite"_s);
    const auto first = Database::open(file, Database::Access::ReadWrite);
    OK(first);
    OK((*first)->migrate({"CREATE TABLE t (n INTEGER);"}));
    OK(Database::open(file, Database::Access::ReadWrite)); // opened and closed, as every reader does
    const auto count = [&file] {
        QProcess other;
        other.start(u"/usr/bin/python3"_s,
                    {u"-c"_s,
                     u"import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\n"
                     "print(c.execute('SELECT count(*) FROM t').fetchone()[0])\nc.close()"_s,
                     file});
        other.waitForFinished();
        return other.readAllStandardOutput().trimmed();
    };
    QCOMPARE(count(), "0");
    QVERIFY(QFile::exists(file + u"-wal"_s));
    OK((*first)->run(u"INSERT INTO t VALUES (1)"_s));
    QCOMPARE(count(), "1");
}

/// SQLite calls a file locked at once while another connection turns its WAL on: a notification was lost for it.
void TestDatabase::whoMakesAFileAtOnceWaitsForTheOther()
{
    constexpr int kAtOnce = 6;
    for (int round = 0; round < 40; ++round) {
        const QTemporaryDir home;
        const QString file = home.filePath(u"queue.sqlite"_s);
        std::mutex mutex;
        QStringList faults;
        {
            std::vector<std::jthread> threads;
            threads.reserve(kAtOnce);
            for (int i = 0; i < kAtOnce; ++i)
                threads.emplace_back([&] {
                    const auto db = Database::open(file, Database::Access::ReadWrite);
                    const auto made = db ? (*db)->migrate({"CREATE TABLE t (n INTEGER);"}) : domain::fail(db.error());
                    const std::lock_guard lock(mutex);
                    if (!made)
                        faults.append(made.error().message);
                });
        }
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"

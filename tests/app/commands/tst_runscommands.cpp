// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"
#include "journal/runlock.h"
#include "storage/clock.h"
#include "storage/database.h"
#include "storage/locations.h"
#include "storage/resources.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;

namespace {

const storage::SystemClock kClock; // outlives the journals

struct Said
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

/// A home of its own with one good run in it.
class Home
{
public:
    Home()
    {
        const auto made = journal::Journal::create(locations.run(u"good"_s), u"good"_s, kClock);
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
        const QJsonObject started{{u"task"_s, u"texts"_s}, {u"language"_s, u"text"_s}};
        if (!(*made)->append(journal::Key{.name = u"run.started"_s}, {.type = u"run.started"_s, .data = started},
                             journal::Durability::Synced))
            qFatal("the run cannot be begun");
    }

    Said ask(const QStringList &arguments) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"STEPLADDER_HOME"_s, m_dir.path());
        process.setProcessEnvironment(environment);
        process.start(QString::fromUtf8(STEPLADDER_PROGRAM), arguments);
        process.waitForFinished();
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    void put(const QString &path, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(locations.runs() + u'/' + path).path());
        QFile file(locations.runs() + u'/' + path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }

private:
    QTemporaryDir m_dir;

public:
    const storage::Locations locations = storage::Locations::under(m_dir.path());
};

} // namespace

/// What `runs` and its relatives do with folders among the runs that are none.
class TestRunsCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHalfMadeRunIsListedAndRemoved_data();
    void aHalfMadeRunIsListedAndRemoved();
    void aRunThatIsBeingMadeIsLeftAlone();
    void aPlanThatNoRunCanBeginWithNamesItsFile_data();
    void aPlanThatNoRunCanBeginWithNamesItsFile();
    void removingTheFolderOfAllRunsIsRefused_data();
    void removingTheFolderOfAllRunsIsRefused();
};

void TestRunsCommands::aHalfMadeRunIsListedAndRemoved_data()
{
    // What a kill leaves at the moments of a run's making.
    QTest::addColumn<int>("moment");
    QTest::newRow("the folder") << 0;
    QTest::newRow("the lock") << 1;
    QTest::newRow("an empty journal") << 2;
    QTest::newRow("a journal without its run") << 3;
    QTest::newRow("a journal without entries") << 4;
    QTest::newRow("something else") << 5;
}

void TestRunsCommands::aHalfMadeRunIsListedAndRemoved()
{
    QFETCH(int, moment);
    const Home home;
    const QString folder = home.locations.run(u"half"_s);
    QVERIFY(QDir().mkpath(folder));
    if (moment >= 1)
        home.put(u"half/lock"_s, "4711\n");
    if (moment == 2)
        home.put(u"half/journal.sqlite"_s, {});
    if (moment == 3) {
        const auto db = storage::Database::open(folder + u"/journal.sqlite"_s, storage::Database::Access::ReadWrite);
        QVERIFY(db && (*db)->migrate(storage::Resources::migrations(u"journal"_s)));
    }
    if (moment == 4) {
        QVERIFY(QDir(folder).removeRecursively());
        QVERIFY(journal::Journal::create(folder, u"half"_s, kClock, u""_s));
    }
    if (moment == 5)
        home.put(u"half/journal.sqlite"_s, "this is no database, but long enough to be looked at as if it were one");

    const Said listed = home.ask({u"runs"_s});
    QCOMPARE(listed.code, 0);
    QVERIFY2(listed.out.contains("good  "), listed.out.constData());
    QVERIFY2(listed.out.contains("half  unreadable: "), listed.out.constData());
    QVERIFY2(listed.out.contains("`stepladder runs rm half` removes it"), listed.out.constData());
    QCOMPARE(listed.out.trimmed().count('\n'), 1);

    int half = 0;
    for (const QByteArray &line : home.ask({u"runs"_s, u"--json"_s}).out.trimmed().split('\n')) {
        const QJsonObject run = QJsonDocument::fromJson(line).object();
        half += run[u"id"] == u"half"_s && run[u"status"] == u"unreadable"_s && !run[u"reason"].toString().isEmpty();
    }
    QCOMPARE(half, 1);

    const Said removed = home.ask({u"runs"_s, u"rm"_s, u"half"_s});
    QVERIFY2(removed.code == 0, removed.err.constData());
    QVERIFY(!QFileInfo::exists(folder));
    const Said after = home.ask({u"runs"_s});
    QVERIFY2(after.out.contains("good  ") && !after.out.contains("half"), after.out.constData());
    QCOMPARE(home.ask({u"show"_s, u"good"_s}).code, 0);
}

void TestRunsCommands::aRunThatIsBeingMadeIsLeftAlone()
{
    const Home home;
    const QString folder = home.locations.run(u"young"_s);
    QVERIFY(QDir().mkpath(folder));
    const auto lock = journal::RunLock::take(folder);
    QVERIFY(lock);
    const Said listed = home.ask({u"runs"_s});
    QVERIFY2(!listed.out.contains("young"), listed.out.constData());
    const Said removed = home.ask({u"runs"_s, u"rm"_s, u"young"_s});
    QCOMPARE(removed.code, 2);
    QVERIFY2(removed.err.contains("holds this run"), removed.err.constData());
    QVERIFY(QFileInfo::exists(folder));
}

void TestRunsCommands::aPlanThatNoRunCanBeginWithNamesItsFile_data()
{
    QTest::addColumn<QByteArray>("plan");
    QTest::addColumn<QByteArray>("said");
    const QByteArray steps = R"("projectName":"p","steps":[{"id":"a","title":"a","description":"d","file":"a.txt"}]})";
    QTest::newRow("language") << R"({"task":"t","language":"cobol",)" + steps << QByteArray("language: expected");
    QTest::newRow("scaffold") << R"({"task":"t","language":"text","scaffold":"classlib",)" + steps
                              << QByteArray("scaffold: expected none");
}

void TestRunsCommands::aPlanThatNoRunCanBeginWithNamesItsFile()
{
    QFETCH(QByteArray, plan);
    QFETCH(QByteArray, said);
    const Home home;
    home.put(u"../files/plan.json"_s, plan);
    home.put(u"../files/answers.jsonl"_s, {});
    home.put(
        u"../files/models.json"_s,
        R"({"endpoints":[{"id":"e","kind":"scripted","file":"answers.jsonl"}],"models":[{"id":"m","endpoint":"e","name":"m"}],"roles":{"thinker":"m","generator":"m"}})");
    const QString files = QDir::cleanPath(home.locations.runs() + u"/../files"_s);
    const Said ran = home.ask(
        {u"run"_s, files + u"/plan.json"_s, u"--workspace"_s, files, u"--models"_s, files + u"/models.json"_s});
    QCOMPARE(ran.code, 2);
    QVERIFY2(ran.err.contains(files.toUtf8() + "/plan.json: " + said), ran.err.constData());
    QCOMPARE(QDir(home.locations.runs()).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList{u"good"_s});
}

void TestRunsCommands::removingTheFolderOfAllRunsIsRefused_data()
{
    QTest::addColumn<QString>("id");
    for (const QString &id : {u"."_s, u".."_s, u"../runs"_s, u"good/.."_s, u"none"_s})
        QTest::newRow(qPrintable(id)) << id;
}

void TestRunsCommands::removingTheFolderOfAllRunsIsRefused()
{
    QFETCH(QString, id);
    const Home home;
    const Said removed = home.ask({u"runs"_s, u"rm"_s, id});
    QCOMPARE(removed.code, 2);
    QVERIFY2(removed.err.contains("there is no run"), removed.err.constData());
    QVERIFY(QFileInfo::exists(home.locations.run(u"good"_s) + u"/journal.sqlite"_s));
}

QTEST_GUILESS_MAIN(TestRunsCommands)
#include "tst_runscommands.moc"

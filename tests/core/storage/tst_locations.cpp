// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/clock.h"
#include "storage/locations.h"
#include "storage/resources.h"

#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::storage;
using domain::ErrorKind;

class TestLocations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fromEnvironment_data();
    void fromEnvironment();
    void paths();
    void anIdThatLeadsElsewhereIsNoRun_data();
    void anIdThatLeadsElsewhereIsNoRun();
    void userOverridesBuiltIn();
    void missingResource();
    void namesStayInTheirFolder_data();
    void namesStayInTheirFolder();
    void migrationsInOrder();
    void clocks();
};

void TestLocations::fromEnvironment_data()
{
    QTest::addColumn<QByteArray>("home");
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<QString>("expected");
    QTest::newRow("home") << QByteArray("/tmp/sl") << QByteArray("/other") << u"/tmp/sl/state"_s;
    QTest::newRow("home with dots") << QByteArray("/tmp/x/../sl/") << QByteArray() << u"/tmp/sl/state"_s;
    QTest::newRow("relative home") << QByteArray("sl") << QByteArray() << QDir::currentPath() + u"/sl/state"_s;
    QTest::newRow("xdg") << QByteArray() << QByteArray("/other") << u"/other/stepladder"_s;
    QTest::newRow("relative xdg is invalid")
        << QByteArray() << QByteArray("other") << QDir::homePath() + u"/.local/state/stepladder"_s;
    QTest::newRow("nothing") << QByteArray() << QByteArray() << QDir::homePath() + u"/.local/state/stepladder"_s;
}

void TestLocations::fromEnvironment()
{
    QFETCH(QByteArray, home);
    QFETCH(QByteArray, state);
    QFETCH(QString, expected);
    qputenv("STEPLADDER_HOME", home);
    qputenv("XDG_STATE_HOME", state);
    const Locations locations = Locations::fromEnvironment();
    qunsetenv("STEPLADDER_HOME");
    qunsetenv("XDG_STATE_HOME");
    QCOMPARE(locations.state, expected);
}

void TestLocations::paths()
{
    const Locations locations = Locations::under(u"/h"_s);
    QCOMPARE(locations.run(u"r1"_s), u"/h/state/runs/r1"_s);
    QCOMPARE(locations.index(), u"/h/state/index.sqlite"_s);
    QCOMPARE(locations.memory(), u"/h/data/memory.sqlite"_s);
}

void TestLocations::anIdThatLeadsElsewhereIsNoRun_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("found");
    QTest::newRow("run") << u"r1"_s << true;
    QTest::newRow("another") << u"r2"_s << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("all runs") << u"."_s << false;
    QTest::newRow("above") << u".."_s << false;
    QTest::newRow("path") << u"r1/stage"_s << false;
    QTest::newRow("way out") << u"../runs/r1"_s << false;
    QTest::newRow("file") << u"f"_s << false;
}

void TestLocations::anIdThatLeadsElsewhereIsNoRun()
{
    QTemporaryDir home;
    const Locations locations = Locations::under(home.path());
    QVERIFY(QDir().mkpath(locations.run(u"r1/stage"_s)));
    QFile file(locations.run(u"f"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QFETCH(QString, id);
    const auto folder = locations.existingRun(id);
    QTEST(folder.has_value(), "found");
    if (folder)
        QCOMPARE(*folder, locations.run(id));
    else
        QVERIFY(folder.error().kind == ErrorKind::NotFound);
}

void TestLocations::userOverridesBuiltIn()
{
    QTemporaryDir home;
    const Resources resources(Locations::under(home.path()));
    const QString name = u"sql/index/001.sql"_s;
    const auto builtIn = resources.read(name);
    QVERIFY(builtIn && builtIn->contains("CREATE TABLE run"));
    QCOMPARE(resources.origin(name), u"built-in "_s + name);
    QVERIFY(QDir().mkpath(home.filePath(u"config/sql/index"_s)));
    QFile own(home.filePath(u"config/"_s + name));
    QVERIFY(own.open(QIODevice::WriteOnly));
    own.write("mine");
    own.close();
    QFile further(home.filePath(u"config/sql/index/777.sql"_s));
    QVERIFY(further.open(QIODevice::WriteOnly));
    further.close();
    QCOMPARE(resources.read(name).value_or("?"), QByteArray("mine"));
    QCOMPARE(resources.origin(name), own.fileName());
    QCOMPARE(resources.list(u"sql/index"_s), (QStringList{u"001.sql"_s, u"002.sql"_s, u"777.sql"_s}));
    QCOMPARE(Resources::builtIn(name).value_or("?"), *builtIn);
}

void TestLocations::missingResource()
{
    QTemporaryDir home;
    const auto missing = Resources(Locations::under(home.path())).read(u"ladders/none.json"_s);
    QVERIFY(!missing);
    QVERIFY(missing.error().kind == ErrorKind::NotFound);
    QVERIFY(missing.error().message.contains(u"ladders/none.json"_s));
    QVERIFY(!Resources::builtIn(u"none"_s));
    QVERIFY(Resources(Locations::under(home.path())).list(u"none"_s).isEmpty());
}

void TestLocations::namesStayInTheirFolder_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("up") << u"ladders/../../secret"_s;
    QTest::newRow("up at once") << u"../secret"_s;
    QTest::newRow("a folder") << u"ladders"_s;
    QTest::newRow("nothing") << QString();
}

/// A ladder's name comes from a command line: it is no way out of the configuration folder, and a folder is no file.
void TestLocations::namesStayInTheirFolder()
{
    QFETCH(QString, name);
    QTemporaryDir home;
    QVERIFY(QDir().mkpath(home.filePath(u"config/ladders"_s)));
    QFile secret(home.filePath(u"secret"_s));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    secret.close();
    const auto read = Resources(Locations::under(home.path())).read(name);
    QVERIFY(!read);
    QVERIFY(read.error().kind == ErrorKind::NotFound);
}

void TestLocations::migrationsInOrder()
{
    const auto scripts = Resources::migrations(u"journal"_s);
    QVERIFY(!scripts.isEmpty());
    QVERIFY(scripts.first().contains("CREATE TABLE entry"));
    QVERIFY(Resources::migrations(u"none"_s).isEmpty());
}

void TestLocations::clocks()
{
    const SystemClock system;
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 now = system.nowMs();
    QVERIFY(now >= before && now <= QDateTime::currentMSecsSinceEpoch());
    qint64 last = system.monotonicMs();
    for (int i = 0; i < 100; ++i) {
        const qint64 next = system.monotonicMs();
        QVERIFY(next >= last);
        last = next;
    }
    ManualClock manual(5);
    manual.advance(7);
    QCOMPARE(manual.nowMs(), 12);
    QCOMPARE(manual.monotonicMs(), 12);
}

QTEST_GUILESS_MAIN(TestLocations)
#include "tst_locations.moc"

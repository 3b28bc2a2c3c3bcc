// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/jsonreader.h"
#include "domain/ladder.h"
#include "storage/resources.h"

#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace stepladder;
using namespace Qt::StringLiterals;
using domain::RungKind;

/// The shipped ladders are data: they are read as the program reads them, and hold what the design promises of each.
class TestLadders : public QObject
{
    Q_OBJECT

private:
    static domain::Ladder ladder(const QString &id)
    {
        const storage::Resources resources(storage::Locations::under(u"/nowhere"_s));
        const QString name = u"ladders/%1.json"_s.arg(id);
        const auto bytes = resources.read(name);
        if (!bytes)
            qFatal("%s", qPrintable(bytes.error().message));
        const auto json = domain::parseJsonObject(*bytes, name);
        if (!json)
            qFatal("%s", qPrintable(json.error().message));
        const auto read = domain::ladderFromJson(*json, name);
        if (!read)
            qFatal("%s", qPrintable(read.error().message));
        return *read;
    }

    static QStringList attempts(const domain::Ladder &ladder)
    {
        QStringList ids;
        for (const auto &rung : ladder.rungs) {
            if (rung.kind <= RungKind::Rethink) {
                for (int i = 0; i < rung.repeat; ++i)
                    ids.append(rung.id);
            }
        }
        return ids;
    }

private Q_SLOTS:
    void shipped_data()
    {
        QTest::addColumn<bool>("thinks");
        QTest::newRow("never-surrender") << true;
        QTest::newRow("collaborative") << true;
        QTest::newRow("local-only") << true;
        QTest::newRow("fast") << false;
        QTest::newRow("base-v2") << true;
    }

    void shipped()
    {
        QFETCH(bool, thinks);
        const QString id = QString::fromLatin1(QTest::currentDataTag());
        const auto read = ladder(id);
        static const QSet<QString> ids = {u"first"_s,    u"fix"_s,     u"reviewer"_s, u"analyze"_s,
                                          u"insights"_s, u"premium"_s, u"rethink"_s,  u"best"_s,
                                          u"ensemble"_s, u"expert"_s,  u"human"_s,    u"stub"_s};
        QCOMPARE(read.id, id);
        QVERIFY(!read.title.isEmpty());
        QCOMPARE(read.rungs.first().id, u"first"_s);
        QCOMPARE(read.rungs.first().think, thinks);
        QVERIFY(read.rungs.last().kind == RungKind::Stub);
        for (const auto &rung : read.rungs) {
            QVERIFY2(ids.contains(rung.id), qPrintable(rung.id));
            QCOMPARE(rung.leaveEarly, id != u"base-v2");
            QCOMPARE(rung.passMark, rung.kind == RungKind::Ensemble ? 7.0 : 8.0);
            QCOMPARE(rung.think, thinks && rung.id == u"first");
            // One temperature for all would make an ensemble of a single model pointless.
            QVERIFY(rung.kind != RungKind::Ensemble || !rung.temperature);
        }
        QCOMPARE(domain::ladderFromJson(domain::toJson(read), id).value(), read);
    }

    void everyLadderOfTheFolderIsShipped()
    {
        const storage::Resources resources(storage::Locations::under(u"/nowhere"_s));
        const QStringList expected = {u"base-v2.json"_s, u"collaborative.json"_s, u"fast.json"_s, u"local-only.json"_s,
                                      u"never-surrender.json"_s};
        QCOMPARE(resources.list(u"ladders"_s), expected);
    }

    void theBasesTenAttempts_data()
    {
        QTest::addColumn<QString>("id");
        QTest::newRow("never-surrender") << u"never-surrender"_s;
        QTest::newRow("base-v2") << u"base-v2"_s;
    }

    void theBasesTenAttempts()
    {
        QFETCH(QString, id);
        const auto read = ladder(id);
        const QStringList expected = {u"first"_s,    u"fix"_s,      u"fix"_s,     u"reviewer"_s, u"analyze"_s,
                                      u"insights"_s, u"insights"_s, u"premium"_s, u"rethink"_s,  u"best"_s};
        QCOMPARE(attempts(read), expected);
        const QHash<QString, double> temperatures = {{u"first"_s, 0.7},   {u"fix"_s, 0.7},      {u"reviewer"_s, 0.7},
                                                     {u"analyze"_s, 0.2}, {u"insights"_s, 0.6}, {u"premium"_s, 0.7},
                                                     {u"rethink"_s, 0.5}, {u"best"_s, 0.6}};
        const QHash<QString, QString> roles = {{u"first"_s, u"generator"_s},    {u"fix"_s, u"generator"_s},
                                               {u"reviewer"_s, u"reviewer"_s},  {u"analyze"_s, u"thinker"_s},
                                               {u"insights"_s, u"generator"_s}, {u"premium"_s, u"premium"_s},
                                               {u"rethink"_s, u"thinker"_s},    {u"best"_s, u"best"_s}};
        for (const auto &rung : read.rungs) {
            if (rung.kind > RungKind::Rethink)
                continue;
            QCOMPARE(rung.temperature.value_or(-1), temperatures.value(rung.id));
            QCOMPARE(rung.roles, QStringList{roles.value(rung.id)});
        }
    }

    void theLevelsFollowInOrder()
    {
        QStringList kinds;
        for (const auto &rung : ladder(u"never-surrender"_s).rungs.mid(8))
            kinds.append(domain::toString(rung.kind));
        const QStringList expected = {u"ensemble"_s, u"expert"_s, u"human"_s, u"stub"_s};
        QCOMPARE(kinds, expected);
        QCOMPARE(ladder(u"never-surrender"_s).rungs.at(10).deadlineHours, 24.0);
        QVERIFY(ladder(u"collaborative"_s).rungs.first().kind == RungKind::Collaborate);
        QCOMPARE(ladder(u"collaborative"_s).rungs.mid(1), ladder(u"never-surrender"_s).rungs.mid(1));
    }

    void localOnlyAsksNoPaidRole()
    {
        for (const auto &rung : ladder(u"local-only"_s).rungs) {
            for (const QString &role : rung.roles)
                QVERIFY2(role != u"reviewer" && role != u"premium" && role != u"expert",
                         qPrintable(rung.id + u' ' + role));
        }
    }

    void baseV2ReadsNoMemory()
    {
        for (const auto &rung : ladder(u"base-v2"_s).rungs)
            QVERIFY2(!rung.carriesWhat(domain::Carry::Similar), qPrintable(rung.id));
    }
};

QTEST_GUILESS_MAIN(TestLadders)
#include "tst_ladders.moc"

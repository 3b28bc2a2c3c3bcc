// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/ladder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

class TestLadder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField();
    void whatMayBeAbsentHasItsDefault_data();
    void whatMayBeAbsentHasItsDefault();
    void comesBackAsItWas();
    void refusesWithOneLine_data();
    void refusesWithOneLine();
    void everythingCarriesAll();
};

namespace {

Result<Ladder> read(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    Q_ASSERT(document.isObject());
    return ladderFromJson(document.object(), u"l.json"_s);
}

const QByteArray kFull = R"({"id": "l", "title": "A ladder", "rungs": [
    {"id": "first", "kind": "generate", "think": true, "roles": ["generator"], "repeat": 2, "temperature": 0.7,
     "carries": ["feedback", "insights", "similar"], "passMark": 8.5, "leaveEarly": false, "deadlineHours": 1.5},
    {"id": "best", "kind": "generate", "roles": ["best", "judges"], "carries": ["everything"]},
    {"id": "stub", "kind": "stub"}]})";

} // namespace

void TestLadder::readsEveryField()
{
    const auto ladder = read(kFull);
    QVERIFY2(ladder, ladder ? "" : qPrintable(ladder.error().message));
    QCOMPARE(ladder->id, u"l"_s);
    QCOMPARE(ladder->title, u"A ladder"_s);
    QCOMPARE(ladder->rungs.size(), 3);
    const Rung expected{.id = u"first"_s,
                        .kind = RungKind::Generate,
                        .think = true,
                        .roles = {u"generator"_s},
                        .repeat = 2,
                        .temperature = 0.7,
                        .carries = {Carry::Feedback, Carry::Insights, Carry::Similar},
                        .passMark = 8.5,
                        .leaveEarly = false,
                        .deadlineHours = 1.5};
    QVERIFY(ladder->rungs.first() == expected);
}

void TestLadder::whatMayBeAbsentHasItsDefault_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<RungKind>("expected");
    QTest::addColumn<double>("passMark");
    QTest::newRow("generate") << u"generate"_s << RungKind::Generate << 8.0;
    QTest::newRow("collaborate") << u"collaborate"_s << RungKind::Collaborate << 8.0;
    QTest::newRow("analyze") << u"analyze"_s << RungKind::Analyze << 8.0;
    QTest::newRow("rethink") << u"rethink"_s << RungKind::Rethink << 8.0;
    QTest::newRow("ensemble") << u"ensemble"_s << RungKind::Ensemble << 7.0;
    QTest::newRow("expert") << u"expert"_s << RungKind::Expert << 8.0;
    QTest::newRow("human") << u"human"_s << RungKind::Human << 8.0;
    QTest::newRow("stub") << u"stub"_s << RungKind::Stub << 8.0;
}

void TestLadder::whatMayBeAbsentHasItsDefault()
{
    QFETCH(QString, kind);
    QFETCH(RungKind, expected);
    QFETCH(double, passMark);
    const auto ladder =
        read(QByteArray(R"({"id": "l", "rungs": [{"id": "r", "kind": "%1"}]})").replace("%1", kind.toUtf8()));
    QVERIFY2(ladder, ladder ? "" : qPrintable(ladder.error().message));
    QCOMPARE(ladder->title, u"l"_s);
    const Rung bare{.id = u"r"_s, .kind = expected, .passMark = passMark};
    QVERIFY(ladder->rungs.first() == bare);
    QCOMPARE(toString(expected), kind);
}

void TestLadder::comesBackAsItWas()
{
    const auto first = read(kFull);
    const auto second = ladderFromJson(toJson(*first), u"l.json"_s);
    QVERIFY2(second, second ? "" : qPrintable(second.error().message));
    QVERIFY(*first == *second);
}

void TestLadder::refusesWithOneLine_data()
{
    QTest::addColumn<QByteArray>("rungs");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &rungs, const QString &message) {
        QTest::newRow(name) << rungs << u"l.json: "_s + message;
    };
    row("no rung", "[]", u"rungs: is empty, expected at least one rung"_s);
    row("no list", "{}", u"rungs: expected a list of objects"_s);
    row("no id", R"([{"kind": "stub"}])", u"rungs[0].id: is missing"_s);
    row("blank id", R"([{"id": " ", "kind": "stub"}])",
        u"rungs[0].id: expected a name of 1 to 200 printable characters"_s);
    row("an id twice", R"([{"id": "a", "kind": "stub"}, {"id": "a", "kind": "stub"}])",
        u"rungs[1].id: \"a\" is already the id of another rung"_s);
    row("kind", R"([{"id": "a", "kind": "pray"}])",
        u"rungs[0].kind: expected one of generate, collaborate, analyze, rethink, ensemble, expert, human, stub"_s);
    row("role", R"([{"id": "a", "kind": "stub", "roles": ["boss"]}])",
        u"rungs[0].roles: \"boss\" is not one of thinker, generator, reviewer, premium, expert, judges, best"_s);
    row("carries", R"([{"id": "a", "kind": "stub", "carries": ["hope"]}])",
        u"rungs[0].carries: \"hope\" is not one of feedback, insights, similar, everything"_s);
    row("repeat", R"([{"id": "a", "kind": "stub", "repeat": 0}])",
        u"rungs[0].repeat: expected a whole number from 1 to 100"_s);
    row("temperature", R"([{"id": "a", "kind": "stub", "temperature": 3}])",
        u"rungs[0].temperature: expected a number from 0 to 2"_s);
    row("mark", R"([{"id": "a", "kind": "stub", "passMark": 11}])",
        u"rungs[0].passMark: expected a number from 0 to 10"_s);
    row("deadline", R"([{"id": "a", "kind": "stub", "deadlineHours": 0}])",
        u"rungs[0].deadlineHours: expected a number from 0.001 to 8760"_s);
    row("unknown", R"([{"id": "a", "kind": "stub", "passmark": 8}])",
        u"rungs[0].passmark: is not a known field, expected one of carries, deadlineHours, id, kind, leaveEarly, "
        u"passMark, "
        u"repeat, roles, temperature, think"_s);
}

void TestLadder::refusesWithOneLine()
{
    QFETCH(QByteArray, rungs);
    QFETCH(QString, message);
    const auto ladder = read("{\"id\": \"l\", \"rungs\": " + rungs + "}");
    QVERIFY(!ladder);
    QVERIFY(ladder.error().kind == ErrorKind::BadInput);
    QCOMPARE(ladder.error().message, message);
}

void TestLadder::everythingCarriesAll()
{
    const Rung rung{.id = u"a"_s, .carries = {Carry::Everything}};
    for (const Carry what : {Carry::Feedback, Carry::Insights, Carry::Similar, Carry::Everything})
        QVERIFY(rung.carriesWhat(what));
    const Rung less{.id = u"a"_s, .carries = {Carry::Feedback}};
    QVERIFY(less.carriesWhat(Carry::Feedback));
    QVERIFY(!less.carriesWhat(Carry::Insights));
}

QTEST_GUILESS_MAIN(TestLadder)
#include "tst_ladder.moc"

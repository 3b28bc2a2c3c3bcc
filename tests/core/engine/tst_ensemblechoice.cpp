// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ensemble/ensemblechoice.h"
#include "engine/ensemble/ensemblemembers.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using engine::ChosenBy;
using engine::DistinguishingInput;
using engine::EnsembleMember;
using engine::Survivor;
using toolchain::OutcomeKind;
using toolchain::ProbeOutcome;

namespace {

/// "1 2 !ValueError #" → two values, an exception, a crash.
QList<ProbeOutcome> outcomes(const QString &text)
{
    QList<ProbeOutcome> list;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (word.startsWith(u'!'))
            list.append({OutcomeKind::Exception, word.mid(1)});
        else if (word == u'#')
            list.append({OutcomeKind::Crashed, u"ended the process (exit code 3)"_s});
        else
            list.append({OutcomeKind::Value, word});
    }
    return list;
}

/// "1 ? !ValueError": what is expected, and nothing for a question mark.
QList<DistinguishingInput> inputs(const QString &text)
{
    QList<DistinguishingInput> list;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts))
        list.append({u"f(%1)"_s.arg(list.size()), word == u'?' ? std::nullopt : std::optional(word)});
    return list;
}

} // namespace

class TestEnsembleChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chooses_data();
    void chooses();
    void nobodyIsChosenFromNobody();
    void expectations_data();
    void expectations();
    void members_data();
    void members();
    void oneFamilyIsSaid();
    void membersAreTheSameAfterReading();
};

void TestEnsembleChoice::chooses_data()
{
    // Families and scores of three survivors, their outcomes, the expectations.
    QTest::addColumn<QStringList>("families");
    QTest::addColumn<QList<double>>("scores");
    QTest::addColumn<QStringList>("outcomes");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QList<int>>("order");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QString &families, const QList<double> &scores,
                        const QStringList &outcomes, const QString &expected, const QList<int> &order, const char *by,
                        const QString &reason) {
        QTest::newRow(name) << families.split(u' ') << scores << outcomes << expected << order
                            << QString::fromLatin1(by) << reason;
    };
    row("one passed", u"a"_s, {7}, {u""_s}, u""_s, {1}, "gates", u"only attempt 1 passed the gates"_s);
    row("the fewest expectations lose though they are reviewed best and agree", u"a b c"_s, {7, 9, 9},
        {u"1 2 3"_s, u"1 2 4"_s, u"1 2 4"_s}, u"1 ? 3"_s, {1, 2, 3}, "expectations",
        u"attempt 1: 2 of 2 expectations met, by the next 1"_s);
    row("two families against one", u"a b c"_s, {7, 9, 8}, {u"1 !E"_s, u"1 2"_s, u"1 !E"_s}, u"1 ?"_s, {3, 1, 2},
        "agreement", u"attempts 3 and 1 of 2 families agree on all 2 inputs, against one family"_s);
    row("two of one family are one voice", u"a b a"_s, {7, 9, 8}, {u"1 2"_s, u"1 3"_s, u"1 2"_s}, u"? ?"_s, {2, 3, 1},
        "review",
        u"the inputs tell them apart, expectations and families do not decide: attempt 2 has the best review (9)"_s);
    row("all agree", u"a b c"_s, {7, 8, 7}, {u"1"_s, u"1"_s, u"1"_s}, u"1"_s, {2, 1, 3}, "review",
        u"all agree on all 1 inputs and meet 1 of 1 expectations: attempt 2 has the best review (8)"_s);
    row("nothing was run", u"a b"_s, {7, 8}, {u""_s, u""_s}, u""_s, {2, 1}, "review",
        u"nothing was run that could tell them apart: attempt 2 has the best review (8)"_s);
    row("a tie goes to the first", u"a b c"_s, {8, 8, 8}, {u"1"_s, u"2"_s, u"3"_s}, u"?"_s, {1, 2, 3}, "review",
        u"the inputs tell them apart, expectations and families do not decide: the reviews are equal too (8), so the first in the list"_s);
    row("a crash is an outcome", u"a b c"_s, {7, 7, 9}, {u"1 #"_s, u"1 #"_s, u"1 1"_s}, u"1 ?"_s, {1, 2, 3},
        "agreement", u"attempts 1 and 2 of 2 families agree on all 2 inputs, against one family"_s);
}

void TestEnsembleChoice::chooses()
{
    QFETCH(QStringList, families);
    QFETCH(QList<double>, scores);
    QFETCH(QStringList, outcomes);
    QFETCH(QString, expected);
    QFETCH(QList<int>, order);
    QFETCH(QString, by);
    QFETCH(QString, reason);
    QList<Survivor> survivors;
    for (qsizetype i = 0; i < families.size(); ++i)
        survivors.append({int(i) + 1, families.at(i), scores.at(i), ::outcomes(outcomes.at(i))});
    const engine::EnsembleChoice choice = engine::choose(survivors, inputs(expected));
    QCOMPARE(choice.order, order);
    QCOMPARE(engine::toString(choice.by), by);
    QCOMPARE(choice.reason, reason);
    QList<int> grouped;
    for (const engine::SurvivorGroup &group : choice.groups)
        grouped += group.attempts;
    QCOMPARE(grouped, order);
}

void TestEnsembleChoice::nobodyIsChosenFromNobody()
{
    const engine::EnsembleChoice choice = engine::choose({}, inputs(u"1"_s));
    QVERIFY(choice.order.isEmpty() && choice.groups.isEmpty());
    QVERIFY(choice.by == ChosenBy::Nobody);
}

void TestEnsembleChoice::expectations_data()
{
    QTest::addColumn<QString>("expected");
    QTest::addColumn<ProbeOutcome>("outcome");
    QTest::addColumn<bool>("met");
    const auto row = [](const char *expected, const ProbeOutcome &outcome, bool met) {
        QTest::addRow("%s, %s", expected, qPrintable(outcome.text)) << QString::fromUtf8(expected) << outcome << met;
    };
    const auto value = [](const char *text) { return ProbeOutcome{OutcomeKind::Value, QString::fromUtf8(text)}; };
    row("5", value("5"), true);
    row("5", value("6"), false);
    row("5", value("5.0"), true);
    row("5m", value("5"), true);
    row("0.1", value("0.10000000000000001"), true);
    row("[1,2]", value("[1, 2]"), true);
    row("[2,1]", value("[1, 2]"), false);
    row("\"a b\"", value("'a b'"), true);
    row("abc", value("'abc'"), true);
    row("a b", value("'a b'"), true);
    row("'a b'", value("'a  b'"), false); // blanks in a text are part of it
    row("\"it's\"", value("\"it's\""), true);
    row("5", value("'5'"), false); // a text is no number
    row("true", value("True"), true);
    row("None", value("null"), true);
    row("True", value("'True'"), false);
    row("None", value("False"), false);
    row("ValueError", {OutcomeKind::Exception, u"ValueError"_s}, true);
    row("raises shop.PriceError: no price", {OutcomeKind::Exception, u"PriceError"_s}, true);
    row("System.ArgumentException", {OutcomeKind::Exception, u"ArgumentException"_s}, true);
    row("ValueError", {OutcomeKind::Exception, u"TypeError"_s}, false);
    row("ValueError", value("'ValueError'"), true); // unquoted text
    row("1", {OutcomeKind::NotCompiled, u"1"_s}, false);
    row("hangs", {OutcomeKind::Hung, u"hangs"_s}, false);
}

void TestEnsembleChoice::expectations()
{
    QFETCH(QString, expected);
    QFETCH(ProbeOutcome, outcome);
    QFETCH(bool, met);
    QCOMPARE(engine::meets(expected, outcome), met);
}

void TestEnsembleChoice::members_data()
{
    // The roles of the ladder and what plays them; "model@temperature" of those that are asked.
    QTest::addColumn<QStringList>("roles");
    QTest::addColumn<QString>("players");
    QTest::addColumn<double>("fixed");
    QTest::addColumn<QString>("asked");
    const auto row = [](const char *name, const QStringList &roles, const char *players, double fixed,
                        const char *asked) {
        QTest::newRow(name) << roles << QString::fromLatin1(players) << fixed << QString::fromLatin1(asked);
    };
    row("three models", {}, "a b c", -1, "a b c");
    row("roles that share a model sample", {}, "a b b", -1, "a b@0.2 b@0.7");
    row("one model samples three times", {}, "a a a", -1, "a@0.2 a@0.7 a@1");
    row("a list in the ladder", {u"generator"_s, u"premium"_s}, "a b c", -1, "a c");
    row("five of one", {u"generator"_s, u"generator"_s, u"generator"_s, u"generator"_s, u"generator"_s}, "a b c", -1,
        "a@0.2 a@0.7 a@1 a@0.2 a@0.7");
    row("one fixed temperature", {}, "a b b", 0.5, "a@0.5 b@0.5");
    row("one fixed temperature and one model", {}, "a a a", 0.5, "a@0.5");
    row("a role that nobody plays", {}, "a - c", -1, "a c");
}

void TestEnsembleChoice::members()
{
    QFETCH(QStringList, roles);
    QFETCH(QString, players);
    QFETCH(double, fixed);
    QFETCH(QString, asked);
    domain::ModelsConfig config;
    for (const QString &id : {u"a"_s, u"b"_s, u"c"_s})
        config.models.append({.id = id, .endpoint = u"e"_s, .name = id + u":7b"_s});
    domain::Rung rung{.id = u"ensemble"_s, .kind = domain::RungKind::Ensemble, .roles = roles};
    if (fixed >= 0)
        rung.temperature = fixed;
    const auto list = engine::ensembleMembers(rung, config, [&](const QString &role) {
        static const QStringList names{u"generator"_s, u"reviewer"_s, u"premium"_s};
        return players.split(u' ').value(names.indexOf(role));
    });
    QStringList said;
    for (const EnsembleMember &member : list) {
        said.append(member.temperature ? u"%1@%2"_s.arg(member.model).arg(*member.temperature) : member.model);
        QCOMPARE(member.family, member.model);
    }
    QCOMPARE(said.join(u' '), asked);
}

void TestEnsembleChoice::oneFamilyIsSaid()
{
    const EnsembleMember one{.role = u"generator"_s, .model = u"a"_s, .family = u"x"_s, .temperature = 0.2};
    const EnsembleMember two{.role = u"premium"_s, .model = u"b"_s, .family = u"x"_s};
    const EnsembleMember three{.role = u"premium"_s, .model = u"c"_s, .family = u"y"_s};
    QCOMPARE(engine::familyText({one, two}),
             u"All candidates are of one family, x (a at 0.2, b): what they agree on is the word of one."_s);
    QVERIFY(engine::familyText({one, three}).isEmpty());
    QVERIFY(engine::familyText({one}).isEmpty());
}

void TestEnsembleChoice::membersAreTheSameAfterReading()
{
    const QList<EnsembleMember> members{{.role = u"generator"_s, .model = u"a"_s, .family = u"x"_s, .temperature = 0.2},
                                        {.role = u"premium"_s, .model = u"b"_s, .family = u"y"_s}};
    QCOMPARE(engine::membersFromJson(engine::toJson(members)), members);
}

QTEST_GUILESS_MAIN(TestEnsembleChoice)
#include "tst_ensemblechoice.moc"

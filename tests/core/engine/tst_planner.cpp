// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/planner.h"

#include "scriptedclients.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Plan;
using domain::Result;

namespace {

QJsonObject step(const QString &id, const QString &file, const QStringList &dependsOn = {})
{
    return {{u"id"_s, id},
            {u"title"_s, id},
            {u"description"_s, u"makes "_s + file},
            {u"file"_s, file},
            {u"dependsOn"_s, QJsonArray::fromStringList(dependsOn)}};
}

QString planText(const QList<QJsonObject> &steps, const QString &language = u"python"_s)
{
    QJsonArray array;
    for (const QJsonObject &s : steps)
        array.append(s);
    const QJsonObject plan{{u"language"_s, language}, {u"projectName"_s, u"Shop"_s}, {u"steps"_s, array}};
    return QString::fromUtf8(QJsonDocument(plan).toJson(QJsonDocument::Compact));
}

QString goodPlan()
{
    return planText({step(u"cart"_s, u"cart.py"_s), step(u"shop"_s, u"shop.py"_s, {u"cart"_s})});
}

/// A line that answers a planning call whose prompt holds \p contains.
QByteArray line(const QString &content, const QString &contains = u"# The task"_s)
{
    const QJsonObject match{{u"purpose"_s, u"plan"_s}, {u"role"_s, u"thinker"_s}, {u"contains"_s, contains}};
    const QJsonObject usage{{u"input"_s, 100}, {u"output"_s, 10}};
    return QJsonDocument(QJsonObject{{u"match"_s, match}, {u"content"_s, content}, {u"usage"_s, usage}})
               .toJson(QJsonDocument::Compact)
        + '\n';
}

} // namespace

class TestPlanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void goodPlanAtOnce();
    void taskAndLanguageAreTheUsers();
    void repairedOnce_data();
    void repairedOnce();
    void invalidTwiceNamesTheStep_data();
    void invalidTwiceNamesTheStep();
    void unknownLanguageIsNamed();
    void generatorStandsInForTheThinker();
    void nobodyThinks();
    void modelsErrorIsPassedOn();
    void taskThatDoesNotFit();

private:
    Result<Plan> plan(const QByteArray &answers, const PlanTask &task, domain::MicroUsd *cost = nullptr);

    PromptLibrary m_prompts;
    PlanTask m_task{
        .task = u"Make a shop."_s, .language = {}, .projectName = u"folder"_s, .languages = {u"csharp"_s, u"python"_s}};
};

void TestPlanner::initTestCase()
{
    QTemporaryDir home;
    const auto prompts = PromptLibrary::load(storage::Resources(storage::Locations::under(home.path())));
    QVERIFY(prompts);
    m_prompts = *prompts;
}

Result<Plan> TestPlanner::plan(const QByteArray &answers, const PlanTask &task, domain::MicroUsd *cost)
{
    ScriptedClients clients({{{.id = u"t"_s, .price = price(1, 10)}, answers}},
                            {{u"thinker"_s, {u"t"_s}}, {u"generator"_s, {u"t"_s}}});
    return makePlan(task, m_prompts, *clients, nullptr, {}, cost);
}

void TestPlanner::goodPlanAtOnce()
{
    domain::MicroUsd cost = 0;
    const auto made = plan(line(goodPlan()), m_task, &cost);
    QVERIFY2(made, made ? "" : qPrintable(made.error().message));
    QCOMPARE(made->task, u"Make a shop."_s);
    QCOMPARE(made->language, u"python"_s);
    QCOMPARE(made->projectName, u"Shop"_s);
    QCOMPARE(made->steps.size(), 2);
    QCOMPARE(made->steps[1].dependsOn, QStringList(u"cart"_s));
    QCOMPARE(cost, 200);
}

void TestPlanner::taskAndLanguageAreTheUsers()
{
    PlanTask task = m_task;
    task.language = u"csharp"_s;
    const auto made = plan(line(goodPlan()), task);
    QVERIFY(made);
    QCOMPARE(made->language, u"csharp"_s);
    QJsonObject nameless = QJsonDocument::fromJson(goodPlan().toUtf8()).object();
    nameless.remove(u"projectName"_s);
    nameless.insert(u"task"_s, u"another task"_s);
    const auto named = plan(line(QString::fromUtf8(QJsonDocument(nameless).toJson())), task);
    QVERIFY2(named, named ? "" : qPrintable(named.error().message));
    QCOMPARE(named->projectName, u"folder"_s);
    QCOMPARE(named->task, u"Make a shop."_s);
}

void TestPlanner::repairedOnce_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("said");
    QTest::newRow("prose") << u"I would begin with the cart."_s << u"This plan cannot be used: "_s;
    QTest::newRow("does not fit the schema") << uR"({"steps":[{"id":"a"}]})"_s << u"title"_s;
    QTest::newRow("a cycle") << planText(
        {step(u"cart"_s, u"cart.py"_s, {u"shop"_s}), step(u"shop"_s, u"shop.py"_s, {u"cart"_s})})
                             << u"cart"_s;
    QTest::newRow("a language that is not there")
        << planText({step(u"cart"_s, u"cart.f90"_s)}, u"fortran"_s) << u"expected one of csharp, python"_s;
}

void TestPlanner::repairedOnce()
{
    QFETCH(QString, first);
    QFETCH(QString, said);
    domain::MicroUsd cost = 0;
    const auto made = plan(line(first) + line(goodPlan(), said), m_task, &cost);
    QVERIFY2(made, made ? "" : qPrintable(made.error().message));
    QCOMPARE(made->steps.size(), 2);
    QCOMPARE(cost, 400);
}

void TestPlanner::invalidTwiceNamesTheStep_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("named");
    QTest::newRow("cycle") << planText(
        {step(u"cart"_s, u"cart.py"_s, {u"shop"_s}), step(u"shop"_s, u"shop.py"_s, {u"cart"_s})})
                           << u"cart"_s;
    QTest::newRow("duplicate file") << planText({step(u"cart"_s, u"a.py"_s), step(u"basket"_s, u"a.py"_s)})
                                    << u"basket"_s;
    QTest::newRow("unknown dependency") << planText({step(u"cart"_s, u"a.py"_s, {u"money"_s})}) << u"money"_s;
    QTest::newRow("path outside") << planText({step(u"cart"_s, u"../a.py"_s)}) << u"cart"_s;
    QTest::newRow("no step") << planText({}) << u"steps"_s;
}

void TestPlanner::invalidTwiceNamesTheStep()
{
    QFETCH(QString, answer);
    QFETCH(QString, named);
    const auto made = plan(line(answer) + line(answer) + line(goodPlan()), m_task);
    QVERIFY(!made);
    QVERIFY2(made.error().kind == ErrorKind::BadInput || made.error().kind == ErrorKind::Malformed,
             qPrintable(domain::toString(made.error().kind)));
    QVERIFY2(made.error().message.contains(named), qPrintable(made.error().message));
    QVERIFY(!made.error().message.contains(u'\n'));
}

void TestPlanner::unknownLanguageIsNamed()
{
    const QByteArray answer = line(planText({step(u"cart"_s, u"cart.f90"_s)}, u"fortran"_s));
    const auto made = plan(answer + answer, m_task);
    QVERIFY(!made);
    QCOMPARE(made.error().message,
             u"the thinker's plan: language: expected one of csharp, python (found \"fortran\")"_s);
}

void TestPlanner::generatorStandsInForTheThinker()
{
    ScriptedClients clients({{{.id = u"g"_s}, line(goodPlan())}}, {{u"generator"_s, {u"g"_s}}});
    QVERIFY(makePlan(m_task, m_prompts, *clients, nullptr, {}, nullptr));
}

void TestPlanner::nobodyThinks()
{
    ScriptedClients clients({{{.id = u"j"_s}, line(goodPlan())}}, {{u"judges"_s, {u"j"_s}}});
    const auto made = makePlan(m_task, m_prompts, *clients, nullptr, {}, nullptr);
    QVERIFY(!made);
    QVERIFY(made.error().kind == ErrorKind::BadInput);
    QVERIFY(made.error().message.contains(u"thinker"_s));
}

void TestPlanner::modelsErrorIsPassedOn()
{
    const auto made = plan("{\"error\":{\"status\":401}}\n", m_task);
    QVERIFY(!made);
    QCOMPARE(domain::toString(made.error().kind), domain::toString(ErrorKind::Authentication));
}

void TestPlanner::taskThatDoesNotFit()
{
    PlanTask task = m_task;
    task.task = QString(60'000, u'x');
    const auto made = plan(line(goodPlan()), task);
    QVERIFY(!made);
    QCOMPARE(domain::toString(made.error().kind), domain::toString(ErrorKind::ContextTooLong));
}

QTEST_GUILESS_MAIN(TestPlanner)
#include "tst_planner.moc"

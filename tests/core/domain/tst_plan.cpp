// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/plan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

/// A plan as JSON: what is taken, what is refused and in which words. What plancheck.h says is tested in tst_plancheck.
class TestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField();
    void whatMayBeAbsentHasItsDefault();
    void comesBackAsItWas();
    void refusesWithOneLine_data();
    void refusesWithOneLine();
    void aStepIsReadAlone();
    void findsAStepById();
};

namespace {

QJsonObject step()
{
    return {{u"id"_s, u"a"_s},
            {u"title"_s, u"A"_s},
            {u"description"_s, u"Make A"_s},
            {u"file"_s, u"src/A.cs"_s},
            {u"surface"_s, QJsonArray{u"public class A"_s}},
            {u"dependsOn"_s, QJsonArray()},
            {u"kind"_s, u"change"_s},
            {u"complexity"_s, 7},
            {u"requiredPatterns"_s, QJsonArray{u"xml-docs"_s}},
            {u"tests"_s, QJsonArray{u"tests/ATests.cs"_s}}};
}

QJsonObject plan()
{
    return {{u"task"_s, u"Make it"_s},
            {u"language"_s, u"csharp"_s},
            {u"projectName"_s, u"My.Project-1"_s},
            {u"scaffold"_s, u"classlib"_s},
            {u"steps"_s, QJsonArray{step()}},
            {u"options"_s,
             QJsonObject{{u"generateTests"_s, false},
                         {u"testFramework"_s, u"NUnit"_s},
                         {u"targetCoverage"_s, 60},
                         {u"includeUnitTests"_s, false},
                         {u"includeIntegrationTests"_s, true},
                         {u"includeEdgeCases"_s, false}}}};
}

Result<Plan> read(const QJsonObject &json)
{
    return readPlan(QJsonDocument(json).toJson(), u"plan.json"_s);
}

} // namespace

void TestPlan::readsEveryField()
{
    const auto result = read(plan());
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QCOMPARE(result->task, u"Make it"_s);
    QCOMPARE(result->language, u"csharp"_s);
    QCOMPARE(result->projectName, u"My.Project-1"_s);
    QCOMPARE(result->scaffold, u"classlib"_s);
    const PlanOptions options{.generateTests = false,
                              .testFramework = u"NUnit"_s,
                              .targetCoverage = 60,
                              .includeUnitTests = false,
                              .includeIntegrationTests = true,
                              .includeEdgeCases = false};
    QVERIFY(result->options == options);
    const Step expected{.id = u"a"_s,
                        .title = u"A"_s,
                        .description = u"Make A"_s,
                        .file = u"src/A.cs"_s,
                        .surface = {u"public class A"_s},
                        .dependsOn = {},
                        .kind = StepKind::Change,
                        .complexity = 7,
                        .requiredPatterns = {u"xml-docs"_s},
                        .tests = {u"tests/ATests.cs"_s}};
    QVERIFY(result->steps == QList<Step>{expected});
}

void TestPlan::whatMayBeAbsentHasItsDefault()
{
    QJsonObject json = plan();
    json.remove(u"scaffold"_s);
    json.remove(u"options"_s);
    QJsonObject bare = step();
    for (const QString &key :
         {u"surface"_s, u"dependsOn"_s, u"kind"_s, u"complexity"_s, u"requiredPatterns"_s, u"tests"_s})
        bare.remove(key);
    json[u"steps"_s] = QJsonArray{bare};
    const auto result = read(json);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    QVERIFY(result->options == PlanOptions());
    QCOMPARE(result->options.targetCoverage, 80);
    QVERIFY(result->options.generateTests && result->options.includeEdgeCases
            && !result->options.includeIntegrationTests);
    QCOMPARE(result->scaffold, QString());
    QVERIFY(result->steps.first().kind == StepKind::Create);
    QCOMPARE(result->steps.first().complexity, 5);
    QVERIFY(result->steps.first().tests.isEmpty() && result->steps.first().surface.isEmpty());
}

void TestPlan::comesBackAsItWas()
{
    const auto first = read(plan());
    QVERIFY(first);
    const auto second = planFromJson(toJson(*first), u"plan.json"_s);
    QVERIFY2(second, second ? "" : qPrintable(second.error().message));
    QVERIFY(*first == *second);
    for (const StepKind kind : {StepKind::Create, StepKind::Change, StepKind::Test}) {
        Step one = first->steps.first();
        one.kind = kind;
        QVERIFY(stepFromJson(toJson(one), u"x"_s)->kind == kind);
    }
}

void TestPlan::refusesWithOneLine_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("message");
    const auto row = [](const QString &path, const QJsonValue &value, const QString &message) {
        const QByteArray shownValue = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        QTest::newRow(qPrintable(path + u' ' + QString::fromUtf8(shownValue)))
            << path << value << u"plan.json: "_s + message;
    };
    const QJsonValue absent(QJsonValue::Undefined);
    const QStringList texts = {u"task"_s, u"language"_s, u"projectName"_s};
    for (const QString &key : texts) {
        row(key, absent, key + u": is missing"_s);
        row(key, 1, key + u": expected text"_s);
    }
    row(u"scaffold"_s, false, u"scaffold: expected text"_s);
    row(u"steps"_s, absent, u"steps: is missing"_s);
    row(u"steps"_s, QJsonObject(), u"steps: expected a list of objects"_s);
    row(u"steps"_s, QJsonArray{1}, u"steps[0]: expected an object"_s);
    row(u"options"_s, QJsonArray(), u"options: expected an object"_s);
    row(u"stepz"_s, 1,
        u"stepz: is not a known field, expected one of language, options, projectName, scaffold, steps, task"_s);
    const QStringList ofStep = {u"id"_s, u"title"_s, u"description"_s, u"file"_s};
    for (const QString &key : ofStep) {
        row(u"steps[0]."_s + key, absent, u"steps[0].%1: is missing"_s.arg(key));
        row(u"steps[0]."_s + key, 1, u"steps[0].%1: expected text"_s.arg(key));
    }
    const QStringList lists = {u"surface"_s, u"dependsOn"_s, u"requiredPatterns"_s, u"tests"_s};
    for (const QString &key : lists)
        row(u"steps[0]."_s + key, u"x"_s, u"steps[0].%1: expected a list of texts"_s.arg(key));
    row(u"steps[0].kind"_s, u"delete"_s, u"steps[0].kind: expected one of create, change, test"_s);
    row(u"steps[0].complexity"_s, 0, u"steps[0].complexity: expected a whole number from 1 to 10"_s);
    row(u"steps[0].complexity"_s, 11, u"steps[0].complexity: expected a whole number from 1 to 10"_s);
    row(u"steps[0].complexity"_s, 2.5, u"steps[0].complexity: expected a whole number from 1 to 10"_s);
    row(u"steps[0].complexity"_s, u"5"_s, u"steps[0].complexity: expected a whole number from 1 to 10"_s);
    row(u"steps[0].depends"_s, QJsonArray(),
        u"steps[0].depends: is not a known field, expected one of complexity, dependsOn, description, file, id, kind, requiredPatterns, surface, tests, title"_s);
    row(u"options.targetCoverage"_s, 101, u"options.targetCoverage: expected a whole number from 0 to 100"_s);
    row(u"options.generateTests"_s, u"yes"_s, u"options.generateTests: expected true or false"_s);
    row(u"options.testFramework"_s, 3, u"options.testFramework: expected text"_s);
    row(u"options.coverage"_s, 3,
        u"options.coverage: is not a known field, expected one of generateTests, includeEdgeCases, includeIntegrationTests, includeUnitTests, targetCoverage, testFramework"_s);
    for (const QString &key : {u"includeUnitTests"_s, u"includeIntegrationTests"_s, u"includeEdgeCases"_s})
        row(u"options."_s + key, 1, u"options.%1: expected true or false"_s.arg(key));
}

void TestPlan::refusesWithOneLine()
{
    QFETCH(QString, path);
    QFETCH(QJsonValue, value);
    QFETCH(QString, message);
    QJsonObject json = plan();
    const QString key = path.section(u'.', -1);
    const auto set = [&](QJsonObject object) {
        if (value.isUndefined())
            object.remove(key);
        else
            object[key] = value;
        return object;
    };
    if (path.startsWith(u"steps[0]."_s))
        json[u"steps"_s] = QJsonArray{set(step())};
    else if (path.startsWith(u"options."_s))
        json[u"options"_s] = set(json[u"options"_s].toObject());
    else
        json = set(json);
    const auto result = read(json);
    QVERIFY(!result);
    QVERIFY(result.error().kind == ErrorKind::BadInput);
    QCOMPARE(result.error().message, message);
}

void TestPlan::aStepIsReadAlone()
{
    const auto one = stepFromJson(step(), u"amendment"_s);
    QVERIFY(one);
    QCOMPARE(one->id, u"a"_s);
    QJsonObject wrong = step();
    wrong[u"when"_s] = 1;
    QCOMPARE(
        stepFromJson(wrong, u"amendment"_s).error().message,
        u"amendment: when: is not a known field, expected one of complexity, dependsOn, description, file, id, kind, requiredPatterns, surface, tests, title"_s);
}

void TestPlan::findsAStepById()
{
    const auto result = read(plan());
    QVERIFY(result->step(u"a"_s));
    QVERIFY(!result->step(u"b"_s));
}

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"

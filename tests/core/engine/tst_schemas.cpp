// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemafit.h"

#include "domain/entry.h"
#include "domain/ladder.h"
#include "domain/models.h"
#include "domain/plan.h"
#include "domain/request.h"
#include "domain/run.h"
#include "domain/verdict.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace stepladder;
using namespace stepladder::tests;
using namespace Qt::StringLiterals;

namespace {

QString exampleFile(const QString &type)
{
    return QStringLiteral(STEPLADDER_TEST_DATA "/entries/") + type + u".json"_s;
}

QJsonObject object(const char *json)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("%s in %s", qPrintable(error.errorString()), json);
    return document.object();
}

} // namespace

class TestSchemas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySchemaIsOne_data()
    {
        QTest::addColumn<QString>("file");
        for (QDirIterator it(folder({}), {u"*.json"_s}, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
            const QString file = it.next();
            QTest::newRow(qPrintable(file.mid(folder({}).size()))) << file;
        }
    }

    void everySchemaIsOne()
    {
        QFETCH(QString, file);
        const QJsonObject schema = readJson(file).toObject();
        QCOMPARE(schema[u"$schema"].toString(), u"http://json-schema.org/draft-07/schema#"_s);
        QVERIFY(!schema[u"title"].toString().isEmpty());
        QCOMPARE(schema[u"type"].toString(), u"object"_s);
        QVERIFY(schema[u"properties"].isObject());
        for (const auto &name : schema[u"required"].toArray())
            QVERIFY2(schema[u"properties"].toObject().contains(name.toString()), qPrintable(name.toString()));
        QCOMPARE(schemaFault(file), QString());
    }

    void answers_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QJsonObject>("answer");
        QTest::addColumn<bool>("fits");
        const auto row = [](const char *name, const char *schema, const char *json, bool fits) {
            QTest::newRow(name) << QString::fromLatin1(schema) << object(json) << fits;
        };
        row("think", "think",
            R"({"guidance":"g","keyPoints":["k"],"risks":[],"dependencies":["d"],"suggestedApproach":"s","estimatedComplexity":7,"exampleCode":"c"})",
            true);
        row("think without an example", "think",
            R"({"guidance":"g","keyPoints":[],"risks":[],"dependencies":[],"suggestedApproach":"s","estimatedComplexity":7,"exampleCode":null})",
            true);
        row("think with a field more", "think",
            R"({"guidance":"g","keyPoints":[],"risks":[],"dependencies":[],"suggestedApproach":"s","estimatedComplexity":1,"mood":"good"})",
            true);
        row("think without guidance", "think",
            R"({"keyPoints":[],"risks":[],"dependencies":[],"suggestedApproach":"s","estimatedComplexity":7})", false);
        row("think: complexity over ten", "think",
            R"({"guidance":"g","keyPoints":[],"risks":[],"dependencies":[],"suggestedApproach":"s","estimatedComplexity":11})",
            false);
        row("think: a key point that is a number", "think",
            R"({"guidance":"g","keyPoints":[1],"risks":[],"dependencies":[],"suggestedApproach":"s","estimatedComplexity":7})",
            false);
        row("analyze", "analyze",
            R"({"rootCause":"r","mistakePatterns":{"m1":"forgets null"},"correctApproach":"a","exampleCode":"c","suggestedActions":["x"],
                "shouldSplitFile":true,"suggestedFileSplit":[{"file":"a.cs","description":"d"}],
                "missingFiles":[{"file":"b.cs","description":"d","surface":["interface IB"]}]})",
            true);
        row("analyze, the least", "analyze", R"({"rootCause":"r","correctApproach":"a","suggestedActions":[]})", true);
        row("analyze without a cause", "analyze", R"({"correctApproach":"a","suggestedActions":[]})", false);
        row("analyze: a missing file without its path", "analyze",
            R"({"rootCause":"r","correctApproach":"a","suggestedActions":[],"missingFiles":[{"description":"d"}]})",
            false);
        row("analyze: patterns as a list", "analyze",
            R"({"rootCause":"r","correctApproach":"a","suggestedActions":[],"mistakePatterns":["m"]})", false);
        row("rethink", "rethink",
            R"({"newApproach":"n","shouldSplitIntoMultipleFiles":false,"newFileStructure":[{"file":"f","description":"d"}],"reasoning":"r",
                "shouldSimplifyRequirements":true,"simplifiedVersion":"s"})",
            true);
        row("rethink without an approach", "rethink", R"({"reasoning":"r"})", false);
        row("review", "review", R"({"score":8.5,"summary":"s","issues":[{"severity":"error","line":3,"message":"m"}]})",
            true);
        row("review: a line of no number", "review",
            R"({"score":0,"issues":[{"severity":"warning","line":null,"message":"m"}]})", true);
        row("review: just a score", "review", R"({"score":10})", true);
        row("review without a score", "review", R"({"summary":"s","issues":[]})", false);
        row("review: a score in words", "review", R"({"score":"8"})", false);
        row("review: over ten", "review", R"({"score":11})", false);
        row("review: an issue without its message", "review", R"({"score":1,"issues":[{"severity":"error"}]})", false);
        row("inputs", "inputs",
            R"({"inputs":[{"expression":"a","expected":"1"},{"expression":"b","expected":null},{"expression":"c"},)"
            R"({"expression":"d","expected":4},{"expression":"e","expected":true}]})",
            true);
        row("inputs: four", "inputs",
            R"({"inputs":[{"expression":"a"},{"expression":"b"},{"expression":"c"},{"expression":"d"}]})", false);
        row("inputs: one without its expression", "inputs",
            R"({"inputs":[{"expression":"a"},{"expression":"b"},{"expression":"c"},{"expression":"d"},{}]})", false);
        row("expert", "expert", R"({"hasSolution":true,"solution":"s","recommendedPattern":"p","exampleCode":"c"})",
            true);
        row("expert who does not know", "expert", R"({"hasSolution":false})", true);
        row("expert who does not say", "expert", R"({"solution":"s"})", false);
        row("plan", "plan",
            R"({"task":"t","language":"csharp","projectName":"P","steps":[{"id":"a","title":"t","description":"d","file":"A.cs","surface":["class A"],
                "dependsOn":[],"kind":"create","complexity":3,"requiredPatterns":[],"tests":[]}],"options":{"generateTests":false}})",
            true);
        row("plan without steps", "plan", R"({"task":"t","language":"csharp","projectName":"P","steps":[]})", false);
        row("plan: a step without its file", "plan",
            R"({"task":"t","language":"csharp","projectName":"P","steps":[{"id":"a","title":"t","description":"d"}]})",
            false);
        row("plan: an unknown kind", "plan",
            R"({"task":"t","language":"c","projectName":"P","steps":[{"id":"a","title":"t","description":"d","file":"f","kind":"drop"}]})",
            false);
    }

    void answers()
    {
        QFETCH(QString, schema);
        QFETCH(QJsonObject, answer);
        QFETCH(bool, fits);
        const QString wrong = misfit(folder(u"answers/%1.json"_s.arg(schema)), answer);
        QVERIFY2(wrong.isEmpty() == fits, qPrintable(wrong));
    }

    void entries_data()
    {
        QTest::addColumn<QString>("type");
        for (const QFileInfo &file : QDir(folder(u"entries"_s)).entryInfoList(QDir::Files))
            QTest::newRow(qPrintable(file.completeBaseName())) << file.completeBaseName();
    }

    /// Each example fits; with a field more, or without one that is required, it does not.
    void entries()
    {
        QFETCH(QString, type);
        const QString file = folder(u"entries/%1.json"_s.arg(type));
        const QJsonObject schema = readJson(file).toObject();
        QCOMPARE(schema[u"additionalProperties"], QJsonValue(false));
        const QJsonArray examples = readJson(exampleFile(type)).toArray();
        QVERIFY(!examples.isEmpty());
        QSet<QString> shown;
        for (const auto &item : examples) {
            QJsonObject example = item.toObject();
            QCOMPARE(misfit(file, example), QString());
            for (const auto &name : schema[u"required"].toArray()) {
                QJsonObject less = example;
                less.remove(name.toString());
                QVERIFY2(!misfit(file, less).isEmpty(), qPrintable(u"without "_s + name.toString()));
            }
            for (const QString &key : example.keys())
                shown.insert(key);
            example.insert(u"unheardOf"_s, 1);
            QVERIFY(!misfit(file, example).isEmpty());
            QCOMPARE(misfit(folder(u"entry.json"_s),
                            domain::toJson(domain::Entry{
                                .seq = 1, .timeMs = 5, .run = u"r"_s, .type = type, .data = item.toObject()})),
                     QString());
        }
        for (const QString &key : schema[u"properties"].toObject().keys()) {
            const bool seldom = type == u"run.started" || shown.contains(key);
            QVERIFY2(seldom, qPrintable(u"no example shows "_s + key));
        }
    }

    void everyEntryTypeIsListed()
    {
        QStringList types, examples, listed;
        for (const QFileInfo &file : QDir(folder(u"entries"_s)).entryInfoList(QDir::Files, QDir::Name))
            types.append(file.completeBaseName());
        for (const QFileInfo &file : QFileInfo(exampleFile(u"x"_s)).dir().entryInfoList(QDir::Files, QDir::Name))
            examples.append(file.completeBaseName());
        const QJsonObject entry = readJson(folder(u"entry.json"_s)).toObject();
        for (const auto &type : entry[u"properties"][u"type"][u"enum"].toArray())
            listed.append(type.toString());
        types.sort();
        examples.sort();
        QCOMPARE(types, listed);
        QCOMPARE(examples, types);
    }

    void shippedLaddersFit()
    {
        for (QDirIterator it(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/ladders")); it.hasNext();) {
            const QString file = it.next();
            if (file.endsWith(u".json"))
                QCOMPARE(misfit(folder(u"ladder.json"_s), readJson(file)), QString());
        }
    }

    /// What the program writes fits what it promises.
    void whatTheDomainWritesFits()
    {
        const domain::Plan plan{.task = u"t"_s,
                                .language = u"csharp"_s,
                                .projectName = u"P"_s,
                                .steps = {{.id = u"a"_s, .title = u"A"_s, .description = u"d"_s, .file = u"A.cs"_s}}};
        QCOMPARE(misfit(folder(u"plan.json"_s), domain::toJson(plan)), QString());
        QCOMPARE(misfit(folder(u"answers/plan.json"_s), domain::toJson(plan)), QString());
        const domain::Ladder ladder{
            .id = u"l"_s, .title = u"L"_s, .rungs = {{.id = u"stub"_s, .kind = domain::RungKind::Stub}}};
        QCOMPARE(misfit(folder(u"ladder.json"_s), domain::toJson(ladder)), QString());
        const domain::ModelsConfig models{
            .endpoints = {{.id = u"e"_s, .url = u"http://127.0.0.1:11434"_s},
                          {.id = u"s"_s, .kind = domain::EndpointKind::Scripted, .file = u"/a"_s, .parallel = 0}},
            .models = {{.id = u"m"_s, .endpoint = u"e"_s, .name = u"phi4"_s, .price = {.inputPerMTok = 0.0}}},
            .roles = {{u"thinker"_s, {u"m"_s}}, {u"generator"_s, {u"m"_s}}, {u"judges"_s, {}}}};
        QCOMPARE(misfit(folder(u"models.json"_s), domain::toJson(models)), QString());
        domain::Verdict verdict{.issues = {{.message = u"m"_s}}};
        verdict.evidence.coverage = domain::CoverageReport{{{.file = u"A.cs"_s}}};
        verdict.evidence.executions = {{.command = u"c"_s}};
        QCOMPARE(misfit(folder(u"entries/verdict.reached.json"_s), domain::toJson(verdict)), QString());
        const QJsonObject requested{{u"request"_s, domain::toJson(domain::Request{.id = u"r.1"_s})}};
        QCOMPARE(misfit(folder(u"entries/guidance.requested.json"_s), requested), QString());
        const QJsonObject answered{{u"request"_s, u"r.1"_s},
                                   {u"answer"_s, domain::toJson(domain::Answer{.content = "x"})}};
        QCOMPARE(misfit(folder(u"entries/guidance.answered.json"_s), answered), QString());
        const QJsonObject ended{{u"status"_s, domain::toString(domain::RunStatus::Partial)},
                                {u"reason"_s, QString()},
                                {u"counts"_s, domain::toJson(domain::StepCounts{})}};
        QCOMPARE(misfit(folder(u"entries/run.ended.json"_s), ended), QString());
    }

    void namesOfEnumsAreThoseOfTheProgram()
    {
        const auto names = [](const QString &file, const QStringList &path) {
            QJsonValue value = readJson(folder(file));
            for (const QString &key : path)
                value = value[key];
            QStringList list;
            for (const auto &item : value.toArray())
                list.append(item.toString());
            return list;
        };
        QStringList sources, endings, kinds, answers;
        for (int i = 0; i <= int(domain::IssueSource::Path); ++i)
            sources.append(domain::toString(domain::IssueSource(i)));
        for (int i = 0; i <= int(domain::Ending::Contradicted); ++i)
            endings.append(domain::toString(domain::Ending(i)));
        for (int i = 0; i <= int(domain::RungKind::Stub); ++i)
            kinds.append(domain::toString(domain::RungKind(i)));
        for (int i = 0; i <= int(domain::AnswerKind::LocalOnly); ++i)
            answers.append(domain::toString(domain::AnswerKind(i)));
        const QString properties = u"properties"_s, enumeration = u"enum"_s;
        QCOMPARE(names(u"entries/candidate.made.json"_s,
                       {properties, u"issues"_s, u"items"_s, properties, u"source"_s, enumeration}),
                 sources);
        QCOMPARE(names(u"entries/tests.finished.json"_s, {properties, u"ending"_s, enumeration}), endings);
        QCOMPARE(names(u"entries/attempt.started.json"_s, {properties, u"kind"_s, enumeration}), kinds);
        QCOMPARE(
            names(u"entries/guidance.answered.json"_s, {properties, u"answer"_s, properties, u"kind"_s, enumeration}),
            answers);
        QCOMPARE(names(u"models.json"_s, {properties, u"roles"_s, u"required"_s}),
                 (QStringList{u"generator"_s, u"thinker"_s}));
        QStringList roles = readJson(folder(u"models.json"_s))[properties][u"roles"_s][properties].toObject().keys();
        QStringList known = domain::knownRoles();
        known.sort();
        QCOMPARE(roles, known);
    }
};

QTEST_GUILESS_MAIN(TestSchemas)
#include "tst_schemas.moc"

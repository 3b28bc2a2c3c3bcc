// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QJsonDocument>
#include <QTest>

#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

using namespace Qt::StringLiterals;

namespace {

QString folder(const QString &name)
{
    return QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/schemas/") + name;
}

QJsonValue readJson(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(file), qPrintable(in.errorString()));
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(in.readAll(), &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("%s: %s", qPrintable(file), qPrintable(error.errorString()));
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

/// Empty when \p value fits the schema in \p file, else where it does not and why.
QString misfit(const QString &file, const QJsonValue &value)
{
    const QJsonValue text = readJson(file);
    valijson::Schema schema;
    valijson::SchemaParser parser;
    try {
        parser.populateSchema(valijson::adapters::QtJsonAdapter(text), schema);
    } catch (const std::exception &error) {
        return file + u": "_s + QString::fromUtf8(error.what());
    }
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schema, valijson::adapters::QtJsonAdapter(value), &results))
        return {};
    QStringList lines;
    for (const auto &error : results) {
        QString where;
        for (const auto &part : error.context)
            where += QString::fromStdString(part);
        lines.append(where + u": "_s + QString::fromStdString(error.description));
    }
    return lines.join(u"; ");
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
        valijson::Schema parsed;
        valijson::SchemaParser parser;
        const QJsonValue value = schema;
        parser.populateSchema(valijson::adapters::QtJsonAdapter(value), parsed);
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
};

QTEST_GUILESS_MAIN(TestSchemas)
#include "tst_schemas.moc"

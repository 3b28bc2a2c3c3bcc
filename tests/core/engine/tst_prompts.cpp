// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prompts/prompts.h"
#include "models/structuredanswer.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;

namespace {

using Values = QHash<QString, QString>;

/// What the program fills into a prompt, by the prompt's name.
QSet<QString> known(const QString &prompt)
{
    if (prompt == u"plan"_s)
        return {u"task"_s, u"language"_s, u"languages"_s, u"scaffolds"_s, u"files"_s, u"attached"_s};
    if (prompt == u"inputs"_s)
        return {u"step"_s, u"file"_s, u"language"_s, u"surface"_s, u"code"_s, u"task"_s};
    if (prompt == u"review"_s)
        return {u"step"_s, u"code"_s, u"evidence"_s, u"patterns"_s, u"task"_s};
    return {u"description"_s,  u"title"_s,   u"file"_s,     u"fence"_s,     u"language"_s,
            u"existing"_s,     u"surface"_s, u"patterns"_s, u"words"_s,     u"tests"_s,
            u"dependencies"_s, u"task"_s,    u"files"_s,    u"thinking"_s,  u"insights"_s,
            u"feedback"_s,     u"tried"_s,   u"best"_s,     u"overtaken"_s, u"similar"_s,
            u"attached"_s,     u"example"_s, u"solution"_s, u"pattern"_s,   u"mended"_s};
}

} // namespace

class TestPrompts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void filled_data();
    void filled();
    void shipped_data();
    void shippedNameOnlyWhatIsKnown_data() { shipped_data(); }
    void shippedNameOnlyWhatIsKnown();
    void shippedSectionsAreClosed_data() { shipped_data(); }
    void shippedSectionsAreClosed();
    void shippedRenderWithAndWithoutValues_data() { shipped_data(); }
    void shippedRenderWithAndWithoutValues();
    void structuredPurposesHaveASchema_data();
    void structuredPurposesHaveASchema();
    void planSchemaTakesWhatThePromptAsksFor();
    void missingPromptIsNamed();
    void pinnedIsTheSame();
    void usersOwnGoesFirst();

private:
    QTemporaryDir m_home;
    PromptLibrary m_library;
};

void TestPrompts::initTestCase()
{
    const auto library = PromptLibrary::load(storage::Resources(storage::Locations::under(m_home.path())));
    QVERIFY2(library, library ? "" : qPrintable(library.error().message));
    m_library = *library;
}

void TestPrompts::filled_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Values>("values");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *name, const QString &text, const Values &values, const QString &result) {
        QTest::newRow(name) << text << values << result;
    };
    row("no placeholder", u"as it is"_s, {}, u"as it is\n"_s);
    row("a value", u"a {{b}} c"_s, {{u"b"_s, u"x"_s}}, u"a x c\n"_s);
    row("no value", u"a {{b}} c"_s, {}, u"a  c\n"_s);
    row("twice", u"{{b}}{{b}}"_s, {{u"b"_s, u"x"_s}}, u"xx\n"_s);
    row("the line break behind a value stays", u"{{b}}\nc"_s, {{u"b"_s, u"x"_s}}, u"x\nc\n"_s);
    row("a value that looks like a placeholder", u"{{a}} {{b}}"_s,
        {{u"a"_s, u"{{b}} {{#b}} {{/b}}"_s}, {u"b"_s, u"x"_s}}, u"{{b}} {{#b}} {{/b}} x\n"_s);
    row("a value with per cents", u"{{a}}"_s, {{u"a"_s, u"%1 100 %"_s}}, u"%1 100 %\n"_s);
    row("section kept", u"a\n{{#b}}\n{{b}}\n{{/b}}\nc"_s, {{u"b"_s, u"x"_s}}, u"a\nx\nc\n"_s);
    row("section left out", u"a\n{{#b}}\n{{b}}\n{{/b}}\nc"_s, {}, u"a\nc\n"_s);
    row("section left out for an empty value", u"a\n{{#b}}\nx\n{{/b}}\nc"_s, {{u"b"_s, QString()}}, u"a\nc\n"_s);
    row("section in a section", u"{{#a}}1{{#b}}2{{/b}}3{{/a}}4"_s, {{u"a"_s, u"x"_s}}, u"134\n"_s);
    row("section in a section that is left out", u"{{#a}}1{{#b}}2{{/b}}3{{/a}}4"_s, {{u"b"_s, u"x"_s}}, u"4\n"_s);
    row("section of the same name within", u"{{#a}}1{{#a}}2{{/a}}3{{/a}}4"_s, {}, u"4\n"_s);
    row("single braces", u"{\"a\":{b}}"_s, {{u"b"_s, u"x"_s}}, u"{\"a\":{b}}\n"_s);
    row("ends with one line break", u"\n\na\n\n\n"_s, {}, u"a\n"_s);
}

void TestPrompts::filled()
{
    QFETCH(QString, text);
    QFETCH(Values, values);
    QTEST(fillTemplate(text, values), "result");
}

void TestPrompts::shipped_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    const QJsonObject templates = m_library.toJson()[u"templates"].toObject();
    QVERIFY(templates.size() >= 6);
    for (auto it = templates.begin(); it != templates.end(); ++it)
        QTest::newRow(qPrintable(it.key())) << it.key() << it.value().toString();
}

void TestPrompts::shippedNameOnlyWhatIsKnown()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    static const QRegularExpression tag(u"\\{\\{[#/]?([^}]*)\\}\\}"_s);
    for (auto it = tag.globalMatch(text); it.hasNext();) {
        const QString placeholder = it.next().captured(1);
        QVERIFY2(known(name).contains(placeholder), qPrintable(placeholder));
    }
}

void TestPrompts::shippedSectionsAreClosed()
{
    QFETCH(QString, text);
    static const QRegularExpression tag(u"\\{\\{([#/])(\\w+)\\}\\}"_s);
    QStringList open;
    for (auto it = tag.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        if (match.captured(1) == u"#"_s) {
            open.append(match.captured(2));
            continue;
        }
        QVERIFY2(!open.isEmpty(), qPrintable(match.captured(2)));
        QCOMPARE(open.takeLast(), match.captured(2));
    }
    QVERIFY2(open.isEmpty(), qPrintable(open.join(u' ')));
}

void TestPrompts::shippedRenderWithAndWithoutValues()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    Values values;
    for (const QString &placeholder : known(name))
        values.insert(placeholder, u"<<%1>>"_s.arg(placeholder));
    const auto full = m_library.render(name, values);
    QVERIFY(full);
    QVERIFY2(!full->contains(u"{{"_s), qPrintable(*full));
    for (const QString &placeholder : known(name)) {
        if (text.contains(u"{{%1}}"_s.arg(placeholder)))
            QVERIFY2(full->contains(u"<<%1>>"_s.arg(placeholder)), qPrintable(placeholder));
    }
    const auto bare = m_library.render(name, {});
    QVERIFY(bare);
    QVERIFY2(!bare->contains(u"{{"_s), qPrintable(*bare));
    QVERIFY(bare->contains(u"# Your answer"_s));
}

void TestPrompts::structuredPurposesHaveASchema_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plan", "think", "analyze", "rethink", "review", "expert", "inputs"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestPrompts::structuredPurposesHaveASchema()
{
    QFETCH(QString, name);
    QCOMPARE(m_library.schema(name)[u"type"].toString(), u"object"_s);
}

/// The prompt does not ask for the task, which we know: an answer without it has to fit.
void TestPrompts::planSchemaTakesWhatThePromptAsksFor()
{
    const QString answer =
        uR"({"language":"python","projectName":"P","steps":[{"id":"a","title":"A","description":"d","file":"a.py"}]})"_s;
    const auto read = models::parseStructured(answer, m_library.schema(u"plan"_s));
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
}

void TestPrompts::missingPromptIsNamed()
{
    const auto missing = m_library.render(u"sing"_s, {});
    QVERIFY(!missing);
    QVERIFY(missing.error().kind == domain::ErrorKind::NotFound);
    QVERIFY(missing.error().message.contains(u"prompts/sing.md"_s));
}

void TestPrompts::pinnedIsTheSame()
{
    const PromptLibrary pinned = PromptLibrary::fromJson(m_library.toJson());
    QCOMPARE(pinned.toJson(), m_library.toJson());
    QCOMPARE(pinned.schema(u"review"_s), m_library.schema(u"review"_s));
}

void TestPrompts::usersOwnGoesFirst()
{
    QTemporaryDir home;
    const auto locations = storage::Locations::under(home.path());
    QVERIFY(QDir().mkpath(locations.config + u"/prompts"_s));
    QFile file(locations.config + u"/prompts/think.md"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("mine: {{title}}");
    file.close();
    const auto library = PromptLibrary::load(storage::Resources(locations));
    QVERIFY(library);
    QCOMPARE(library->render(u"think"_s, {{u"title"_s, u"T"_s}}).value(), u"mine: T\n"_s);
    QVERIFY(library->render(u"plan"_s, {}));
}

QTEST_GUILESS_MAIN(TestPrompts)
#include "tst_prompts.moc"

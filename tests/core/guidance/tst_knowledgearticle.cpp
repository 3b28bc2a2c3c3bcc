// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/knowledgearticle.h"
#include "guidance/knowledgefrontmatter.h"
#include "guidance/knowledgequery.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::guidance;
using domain::Issue;
using domain::IssueSource;
using domain::Severity;

namespace {

const QByteArray whole = "---\n"
                         "id: cs0001\n"
                         "title: \"Something: else\"\n"
                         "# said by nobody\n"
                         "languages: [csharp, '.razor']\n"
                         "diagnostics: [CS0001, CS0002]\n"
                         "signatures:\n"
                         "  - null_handling\n"
                         "messages:\n"
                         "  - 'it''s \\d+ of \"them\"'\n"
                         "  - \"a \\\\d \\\"b\\\"\"\n"
                         "code: []\n"
                         "fingerprints: ['v1:abc']\n"
                         "setup: xunit\n"
                         "source: a person\n"
                         "---\n"
                         "\n"
                         "## Guidance\n"
                         "\n"
                         "Do *this*.\n"
                         "\n"
                         "```\n"
                         "## Pattern\n"
                         "```\n"
                         "\n"
                         "### A heading below\n"
                         "\n"
                         "## Pattern\n"
                         "\n"
                         "`x`\n"
                         "\n"
                         "## Example: failing\n"
                         "\n"
                         "```A.cs\n"
                         "one\n"
                         "\n"
                         "## Guidance\n"
                         "```\n"
                         "~~~~csharp folder/B.cs\n"
                         "```\n"
                         "~~~~\n"
                         "\n"
                         "## Example: mended\n"
                         "```A.cs\n"
                         "```\n";

Article wholeArticle()
{
    return {.id = u"cs0001"_s,
            .title = u"Something: else"_s,
            .languages = {u"csharp"_s, u".razor"_s},
            .diagnostics = {u"CS0001"_s, u"CS0002"_s},
            .signatures = {u"null_handling"_s},
            .messages = {u"it's \\d+ of \"them\""_s, u"a \\d \"b\""_s},
            .fingerprints = {u"v1:abc"_s},
            .setup = u"xunit"_s,
            .source = u"a person"_s,
            .guidance = u"Do *this*.\n\n```\n## Pattern\n```\n\n### A heading below"_s,
            .pattern = u"`x`"_s,
            .failing = {{u"A.cs"_s, u"one\n\n## Guidance\n"_s}, {u"folder/B.cs"_s, u"```\n"_s}},
            .mended = {{u"A.cs"_s, {}}}};
}

QByteArray with(const QByteArray &front, const QByteArray &body = "## Guidance\nDo it.\n")
{
    return "---\nid: a\ntitle: b\nlanguages: [csharp]\n" + front + "---\n" + body;
}

} // namespace

class TestKnowledgeArticle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everything();
    void leastOfAll();
    void lineEndsAndByteOrderMark();
    void refused_data();
    void refused();
    void cutAnywhere();
    void writtenAndReadAgain_data();
    void writtenAndReadAgain();
    void guidanceCannotBreakOut();
    void valuesOfTheFrontMatter_data();
    void valuesOfTheFrontMatter();
    void namesOfFailures_data();
    void namesOfFailures();
    void namesInTheirOrder();
    void textOfFailuresIsCapped();
};

void TestKnowledgeArticle::everything()
{
    const auto article = readArticle(whole, u"a.md"_s);
    QVERIFY2(article, article ? "" : qPrintable(article.error().message));
    QVERIFY(*article == wholeArticle());
}

void TestKnowledgeArticle::leastOfAll()
{
    const auto article = readArticle(with({}), u"a.md"_s);
    QVERIFY2(article, article ? "" : qPrintable(article.error().message));
    QCOMPARE(article->guidance, u"Do it."_s);
    QVERIFY(article->failing.isEmpty() && article->pattern.isEmpty());
}

void TestKnowledgeArticle::lineEndsAndByteOrderMark()
{
    const auto article = readArticle("\xef\xbb\xbf" + QByteArray(whole).replace("\n", "\r\n"), u"a.md"_s);
    QVERIFY2(article, article ? "" : qPrintable(article.error().message));
    QVERIFY(*article == wholeArticle());
}

void TestKnowledgeArticle::refused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const QByteArray &content, const QString &message) {
        QTest::newRow(name) << content << message;
    };
    row("empty", "", u"a.md:1: expected the front matter, a line of ---"_s);
    row("no front matter", "# Title\n", u"a.md:1: expected the front matter, a line of ---"_s);
    row("front matter without end", "---\nid: a\n",
        u"a.md:1: expected a second line of ---, which ends the front matter"_s);
    row("not UTF-8", "---\nid: \xff\n---\n", u"a.md:1: expected UTF-8 text"_s);
    row("NUL", QByteArray("---\n\0", 5), u"a.md:1: expected UTF-8 text"_s);
    row("large", QByteArray(300'000, 'x'), u"a.md:1: expected at most 256 kB"_s);
    row("no id", "---\ntitle: b\nlanguages: [csharp]\n---\n## Guidance\nx\n",
        u"a.md:4: id: is missing, expected \"id: …\" in the front matter"_s);
    row("empty id", "---\nid:\ntitle: b\nlanguages: [csharp]\n---\n## Guidance\nx\n", u"a.md:2: id: expected a text"_s);
    row("odd id", "---\nid: A/b\ntitle: b\nlanguages: [csharp]\n---\n## Guidance\nx\n",
        u"a.md:2: id: expected small letters, digits, '-', '_' and '.', found \"A/b\""_s);
    row("no languages", "---\nid: a\ntitle: b\n---\n## Guidance\nx\n",
        u"a.md:4: languages: is missing, expected \"languages: [a, b]\" in the front matter"_s);
    row("languages as text", "---\nid: a\ntitle: b\nlanguages: csharp\n---\n## Guidance\nx\n",
        u"a.md:4: languages: expected a list as in [a, b]"_s);
    row("no language", "---\nid: a\ntitle: b\nlanguages: []\n---\n## Guidance\nx\n",
        u"a.md:4: languages: expected a list as in [a, b]"_s);
    row("title as list", "---\nid: a\ntitle: [b]\nlanguages: [csharp]\n---\n## Guidance\nx\n",
        u"a.md:3: title: expected a text"_s);
    row("unknown key", with("langauges: [a]\n"),
        u"a.md:5: \"langauges\": is not known, expected one of id, title, languages, diagnostics, signatures, "
        u"messages, "
        "code, fingerprints, setup, source"_s);
    row("key twice", with("id: c\n"), u"a.md:5: id: is there twice"_s);
    row("no key", with("what is this\n"),
        u"a.md:5: expected \"key: text\", \"key: [a, b]\" or \"- text\", found \"what is this\""_s);
    row("item of nothing", with("source: x\n- y\n"), u"a.md:6: expected \"key:\" before \"- text\""_s);
    row("list without end", with("diagnostics: [a, b\n"),
        u"a.md:5: diagnostics: expected a list as in [a, b] on one line, found \"[a, b\""_s);
    row("list with a hole", with("diagnostics: [a,, b]\n"),
        u"a.md:5: diagnostics: expected a list as in [a, b] on one line, found \"[a,, b]\""_s);
    row("text behind a list", with("diagnostics: [a] b\n"),
        u"a.md:5: diagnostics: expected a list as in [a, b] on one line, found \"[a] b\""_s);
    row("open quote", with("source: 'x\n"), u"a.md:5: source: expected the closing '"_s);
    row("odd escape", with("source: \"\\x\"\n"),
        u"a.md:5: source: expected \\\", \\\\, \\/, \\n or \\t behind a backslash in double quotes"_s);
    row("text behind quotes", with("source: 'x' y\n"),
        u"a.md:5: source: expected nothing behind the closing quote, found \"y\""_s);
    row("bare sign of YAML", with("source: *x\n"), u"a.md:5: source: expected \"*x\" in quotes"_s);
    row("no regular expression", with("messages: ['(']\n"),
        u"a.md:5: messages: expected regular expressions, \"(\" is none: missing closing parenthesis at character 2"_s);
    row("empty item", with("diagnostics: ['']\n"),
        u"a.md:5: diagnostics: expected a list as in [a, b] on one line, found \"['']\""_s);
    row("no body", with({}, {}), u"a.md:6: expected \"## Guidance\" with text in it"_s);
    row("empty guidance", with({}, "## Guidance\n\n## Pattern\nx\n"), u"a.md:6: expected text in \"## Guidance\""_s);
    row("text before sections", with({}, "Hello\n## Guidance\nx\n"),
        u"a.md:6: expected \"## Guidance\" before any text, found \"Hello\""_s);
    row("unknown section", with({}, "## Guidence\nx\n"),
        u"a.md:6: expected one of \"## Guidance\", \"## Pattern\", \"## Example: failing\", \"## Example: mended\", "
        "found \"Guidence\""_s);
    row("section twice", with({}, "## Guidance\nx\n## Guidance\ny\n"), u"a.md:8: \"## Guidance\" is there twice"_s);
    row("open code", with({}, "## Guidance\nx\n```\ny\n"),
        u"a.md:8: expected the end of the block of code that begins here, a line of ```"_s);
    row("example without code", with({}, "## Guidance\nx\n## Example: failing\n"),
        u"a.md:8: expected a block of code in \"## Example: failing\""_s);
    row("prose in an example", with({}, "## Guidance\nx\n## Example: failing\nlook:\n```a.py\n```\n"),
        u"a.md:9: expected a block of code with the file's name behind its fence, found \"look:\""_s);
    row("code without a name", with({}, "## Guidance\nx\n## Example: failing\n```\n1\n2\n```\n"),
        u"a.md:9: expected the file's name behind the fence, found \"\""_s);
    row("name outside", with({}, "## Guidance\nx\n## Example: failing\n```../a.py\n```\n"),
        u"a.md:9: expected the file's name behind the fence, found \"../a.py\""_s);
    row("absolute name", with({}, "## Guidance\nx\n## Example: failing\n```/a.py\n```\n"),
        u"a.md:9: expected the file's name behind the fence, found \"/a.py\""_s);
    row("name twice", with({}, "## Guidance\nx\n## Example: failing\n```a.py\n```\n```a.py\n```\n"),
        u"a.md:11: \"a.py\" is there twice"_s);
}

void TestKnowledgeArticle::refused()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, message);
    const auto article = readArticle(content, u"a.md"_s);
    QVERIFY(!article);
    QVERIFY(article.error().kind == domain::ErrorKind::BadInput);
    QCOMPARE(article.error().message, message);
}

/// Whatever a copy that broke off left behind: read, or one line with a place.
void TestKnowledgeArticle::cutAnywhere()
{
    for (qsizetype length = 0; length < whole.size(); ++length) {
        const auto article = readArticle(whole.left(length), u"a.md"_s);
        if (article)
            continue;
        QVERIFY2(article.error().message.startsWith(u"a.md:"), qPrintable(article.error().message));
        QVERIFY2(!article.error().message.contains(u'\n'), qPrintable(article.error().message));
    }
}

void TestKnowledgeArticle::writtenAndReadAgain_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"plain", "a: b", "# no comment", "it's", "\"quoted\"", "[x]", "yes", "12", "back\\slash",
                             "- item", "ends with :", "ünïcode – “dash”", "---", "'", "a, b", "v1:abc"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestKnowledgeArticle::writtenAndReadAgain()
{
    QFETCH(QString, text);
    Article article = wholeArticle();
    QCOMPARE(readArticle(toMarkdown(article), u"a.md"_s).value_or(Article{}).title, article.title);
    article.title = text;
    article.source = text;
    article.diagnostics = {u"CS0001"_s, text};
    article.messages = {QRegularExpression::escape(text)};
    article.guidance = u"Do "_s + text;
    const auto read = readArticle(toMarkdown(article), u"a.md"_s);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QVERIFY(*read == article);
}

/// What a person writes becomes an article; nothing in it may be taken for the article's own parts.
void TestKnowledgeArticle::guidanceCannotBreakOut()
{
    const Article article{.id = u"a"_s,
                          .title = u"two\nlines"_s,
                          .languages = {u"python"_s},
                          .messages = {u"a\nb"_s},
                          .guidance = u"First.\r\n## Pattern\n## Example: failing\n```py\n## Guidance\nno end\x07"_s,
                          .failing = {{u"a.py"_s, u"```\n````\r\nx = 1"_s}}};
    const auto read = readArticle(toMarkdown(article), u"a.md"_s);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->title, u"two lines"_s);
    QCOMPARE(read->messages, QStringList{u"a\\nb"_s});
    QCOMPARE(read->guidance, u"First.\n### Pattern\n### Example: failing\n```py\n## Guidance\nno end\n```"_s);
    QVERIFY(read->pattern.isEmpty());
    QCOMPARE(read->failing.size(), 1);
    QCOMPARE(read->failing.first().text, u"```\n````\nx = 1\n"_s);
}

void TestKnowledgeArticle::valuesOfTheFrontMatter_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("values");
    QTest::newRow("bare") << u"key: a b "_s << QStringList{u"a b"_s};
    QTest::newRow("bare with colon") << u"key: a: b # c"_s << QStringList{u"a: b # c"_s};
    QTest::newRow("single") << u"key: 'a ''b'' \\d'"_s << QStringList{u"a 'b' \\d"_s};
    QTest::newRow("double") << u"key: \"a\\t\\\"b\\\"\\n\\\\\""_s << QStringList{u"a\t\"b\"\n\\"_s};
    QTest::newRow("list") << u"key: [a, 'b, c' , \"d]\"]"_s << QStringList{u"a"_s, u"b, c"_s, u"d]"_s};
    QTest::newRow("one") << u"key: [a]"_s << QStringList{u"a"_s};
    QTest::newRow("none") << u"key: []"_s << QStringList();
    QTest::newRow("trailing comma") << u"key: [a, ]"_s << QStringList{u"a"_s};
    QTest::newRow("block") << u"key:\n  - a\n\n- 'b'"_s << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("empty") << u"key:"_s << QStringList();
}

void TestKnowledgeArticle::valuesOfTheFrontMatter()
{
    QFETCH(QString, line);
    QFETCH(QStringList, values);
    const auto read = readFrontMatter((u"---\n"_s + line + u"\n---\n"_s).split(u'\n'));
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->fields.value(u"key"_s).values, values);
    QCOMPARE(read->fields.value(u"key"_s).line, 2);
}

void TestKnowledgeArticle::namesOfFailures_data()
{
    QTest::addColumn<int>("source");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QStringList>("names");
    const auto row = [](const char *name, IssueSource source, const QString &id, const QString &message,
                        const QStringList &names) { QTest::newRow(name) << int(source) << id << message << names; };
    row("compiler", IssueSource::Build, u"CS0029"_s, u"Cannot convert NullReferenceException"_s, {u"CS0029"_s});
    row("Python's compiler", IssueSource::Build, u"SyntaxError"_s, u"invalid syntax"_s, {u"SyntaxError"_s});
    row("pattern", IssueSource::Pattern, u"null_checks"_s, u"ValueError"_s, {});
    row("xunit", IssueSource::Test, u"T:Adds"_s,
        u"System.NullReferenceException : Object reference not set\n   at A.B() in ArgumentException.cs:line 1"_s,
        {u"NullReferenceException"_s});
    row("pytest", IssueSource::Test, u"t:a"_s,
        u"def test():\n>       raise ValueError\nE       KeyError: 'TypeError'\n\na/b.py:3: KeyError"_s,
        {u"KeyError"_s, u"TypeError"_s});
    row("rewritten assertion", IssueSource::Test, u"t:a"_s,
        u"assert 1 == 2\nE       assert 1 == 2\n\nb.py:3: AssertionError"_s, {u"AssertionError"_s});
    row("what failed comes first", IssueSource::Test, u"t:a"_s,
        u"E           ValueError: 6\n\na.py:3: ValueError\n\nDuring handling\nE       AssertionError: Regex\n\nt.py:8: AssertionError"_s,
        {u"AssertionError"_s, u"ValueError"_s});
    row("module in front", IssueSource::Test, u"t:a"_s, u"E   json.decoder.JSONDecodeError: Expecting value"_s,
        {u"JSONDecodeError"_s});
    row("stop", IssueSource::Test, u"t:a"_s, u"E   StopIteration\n\na.py:2: StopIteration"_s, {u"StopIteration"_s});
    row("nothing raised", IssueSource::Test, u"t:a"_s, u"E   Failed: DID NOT RAISE\n\na.py:2: Failed"_s, {});
}

void TestKnowledgeArticle::namesOfFailures()
{
    QFETCH(int, source);
    QFETCH(QString, id);
    QFETCH(QString, message);
    QFETCH(QStringList, names);
    QCOMPARE(failureNames({{.source = IssueSource(source), .id = id, .message = message}}), names);
}

void TestKnowledgeArticle::namesInTheirOrder()
{
    const QList<Issue> issues = {
        {.severity = Severity::Warning, .source = IssueSource::Warning, .id = u"CS8602"_s, .message = u"w"_s},
        {.id = u"CS0246"_s, .message = u"first"_s},
        {.id = u"CS0103"_s, .message = u"second"_s},
        {.id = u"CS0246"_s, .message = u"third"_s}};
    QCOMPARE(failureNames(issues), (QStringList{u"CS0246"_s, u"CS0103"_s, u"CS8602"_s}));
    QCOMPARE(failureText(issues), u"first\nsecond\nthird\nw\n"_s);
}

void TestKnowledgeArticle::textOfFailuresIsCapped()
{
    QList<Issue> issues;
    for (int i = 0; i < 100; ++i)
        issues.append({.message = QString(9000, u'x')});
    QVERIFY(failureText(issues).size() <= 20'000);
}

QTEST_GUILESS_MAIN(TestKnowledgeArticle)
#include "tst_knowledgearticle.moc"

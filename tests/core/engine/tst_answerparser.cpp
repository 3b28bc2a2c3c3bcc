// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers/answerparser.h"

#include "engine/answers/answerblocks.h"

#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::IssueSource;
using domain::Severity;

namespace {

const QString kFile = u"src/A.cs"_s;
const QString kCode = u"class A\n{\n}\n"_s;

QString fenced(const QString &info, const QString &content, const QString &fence = u"```"_s)
{
    return fence + info + u'\n' + content + fence + u'\n';
}

} // namespace

class TestAnswerParser : public QObject
{
    Q_OBJECT

private:
    static domain::Candidate parse(const QString &answer, const QString &file = kFile,
                                   std::optional<QByteArray> existing = {})
    {
        return parseAnswer(answer,
                           {.stepFile = file,
                            .existing = std::move(existing),
                            .judgeFiles = {u"tests/ATests.cs"_s, u"tests/test_a.py"_s},
                            .fence = file.endsWith(u".py") ? u"python"_s : u"csharp"_s});
    }

private Q_SLOTS:
    void taken_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("content");
        const auto row = [](const char *name, const QString &answer, const QString &content = kCode,
                            const QString &file = kFile) { QTest::newRow(name) << answer << file << content; };
        row("the only block, tagged", fenced(u"csharp"_s, kCode));
        row("the only block, untagged", fenced({}, kCode));
        row("the only block, tagged as text", fenced(u"text"_s, kCode));
        row("tildes", fenced(u"csharp"_s, kCode, u"~~~"_s));
        row("prose around", u"Sure!\n\n"_s + fenced(u"cs"_s, kCode) + u"\nThat is all."_s);
        row("info: language and path", fenced(u"csharp src/A.cs"_s, kCode));
        row("info: language:path", fenced(u"csharp:src/A.cs"_s, kCode));
        row("info: path alone", fenced(u"src/A.cs"_s, kCode));
        row("info: path=", fenced(u"csharp path=src/A.cs"_s, kCode));
        row("info: file= in quotes", fenced(u"csharp file=\"src/A.cs\""_s, kCode));
        row("info: filename= in single quotes", fenced(u"cs filename='src/A.cs'"_s, kCode));
        row("info: title=", fenced(u"csharp title=\"src/A.cs\" {1,3}"_s, kCode));
        row("info: braces", fenced(u"{.csharp file=\"src/A.cs\"}"_s, kCode));
        row("info: a title that is no path", fenced(u"csharp title=\"An example\""_s, kCode));
        row("info: spaces before", fenced(u"  csharp   src/A.cs  "_s, kCode));
        row("info: backslashes", fenced(u"csharp src\\A.cs"_s, kCode));
        row("info: dot slash", fenced(u"csharp ./src/A.cs"_s, kCode));
        row("info: bare name", fenced(u"csharp A.cs"_s, kCode));
        row("info: without the leading folders", fenced(u"csharp Shop/Cart.cs"_s, kCode), kCode, u"src/Shop/Cart.cs"_s);
        row("info: an option after a colon", fenced(u"csharp:no-line-numbers"_s, kCode));
        row("a heading is no comment in Markdown", fenced(u"markdown"_s, u"# utils.py\n"_s), u"# utils.py\n"_s,
            u"docs/utils.md"_s);
        row("line before: bold", u"**src/A.cs**\n"_s + fenced(u"csharp"_s, kCode));
        row("line before: backticks", u"`src/A.cs`\n"_s + fenced(u"csharp"_s, kCode));
        row("line before: bold backticks and colon", u"**`src/A.cs`**:\n"_s + fenced(u"csharp"_s, kCode));
        row("line before: heading", u"### src/A.cs\n"_s + fenced(u"csharp"_s, kCode));
        row("line before: numbered heading", u"## 1. `src/A.cs` (new)\n\n"_s + fenced(u"csharp"_s, kCode));
        row("line before: File:", u"File: src/A.cs\n"_s + fenced(u"csharp"_s, kCode));
        row("line before: bold File:", u"**File:** `src/A.cs`\n"_s + fenced(u"csharp"_s, kCode));
        row("line before: plain with colon", u"src/A.cs:\n"_s + fenced({}, kCode));
        row("line before: list item", u"- `src/A.cs`\n"_s + fenced({}, kCode));
        row("line before: a sentence", u"Here is the updated `src/A.cs`:\n"_s + fenced(u"csharp"_s, kCode));
        row("first comment: slashes", fenced({}, u"// src/A.cs\n"_s + kCode), u"// src/A.cs\n"_s + kCode);
        row("first comment: File:", fenced({}, u"// File: src/A.cs\n"_s + kCode), u"// File: src/A.cs\n"_s + kCode);
        row("first comment: block", fenced({}, u"/* src/A.cs */\n"_s + kCode), u"/* src/A.cs */\n"_s + kCode);
        row("first comment: hash", fenced({}, u"# src/a.py\nx = 1\n"_s) + fenced({}, u"# how\n"_s),
            u"# src/a.py\nx = 1\n"_s, u"src/a.py"_s);
        row("first comment below a shebang",
            fenced({}, u"#!/usr/bin/python3\n# src/a.py\nx = 1\n"_s) + fenced({}, u"1\n"_s),
            u"#!/usr/bin/python3\n# src/a.py\nx = 1\n"_s, u"src/a.py"_s);
        row("first comment: markup", fenced({}, u"<!-- a/b.html -->\n<p>\n"_s) + fenced({}, u"1\n"_s),
            u"<!-- a/b.html -->\n<p>\n"_s, u"a/b.html"_s);
        row("a path comment leaves json", fenced(u"json"_s, u"// a.json\n{}\n"_s), u"{}\n"_s, u"a.json"_s);
        row("of several pathless the one in the language",
            fenced(u"bash"_s, u"dotnet test\n"_s) + fenced(u"csharp"_s, kCode));
        row("of several pathless the one in the file's own language",
            fenced(u"csharp"_s, kCode) + fenced(u"xml"_s, u"<Project/>\n"_s), u"<Project/>\n"_s, u"src/A.csproj"_s);
        row("a usage example beside the named file",
            fenced(u"csharp src/A.cs"_s, kCode) + fenced(u"csharp"_s, u"new A();\n"_s));
        row("a mention gives way to the named file",
            u"**src/A.cs**\n"_s + fenced(u"csharp"_s, kCode) + u"Use `src/A.cs` so:\n"_s
                + fenced(u"csharp"_s, u"new A();\n"_s));
        row("the same version twice",
            fenced(u"cs src/A.cs"_s, kCode) + u"Again:\n"_s + fenced(u"cs src/A.cs"_s, kCode));
        row("a longer fence holds a shorter", fenced(u"csharp"_s, u"/*\n```\nx\n```\n*/\n"_s, u"````"_s),
            u"/*\n```\nx\n```\n*/\n"_s);
        row("tildes hold backticks", fenced({}, u"```\nx\n```\n"_s, u"~~~"_s), u"```\nx\n```\n"_s);
        row("backticks hold tildes", fenced(u"csharp"_s, u"~~~\n"_s + kCode), u"~~~\n"_s + kCode);
        row("a deeply indented fence is content", fenced(u"python"_s, u"def f():\n    ```\n    x\n    ```\n"_s),
            u"def f():\n    ```\n    x\n    ```\n"_s, u"a.py"_s);
        row("markdown nests tagged fences", fenced(u"markdown"_s, u"# T\n```bash\nmake\n```\nend\n"_s),
            u"# T\n```bash\nmake\n```\nend\n"_s, u"README.md"_s);
        row("an indented block loses its indent", u"1. so:\n   ```csharp\n   class A\n   {\n   }\n   ```\n"_s);
        row("inline code is no fence", u"Use ```x``` here.\n```x``` too\n"_s + fenced(u"csharp"_s, kCode));
        row("closed by a longer fence", u"```csharp\n"_s + kCode + u"`````\n"_s);
        row("CRLF", QString(u"**src/A.cs**\n"_s + fenced(u"csharp"_s, kCode)).replace(u"\n"_s, u"\r\n"_s));
        row("lone CR", fenced(u"csharp"_s, kCode).replace(u'\n', u'\r'));
        row("BOM before the answer", QChar(0xfeff) + fenced(u"csharp"_s, kCode));
        row("BOM in the block", fenced(u"csharp"_s, QChar(0xfeff) + kCode));
        row("no newline after the last fence", fenced(u"csharp"_s, kCode).trimmed());
        row("many newlines at the end", fenced(u"csharp"_s, kCode + u"\n\n\n"_s));
        row("reasoning before", u"<think>\n```csharp\nwrong\n```\n</think>\n"_s + fenced(u"csharp"_s, kCode));
        row("two reasonings", u"<think>a</think>\n<thinking>b</thinking>"_s + fenced(u"csharp"_s, kCode));
        row("reasoning without its opening tag", u"hm ```\n</think>\n"_s + fenced(u"csharp"_s, kCode));
        row("the tag inside of code stays", fenced(u"csharp"_s, u"// <think>\n</think>\n"_s),
            u"// <think>\n</think>\n"_s);
        row("a path with a space", u"`My App/A.cs`\n"_s + fenced({}, kCode) + fenced({}, u"x\n"_s), kCode,
            u"My App/A.cs"_s);
        row("an extension nobody knows", u"### lib/a.zig\n"_s + fenced(u"zig"_s, kCode) + fenced({}, u"1\n"_s), kCode,
            u"lib/a.zig"_s);
        row("a file without extension", fenced(u"dockerfile"_s, u"FROM x\n"_s), u"FROM x\n"_s, u"Dockerfile"_s);
        row("not Latin", fenced(u"python"_s, u"s = \"żółć 🪜\"\n"_s), u"s = \"żółć 🪜\"\n"_s, u"a.py"_s);
        row("prose with a slash names nothing", u"The `async/await` version:\n"_s + fenced(u"csharp"_s, kCode));
        row("a step of kind test may change its own test file", fenced(u"python tests/test_a.py"_s, u"x = 1\n"_s),
            u"x = 1\n"_s, u"tests/test_a.py"_s);
    }

    void taken()
    {
        QFETCH(QString, answer);
        QFETCH(QString, file);
        QFETCH(QString, content);
        const auto candidate = parse(answer, file);
        for (const auto &issue : candidate.issues)
            qInfo().noquote() << issue.message;
        QCOMPARE(candidate.files.size(), 1);
        QCOMPARE(candidate.files.first().path, file);
        QCOMPARE(QString::fromUtf8(candidate.files.first().content), content);
        QCOMPARE(candidate.issues.size(), 0);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QString &answer, const QString &message) {
            QTest::newRow(name) << answer << message;
        };
        row("empty", {}, u"the answer is empty"_s);
        row("white", u" \n\t\n"_s, u"the answer is empty"_s);
        row("no block", u"I cannot help with that."_s, u"holds no code block"_s);
        row("code without a fence", kCode, u"holds no code block"_s);
        row("binary", QString(QChar(0)) + u"\x01\x02"_s, u"is binary"_s);
        row("NUL in the block", fenced(u"csharp"_s, u"a"_s + QChar(0) + u"b\n"_s), u"content for src/A.cs is binary"_s);
        row("control characters", fenced(u"csharp"_s, u"a\x01\n"_s), u"is binary"_s);
        row("half a surrogate", fenced(u"csharp"_s, u"a"_s + QChar(0xd800) + u"\n"_s), u"is binary"_s);
        row("empty block", fenced(u"csharp"_s, {}), u"code block for src/A.cs is empty"_s);
        row("white block", fenced(u"csharp"_s, u"\n  \n"_s), u"is empty"_s);
        row("huge block", fenced(u"csharp"_s, QString(3 * 1024 * 1024, u'x') + u'\n'), u"is larger than 2 MB"_s);
        row("huge answer", QString(5 * 1024 * 1024, u'x'), u"the answer is larger than 4 MB"_s);
        row("cut off", u"```csharp\nclass A\n{\n"_s, u"cut off: the block that begins in its line 1"_s);
        row("cut off, named", u"\n**src/A.cs**\n```csharp\nclass A\n"_s,
            u"cut off: the block that begins in its line 3"_s);
        row("cut off after a whole one", fenced(u"csharp src/A.cs"_s, kCode) + u"```\nx\n"_s, u"is cut off"_s);
        row("closed by too short a fence", u"````csharp\nx\n```\n"_s, u"is cut off"_s);
        row("closed by the other fence", u"```csharp\nx\n~~~\n"_s, u"is cut off"_s);
        row("cut off inside of reasoning", u"<think>I should write ```csharp"_s, u"ends inside of its reasoning"_s);
        row("several without path", fenced(u"csharp"_s, kCode) + fenced(u"csharp"_s, u"class B;\n"_s),
            u"2 code blocks and none"_s);
        row("several without path or language", fenced({}, kCode) + fenced({}, u"x\n"_s), u"2 code blocks and none"_s);
        row("two versions", fenced(u"cs src/A.cs"_s, kCode) + fenced(u"cs src/A.cs"_s, u"class A2;\n"_s),
            u"2 different versions"_s);
        row("another programming language", fenced(u"python"_s, u"x = 1\n"_s), u"tagged python, expected csharp"_s);
        row("only a command", fenced(u"bash"_s, u"dotnet build\n"_s), u"tagged bash"_s);
        row("another natural language", u"Nie mogę tego zrobić."_s, u"holds no code block"_s);
        row("a diff", fenced(u"diff src/A.cs"_s, u"-a\n+b\n"_s), u"given as a diff"_s);
        row("search blocks for a new file", fenced(u"csharp"_s, u"<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n"_s),
            u"does not exist yet"_s);
        row("a stray REPLACE", fenced(u"csharp"_s, u"a\n>>>>>>> REPLACE\n"_s), u"without its SEARCH line"_s);
        row("half a search block", fenced(u"csharp"_s, u"<<<<<<< SEARCH\na\n"_s), u"is cut off"_s);
    }

    void refused()
    {
        QFETCH(QString, answer);
        QFETCH(QString, message);
        const auto candidate = parse(answer);
        QVERIFY(candidate.empty());
        QCOMPARE(candidate.issues.size(), 1);
        const auto &issue = candidate.issues.first();
        QVERIFY2(issue.message.contains(message), qPrintable(issue.message));
        QVERIFY(!issue.message.contains(u'\n'));
        QVERIFY(issue.severity == Severity::Error);
        QVERIFY(issue.source == IssueSource::Answer);
        QCOMPARE(issue.file, kFile);
    }

    void otherFiles_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<bool>("taken");
        QTest::addColumn<QStringList>("messages");
        QTest::addColumn<bool>("forbidden");
        const QString own = fenced(u"csharp src/A.cs"_s, kCode);
        const auto other = [](const QString &path) { return fenced(u"csharp "_s + path, u"x\n"_s); };
        QTest::newRow("another file") << own + other(u"src/B.cs"_s) << true
                                      << QStringList{u"holds src/B.cs, only src/A.cs"_s} << false;
        QTest::newRow("another file twice")
            << own + other(u"src/B.cs"_s) + other(u"src/B.cs"_s) << true << QStringList{u"holds src/B.cs"_s} << false;
        QTest::newRow("the judge") << own + other(u"tests/ATests.cs"_s) << true
                                   << QStringList{u"which judges this step"_s} << false;
        QTest::newRow("the judge by its bare name")
            << own + other(u"ATests.cs"_s) << true << QStringList{u"which judges"_s} << false;
        QTest::newRow("only the judge") << other(u"tests/ATests.cs"_s) << false
                                        << QStringList{u"which judges"_s, u"holds no block with src/A.cs"_s} << false;
        QTest::newRow("another case") << other(u"SRC/A.cs"_s) << false
                                      << QStringList{u"holds SRC/A.cs"_s, u"no block with"_s} << false;
        QTest::newRow("another folder") << other(u"lib/A.cs"_s) << false
                                        << QStringList{u"holds lib/A.cs"_s, u"no block with"_s} << false;
        QTest::newRow("up and away") << own + other(u"../../etc/passwd"_s) << true
                                     << QStringList{u"leaves the workspace"_s} << true;
        QTest::newRow("up in the middle")
            << own + other(u"src/../../x.cs"_s) << true << QStringList{u"leaves the workspace"_s} << true;
        QTest::newRow("absolute") << own + other(u"/tmp/A.cs"_s) << true << QStringList{u"is absolute"_s} << true;
        QTest::newRow("absolute, Windows")
            << own + other(u"C:\\x\\A.cs"_s) << true << QStringList{u"not allowed"_s} << true;
        QTest::newRow("git") << own + fenced(u"path=.git/config"_s, u"x\n"_s) << true
                             << QStringList{u"no step may touch"_s} << true;
        QTest::newRow("a hook of git") << own + other(u".git/hooks/pre-commit"_s) << true
                                       << QStringList{u"no step may touch"_s} << true;
        QTest::newRow("absolute, without extension")
            << own + other(u"/etc/cron.d/evil"_s) << true << QStringList{u"is absolute"_s} << true;
        QTest::newRow("without extension")
            << own + other(u"bin/tool"_s) << true << QStringList{u"holds bin/tool"_s} << false;
        QTest::newRow("without extension, alone")
            << other(u"bin/tool"_s) << false << QStringList{u"holds bin/tool"_s, u"no block with"_s} << false;
        QTest::newRow("without extension, quoted before it") << own + u"`bin/tool`:\n"_s + fenced(u"sh"_s, u"x\n"_s)
                                                             << true << QStringList{u"holds bin/tool"_s} << false;
        QTest::newRow("ci") << own + other(u".github/workflows/a.yml"_s) << true << QStringList{u"not allowed"_s}
                            << true;
        QTest::newRow("pathless beside the judge") << fenced(u"csharp"_s, kCode) + other(u"tests/ATests.cs"_s) << true
                                                   << QStringList{u"which judges"_s} << false;
        QTest::newRow("by sentence") << u"And in `src/B.cs`:\n"_s + fenced(u"cs"_s, u"x\n"_s) + own << true
                                     << QStringList{u"holds src/B.cs"_s} << false;
        QTest::newRow("an endless path") << own + fenced(u"path="_s + QString(900, u'y'), u"x\n"_s) << true
                                         << QStringList{u"longer than 255"_s} << true;
    }

    void otherFiles()
    {
        QFETCH(QString, answer);
        QFETCH(bool, taken);
        QFETCH(QStringList, messages);
        QFETCH(bool, forbidden);
        const auto candidate = parse(answer);
        QCOMPARE(candidate.files.size(), taken ? 1 : 0);
        if (taken)
            QCOMPARE(QString::fromUtf8(candidate.files.first().content), kCode);
        QCOMPARE(candidate.issues.size(), messages.size());
        for (qsizetype i = 0; i < messages.size(); ++i) {
            const auto &issue = candidate.issues.at(i);
            QVERIFY2(issue.message.contains(messages.at(i)), qPrintable(issue.message));
            QVERIFY(issue.message.size() < 500);
        }
        QVERIFY(candidate.issues.first().source == (forbidden ? IssueSource::Path : IssueSource::Answer));
        QVERIFY(candidate.issues.first().severity == (forbidden ? Severity::Error : Severity::Warning));
    }

    /// A heading with a slash is no path.
    void aHeadingWithASlashIsNoPath()
    {
        const auto candidate = parse(u"### Input/Output\n"_s + fenced(u"csharp"_s, kCode));
        QCOMPARE(candidate.files.size(), 1);
        QVERIFY(candidate.issues.isEmpty());
    }

    void searchReplace_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QByteArray>("existing");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("message");
        const auto edit = [](const QString &search, const QString &replace) {
            return u"<<<<<<< SEARCH\n%1=======\n%2>>>>>>> REPLACE\n"_s.arg(search, replace);
        };
        const QString b = edit(u"b\n"_s, u"B\n"_s);
        const auto works = [](const char *name, const QString &answer, const QByteArray &existing,
                              const QByteArray &content) {
            QTest::newRow(name) << answer << existing << content << QString();
        };
        const auto fails = [](const char *name, const QString &answer, const QByteArray &existing,
                              const QString &message) {
            QTest::newRow(name) << answer << existing << QByteArray() << message;
        };
        works("one", fenced(u"csharp"_s, b), "a\nb\nc\n", "a\nB\nc\n");
        works("named", fenced(u"csharp src/A.cs"_s, b), "a\nb\nc\n", "a\nB\nc\n");
        works("without a fence", b, "a\nb\nc\n", "a\nB\nc\n");
        works("without a fence, named", u"src/A.cs\n"_s + b + edit(u"a\n"_s, u"A\n"_s), "a\nb\n", "A\nB\n");
        works("two in one fence", fenced({}, b + edit(u"c\n"_s, u"C\n"_s)), "a\nb\nc\n", "a\nB\nC\n");
        works("two fences", fenced(u"cs src/A.cs"_s, b) + fenced(u"cs src/A.cs"_s, edit(u"B\n"_s, u"D\n"_s)), "a\nb\n",
              "a\nD\n");
        works("two pathless fences", fenced(u"cs"_s, b) + fenced(u"cs"_s, edit(u"a\n"_s, u"A\n"_s)), "a\nb\n",
              "A\nB\n");
        works("beside a command", fenced(u"bash"_s, u"make\n"_s) + fenced(u"cs"_s, b), "a\nb\n", "a\nB\n");
        works("deletes", fenced({}, edit(u"b\n"_s, {})), "a\nb\nc\n", "a\nc\n");
        works("grows", fenced({}, edit(u"b\n"_s, u"b\n\nb2\n"_s)), "a\nb\nc\n", "a\nb\n\nb2\nc\n");
        works("keeps CRLF", fenced({}, b), "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n");
        works("keeps mixed ends outside", fenced({}, b), "a\nb\r\nc\r\nd\r\n", "a\nB\r\nc\r\nd\r\n");
        works("keeps a missing last newline", fenced({}, b), "a\nb", "a\nB");
        works("keeps what follows without newline", fenced({}, b), "a\nb\nc", "a\nB\nc");
        works("keeps the BOM", fenced({}, edit(u"a\n"_s, u"A\n"_s)),
              "\xEF\xBB\xBF"
              "a\nb\n",
              "\xEF\xBB\xBF"
              "A\nb\n");
        works("holds fences", fenced(u"markdown"_s, edit(u"```\nb\n```\n"_s, u"B\n"_s)), "a\n```\nb\n```\n", "a\nB\n");
        works("holds an underline in the replacement", fenced({}, edit(u"b\n"_s, u"Title\n=======\n"_s)), "a\nb\n",
              "a\nTitle\n=======\n");
        works("holds an underline in the search text", fenced({}, edit(u"Title\n=======\nb\n"_s, u"c\n"_s)),
              "Title\n=======\nb\n", "c\n");
        works("CRLF answer", fenced({}, b).replace(u"\n"_s, u"\r\n"_s), "a\nb\n", "a\nB\n");
        fails("not there", fenced({}, edit(u"x\n"_s, u"y\n"_s)), "a\nb\n",
              u"search block 1: its text does not stand in the file"_s);
        fails("the second is not there", fenced({}, b + edit(u"x\n"_s, u"y\n"_s)), "a\nb\n", u"search block 2"_s);
        fails("twice there", fenced({}, b), "b\nb\n", u"stands in the file 2 times"_s);
        fails("part of a line", fenced({}, edit(u"lass\n"_s, u"x\n"_s)), "class\n", u"does not stand"_s);
        fails("empty search", fenced({}, edit({}, u"x\n"_s)), "a\n", u"search text is empty"_s);
        fails("no divider", fenced({}, u"<<<<<<< SEARCH\nb\n>>>>>>> REPLACE\n"_s), "a\nb\n", u"has no ======="_s);
        fails("no end", fenced({}, u"<<<<<<< SEARCH\nb\n=======\nc\n"_s), "a\nb\n", u"is cut off"_s);
        fails("no end before the next", fenced({}, u"<<<<<<< SEARCH\nb\n=======\n"_s + b), "a\nb\n",
              u"before the next one"_s);
        fails("a REPLACE too many", fenced({}, b + u">>>>>>> REPLACE\n"_s), "a\nb\n", u"without its SEARCH"_s);
        fails("beside whole content", fenced(u"cs src/A.cs"_s, b) + fenced(u"cs src/A.cs"_s, kCode), "a\nb\n",
              u"both whole and as search"_s);
        fails("beside pathless content", fenced(u"cs"_s, b) + fenced(u"cs"_s, kCode), "a\nb\n",
              u"both whole and as search"_s);
        fails("file is not UTF-8", fenced({}, b), "\xff\xfe\nb\n", u"is not UTF-8"_s);
        fails("for an empty file", fenced({}, b), "", u"does not stand"_s);
    }

    void searchReplace()
    {
        QFETCH(QString, answer);
        QFETCH(QByteArray, existing);
        QFETCH(QByteArray, content);
        QFETCH(QString, message);
        const auto candidate = parse(answer, kFile, existing);
        if (message.isEmpty()) {
            QVERIFY2(candidate.issues.isEmpty(), qPrintable(candidate.issues.value(0).message));
            QCOMPARE(candidate.files.value(0).content, content);
        } else {
            QVERIFY(candidate.empty());
            QCOMPARE(candidate.issues.size(), 1);
            QVERIFY2(candidate.issues.first().message.contains(message), qPrintable(candidate.issues.first().message));
        }
    }

    void aNameThatMayBeTheJudgesIsTheJudges()
    {
        const auto candidate = parse(fenced(u"csharp ATests.cs"_s, kCode), u"src/ATests.cs"_s);
        QVERIFY(candidate.empty());
        QVERIFY(candidate.issues.first().message.contains(u"which judges this step"));
    }

    void searchBlocksOfAnotherFileAreNotApplied()
    {
        const QString edit = u"<<<<<<< SEARCH\nb\n=======\nB\n>>>>>>> REPLACE\n"_s;
        const auto candidate = parse(fenced(u"cs src/B.cs"_s, edit), kFile, "a\nb\n");
        QVERIFY(candidate.empty());
        QCOMPARE(candidate.issues.size(), 2);
    }

    void habitOfTheExistingFile_data()
    {
        QTest::addColumn<QByteArray>("existing");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("newline at the end") << QByteArray("a\n") << QByteArray("x\ny\n");
        QTest::newRow("none at the end") << QByteArray("a\nb") << QByteArray("x\ny");
        QTest::newRow("empty") << QByteArray("") << QByteArray("x\ny\n");
        QTest::newRow("CRLF") << QByteArray("a\r\nb\r\n") << QByteArray("x\r\ny\r\n");
        QTest::newRow("CRLF, none at the end") << QByteArray("a\r\nb") << QByteArray("x\r\ny");
        QTest::newRow("BOM") << QByteArray("\xEF\xBB\xBF"
                                           "a\n")
                             << QByteArray("\xEF\xBB\xBF"
                                           "x\ny\n");
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\n") << QByteArray("x\ny\n");
    }

    void habitOfTheExistingFile()
    {
        QFETCH(QByteArray, existing);
        QFETCH(QByteArray, content);
        const auto candidate = parse(fenced(u"csharp"_s, u"x\ny\n\n"_s), kFile, existing);
        QCOMPARE(candidate.files.value(0).content, content);
    }

    void aStepFileThatIsNotAllowedIsNeverTaken()
    {
        const auto candidate = parseAnswer(fenced({}, kCode), {.stepFile = u"../A.cs"_s});
        QVERIFY(candidate.empty());
        QVERIFY(candidate.issues.value(0).source == IssueSource::Path);
    }

    void everyPrefixOfAnAnswerIsHarmless()
    {
        const QString edit = u"<<<<<<< SEARCH\nb\n=======\nB\n>>>>>>> REPLACE\n"_s;
        const QString whole = u"\uFEFF<think>x</think>\r\n**src/A.cs**\n"_s + fenced(u"csharp"_s, edit)
            + u"# ../x.cs\n"_s + fenced(u"csharp path=\"src/A.cs\""_s, edit.toLower(), u"~~~~"_s)
            + u"```{ file= }\n```\n"_s;
        for (qsizetype length = 0; length <= whole.size(); ++length) {
            const auto candidate = parse(whole.left(length), kFile, "a\nb\n");
            QVERIFY(!candidate.empty() || !candidate.issues.isEmpty());
            for (const auto &file : candidate.files)
                QCOMPARE(file.path, kFile);
        }
    }

    void aLongAnswerTakesLinearTime()
    {
        QString answer;
        for (int i = 0; i < 20'000; ++i)
            answer += u"`*# > 1. x\n```c\n```\n"_s;
        answer += QString(200'000, u'`');
        QVERIFY(parse(answer).empty());
    }

    void blocksKnowTheirLanguage_data()
    {
        QTest::addColumn<QString>("info");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("path");
        QTest::newRow("plain") << u"python"_s << u"python"_s << QString();
        QTest::newRow("with path") << u"py a/b.py"_s << u"py"_s << u"a/b.py"_s;
        QTest::newRow("colon") << u"py:a/b.py"_s << u"py"_s << u"a/b.py"_s;
        QTest::newRow("dotted language") << u"vb.net"_s << u"vb.net"_s << QString();
        QTest::newRow("language named like a file") << u"makefile"_s << u"makefile"_s << QString();
        QTest::newRow("path alone") << u"a/b.py"_s << QString() << u"a/b.py"_s;
        QTest::newRow("comment in the info") << u"cs // src/A.cs"_s << u"cs"_s << u"src/A.cs"_s;
        QTest::newRow("further words") << u"cs linenums=1 hl"_s << u"cs"_s << QString();
        QTest::newRow("c sharp") << u"c#"_s << u"c#"_s << QString();
        QTest::newRow("address") << u"html https://x.org/a.html"_s << u"html"_s << QString();
    }

    void blocksKnowTheirLanguage()
    {
        QFETCH(QString, info);
        QFETCH(QString, language);
        QFETCH(QString, path);
        const auto blocks = scanBlocks(fenced(info, u"x\n"_s), {kFile});
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks.first().language, language);
        QCOMPARE(blocks.first().path, path);
    }
};

QTEST_GUILESS_MAIN(TestAnswerParser)
#include "tst_answerparser.moc"

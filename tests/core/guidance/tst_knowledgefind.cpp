// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledgefixture.h"
#include "memory/signature.h"

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::guidance;

class TestKnowledgeFind : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void byDiagnosticAndLanguage();
    void byFileType();
    void fingerprintAlone();
    void nearMissesOfAFingerprint();
    void messagesTellApart_data();
    void messagesTellApart();
    void codeTellsApart();
    void bySignatureAndText_data();
    void bySignatureAndText();
    void byText_data();
    void byText();
    void strangersFindNothing_data();
    void strangersFindNothing();
    void firstDiagnosticFirst();
    void limit();
    void nothingTypedIsSyntax_data();
    void nothingTypedIsSyntax();

private:
    Fixture m_ours;
    std::unique_ptr<KnowledgeBase> m_base;
};

void TestKnowledgeFind::initTestCase()
{
    m_base = m_ours.open({ours});
    QVERIFY(m_base);
}

void TestKnowledgeFind::byDiagnosticAndLanguage()
{
    const auto found = m_base->find({.language = u"csharp"_s, .diagnostics = {u"cs8602"_s}}, 5);
    QCOMPARE(idsOf(found), QStringList{u"cs8602"_s});
    QVERIFY(found->first().fit == Fit::Diagnostic);
    QCOMPARE(found->first().why, QStringList{u"the same diagnostic, cs8602"_s});
    QCOMPARE(idsOf(m_base->find({.language = u"python"_s, .diagnostics = {u"CS8602"_s}}, 5)), QStringList());
    QCOMPARE(idsOf(m_base->find({.language = {}, .diagnostics = {u"CS8602"_s}}, 5)), QStringList());
}

void TestKnowledgeFind::byFileType()
{
    Fixture fixture;
    Article article = simple(u"razor"_s);
    article.languages = {u".razor"_s};
    article.diagnostics = {u"RZ1006"_s};
    fixture.put(u"user"_s, article);
    const auto base = fixture.open({u"user"_s});
    KnowledgeQuery query{.language = u"csharp"_s, .fileType = u".razor"_s, .diagnostics = {u"RZ1006"_s}};
    QCOMPARE(idsOf(base->find(query, 5)), QStringList{u"razor"_s});
    query.fileType = u".cs"_s;
    QCOMPARE(idsOf(base->find(query, 5)), QStringList());
}

void TestKnowledgeFind::fingerprintAlone()
{
    Fixture fixture;
    Article learned = simple(u"learned"_s);
    learned.title = u"The parser drops the last column"_s;
    learned.diagnostics = {u"CS0103"_s};
    learned.signatures = {u"missing_reference"_s};
    learned.fingerprints = {u"v1:aaa"_s, u"v1:bbb"_s};
    fixture.put(u"user"_s, learned);
    const auto base = fixture.open({u"user"_s, ours});
    KnowledgeQuery query{.language = u"csharp"_s,
                         .diagnostics = {u"CS0103"_s},
                         .signature = u"missing_reference"_s,
                         .fingerprint = u"v1:bbb"_s,
                         .text = u"The parser drops the last column"_s};
    const auto found = base->find(query, 5);
    QCOMPARE(idsOf(found), (QStringList{u"learned"_s, u"cs0103"_s}));
    QVERIFY(found->first().fit == Fit::Fingerprint);
    query.fingerprint = u"v1:ccc"_s;
    QCOMPARE(idsOf(base->find(query, 5)), QStringList{u"cs0103"_s});
    query.fingerprint.clear();
    QCOMPARE(idsOf(base->find(query, 5)), QStringList{u"cs0103"_s});
    query.fingerprint = u"v1:aaa"_s;
    query.language = u"python"_s;
    QCOMPARE(idsOf(base->find(query, 5)), QStringList());
}

void TestKnowledgeFind::nearMissesOfAFingerprint()
{
    const auto failure = [](const QString &message, const QString &id = u"CS1503"_s) {
        return QList<domain::Issue>{{.id = id, .file = u"Cart.cs"_s, .line = 7, .message = message}};
    };
    const QString said = u"Argument 1: cannot convert from 'string' to 'decimal' in null handling of the cart"_s;
    const auto answered = failure(said);
    Fixture fixture;
    Article learned = simple(u"learned"_s);
    learned.title = u"Argument cannot convert string decimal null handling cart"_s;
    learned.diagnostics = {u"CS1503"_s};
    learned.signatures = {u"type_mismatch"_s, u"null_handling"_s};
    learned.fingerprints = {memory::fingerprintOf(answered)};
    fixture.put(u"user"_s, learned);
    const auto base = fixture.open({u"user"_s, ours});
    const auto ask = [&](const QList<domain::Issue> &issues) {
        return idsOf(base->find({.language = u"csharp"_s,
                                 .fileType = u".cs"_s,
                                 .task = u"Total of the cart"_s,
                                 .diagnostics = failureNames(issues),
                                 .signature = memory::signatureOf(issues),
                                 .fingerprint = memory::fingerprintOf(issues),
                                 .text = failureText(issues)},
                                20));
    };
    QCOMPARE(ask(answered).first(), u"learned"_s);
    // Names, numbers and paths do not make it another failure.
    QCOMPARE(ask(failure(QString(said).replace(u"'string'"_s, u"'object'"_s))).first(), u"learned"_s);
    QStringList misses;
    for (int i = 0; i < 50; ++i) {
        QStringList words = said.split(u' ');
        const QString extra = QString(QChar(u'a' + i % 26)) + u"nother"_s;
        if (i % 3 == 0)
            words.insert(i % words.size(), extra);
        else if (i % 3 == 1)
            words.replace(i % words.size(), extra);
        else
            words.append(extra);
        const auto issues = i % 10 == 9 ? answered + failure(extra, u"CS0103"_s) : failure(words.join(u' '));
        QVERIFY(memory::fingerprintOf(issues) != memory::fingerprintOf(answered));
        if (ask(issues).contains(u"learned"_s))
            misses.append(words.join(u' '));
    }
    QCOMPARE(misses, QStringList());
}

void TestKnowledgeFind::messagesTellApart_data()
{
    QTest::addColumn<QString>("diagnostic");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("ids");
    const auto row = [](const QString &diagnostic, const QString &text, const QStringList &ids) {
        QTest::newRow(qPrintable(text)) << diagnostic << text << ids;
    };
    row(u"TypeError"_s, u"TypeError: f() missing 1 required positional argument: 'x'"_s, {u"missing-argument"_s});
    row(u"TypeError"_s, u"TypeError: f() got an unexpected keyword argument 'x'"_s, {u"unexpected-keyword"_s});
    row(u"TypeError"_s, u"TypeError: f() takes 0 positional arguments but 1 was given"_s, {u"too-many-arguments"_s});
    row(u"TypeError"_s, u"TypeError: f() takes from 1 to 2 positional arguments but 3 were given"_s,
        {u"too-many-arguments"_s});
    row(u"TypeError"_s, u"TypeError: unhashable type: 'dict'"_s, {u"unhashable"_s});
    row(u"TypeError"_s, u"TypeError: cannot use 'list' as a dict key (unhashable type: 'list')"_s, {u"unhashable"_s});
    row(u"TypeError"_s, u"TypeError: 'NoneType' object is not iterable"_s, {u"not-iterable"_s});
    row(u"TypeError"_s, u"TypeError: 'NoneType' object is not subscriptable"_s, {u"none-subscript"_s});
    row(u"TypeError"_s, u"TypeError: 'coroutine' object is not iterable"_s, {u"coroutine-not-awaited"_s});
    row(u"TypeError"_s, u"TypeError: unsupported operand type(s) for *: 'decimal.Decimal' and 'float'"_s,
        {u"decimal-float"_s, u"operand-types"_s});
    row(u"TypeError"_s, u"TypeError: unsupported operand type(s) for +: 'int' and 'str'"_s, {u"operand-types"_s});
    row(u"TypeError"_s, u"TypeError: something that nobody wrote about"_s, {});
    row(u"TypeError"_s, {}, {});
    row(u"AttributeError"_s, u"AttributeError: 'NoneType' object has no attribute 'group'"_s, {u"attribute-none"_s});
    row(u"AttributeError"_s, u"AttributeError: 'Cart' object has no attribute 'total'"_s, {u"attribute-missing"_s});
    row(u"AttributeError"_s, u"AttributeError: 'coroutine' object has no attribute 'json'"_s,
        {u"coroutine-not-awaited"_s});
    row(u"AttributeError"_s, u"AttributeError: module 'shop' has no attribute 'time'"_s, {u"patch-unknown-name"_s});
    row(u"AttributeError"_s,
        u"AttributeError: partially initialized module 'a' has no attribute 'b' (most likely due to a circular import)"_s,
        {u"import-circular"_s});
    row(u"ImportError"_s, u"ImportError: cannot import name 'b' from 'a' (/src/a.py)"_s, {u"import-name"_s});
    row(u"ImportError"_s,
        u"ImportError: cannot import name 'b' from partially initialized module 'a' (most likely due to a circular "
        "import) (/src/a.py)"_s,
        {u"import-circular"_s});
    row(u"ValueError"_s, u"ValueError: not enough values to unpack (expected 3, got 2)"_s, {u"unpack-count"_s});
    row(u"ValueError"_s, u"ValueError: could not convert string to float: 'x'"_s, {u"int-literal"_s});
    row(u"ValueError"_s, u"ValueError: the total is negative"_s, {});
    row(u"RuntimeError"_s, u"RuntimeError: dictionary changed size during iteration"_s, {u"changed-size"_s});
    row(u"RuntimeError"_s, u"RuntimeError: generator raised StopIteration"_s, {u"stop-iteration"_s});
    row(u"SyntaxError"_s, u"invalid syntax. Perhaps you forgot a comma?"_s, {u"syntax-comma"_s});
    row(u"SyntaxError"_s, u"'(' was never closed"_s, {u"syntax-unclosed"_s});
    row(u"SyntaxError"_s, u"parameter without a default follows parameter with a default"_s,
        {u"syntax-default-order"_s});
    row({}, u"fixture 'shop' not found"_s, {u"fixture-not-found"_s});
    row({}, u"ScopeMismatch: You tried to access the function scoped fixture tmp_path"_s, {u"scope-mismatch"_s});
}

void TestKnowledgeFind::messagesTellApart()
{
    QFETCH(QString, diagnostic);
    QFETCH(QString, text);
    QFETCH(QStringList, ids);
    KnowledgeQuery query{.language = u"python"_s, .text = text};
    if (!diagnostic.isEmpty())
        query.diagnostics = QStringList{diagnostic};
    QCOMPARE(idsOf(m_base->find(query, 10)), ids);
    // Summaries of attempts are sayings, too.
    query.text.clear();
    query.perAttempt = {{u"model"_s, text}};
    QCOMPARE(idsOf(m_base->find(query, 10)), ids);
}

void TestKnowledgeFind::codeTellsApart()
{
    KnowledgeQuery query{.language = u"python"_s,
                         .diagnostics = {u"AssertionError"_s},
                         .signature = u"assertion_failed"_s,
                         .text = u"AssertionError: assert ['a', 'b'] == ['b']"_s,
                         .code = u"def add(item, basket=[]):\n    basket.append(item)\n    return basket\n"_s};
    const auto found = m_base->find(query, 5);
    QCOMPARE(idsOf(found), QStringList{u"mutable-default"_s});
    QVERIFY2(found->first().why.contains(u"the code: \"def add(item, basket=[]\""_s),
             qPrintable(found->first().why.join(u'\n')));
    query.code = u"def add(item, basket=None):\n    return basket\n"_s;
    QCOMPARE(idsOf(m_base->find(query, 5)), QStringList());
}

void TestKnowledgeFind::bySignatureAndText_data()
{
    QTest::addColumn<KnowledgeQuery>("query");
    QTest::addColumn<QString>("id");
    QTest::newRow("token") << KnowledgeQuery{.language = u"csharp"_s,
                                             .signature = u"async_pattern|cancellation_token"_s,
                                             .text = u"The cancellation token of the caller is dropped by the "
                                                     "asynchronous stream, so cancelling never stops it."_s}
                           << u"cs8425"_s;
    QTest::newRow("disposable") << KnowledgeQuery{.language = u"csharp"_s,
                                                  .signature = u"resource_disposal"_s,
                                                  .perAttempt = {{u"m"_s, u"a disposable field is never disposed"_s}}}
                                << u"ca2213"_s;
}

void TestKnowledgeFind::bySignatureAndText()
{
    QFETCH(KnowledgeQuery, query);
    QFETCH(QString, id);
    const auto found = m_base->find(query, 3);
    QVERIFY2(idsOf(found).contains(id), qPrintable(idsOf(found).join(u", "_s)));
    QVERIFY(found->first().fit == Fit::Signature);
    query.signature = u"duplicate_definition"_s;
    for (const QString &other : idsOf(m_base->find(query, 3)))
        QVERIFY(other != id || m_base->find(query, 3)->first().fit == Fit::Text);
}

void TestKnowledgeFind::byText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::newRow("lists") << u"A list is being changed while it is walked: items get lost."_s
                           << u"remove-while-looping"_s;
    QTest::newRow("closures") << u"All functions made in the loop see the last value."_s << u"late-binding"_s;
}

void TestKnowledgeFind::byText()
{
    // An article that has code of its own to look for is not found by words alone: so these are copies without.
    QFETCH(QString, text);
    QFETCH(QString, id);
    Fixture fixture;
    for (const QString &name : {u"remove-while-looping"_s, u"late-binding"_s, u"key-error"_s, u"zero-division"_s}) {
        QFile file(u"%1/python/%2.md"_s.arg(ours, name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        Article article = readArticle(file.readAll(), name).value_or(Article{});
        article.code.clear();
        article.diagnostics.clear();
        fixture.put(u"user"_s, article);
    }
    const auto base = fixture.open({u"user"_s});
    const auto found = base->find({.language = u"python"_s, .text = text}, 5);
    QCOMPARE(idsOf(found), QStringList{id});
    QVERIFY(found->first().fit == Fit::Text);
    // What names diagnostics of its own speaks of something else, however alike the words are.
    Article other = found->first().article;
    other.diagnostics = {u"AssertionError"_s};
    fixture.put(u"user"_s, other);
    QCOMPARE(idsOf(base->find({.language = u"python"_s, .diagnostics = {u"OSError"_s}, .text = text}, 5)),
             QStringList());
}

void TestKnowledgeFind::strangersFindNothing_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"Write a parser for the configuration file that returns a list of values and a dictionary of names",
          "The method returns a task and the value of the type is not the type of the argument",
          "Add a public method to the class that takes a string and returns whether it is a key of the dictionary",
          "expected 3, got 2", "The test failed", "error", "", "   ", "\xc3\xa9\xc3\xa8 \xe2\x80\x94 \xf0\x9f\x98\x80"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestKnowledgeFind::strangersFindNothing()
{
    QFETCH(QString, text);
    for (const QString &language : {u"csharp"_s, u"python"_s}) {
        QCOMPARE(idsOf(m_base->find({.language = language, .task = text, .text = text}, 5)), QStringList());
        QCOMPARE(idsOf(m_base->find({.language = language, .task = text, .signature = u"unclassified"_s}, 5)),
                 QStringList());
        QCOMPARE(
            idsOf(m_base->find(
                {.language = language, .task = text, .diagnostics = {u"CS9999"_s, u"OddError"_s}, .text = text}, 5)),
            QStringList());
    }
}

void TestKnowledgeFind::firstDiagnosticFirst()
{
    const auto found =
        m_base->find({.language = u"csharp"_s, .diagnostics = {u"CS1061"_s, u"CS0246"_s, u"CS8602"_s}}, 10);
    QCOMPARE(idsOf(found), (QStringList{u"cs1061"_s, u"cs0246"_s, u"cs8602"_s}));
}

void TestKnowledgeFind::limit()
{
    const KnowledgeQuery query{.language = u"csharp"_s, .diagnostics = {u"CS1061"_s, u"CS0246"_s, u"CS8602"_s}};
    QCOMPARE(idsOf(m_base->find(query, 1)), QStringList{u"cs1061"_s});
    QCOMPARE(idsOf(m_base->find(query, 0)), QStringList());
    QCOMPARE(idsOf(m_base->find(query, -1)), QStringList());
}

void TestKnowledgeFind::nothingTypedIsSyntax_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"\"", "a\" OR \"b", "NEAR(a b)", "title : x", "* ^ - +", "___ __a__",
                             "'; DROP TABLE files;", "AND OR NOT", "%_"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestKnowledgeFind::nothingTypedIsSyntax()
{
    QFETCH(QString, text);
    const auto found = m_base->find({.language = text,
                                     .fileType = text,
                                     .task = text,
                                     .diagnostics = {text},
                                     .signature = text,
                                     .fingerprint = text,
                                     .text = text + text,
                                     .code = text},
                                    5);
    QVERIFY2(found, found ? "" : qPrintable(found.error().message));
    QVERIFY(found->isEmpty());
    QVERIFY(m_base->articles().size() >= 80);
}

QTEST_GUILESS_MAIN(TestKnowledgeFind)
#include "tst_knowledgefind.moc"

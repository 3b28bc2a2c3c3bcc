// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/signature.h"

#include <QTest>

using namespace stepladder;
using namespace stepladder::memory;
using namespace Qt::StringLiterals;
using domain::Issue;
using domain::IssueSource;
using domain::Severity;

namespace {
Issue build(const QString &id, const QString &message)
{
    return {.source = IssueSource::Build, .id = id, .message = message};
}
Issue test(const QString &key, const QString &message)
{
    return {.source = IssueSource::Test, .id = key, .message = message};
}
Issue review(const QString &message)
{
    return {.source = IssueSource::Review, .message = message};
}
} // namespace

Q_DECLARE_METATYPE(stepladder::domain::Issue)

class TestSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signatureOfOne_data()
    {
        QTest::addColumn<Issue>("issue");
        QTest::addColumn<QString>("expected");
        const auto row = [](const Issue &issue, const char *expected) {
            const QString name = issue.id + u' ' + issue.message.left(50);
            QTest::newRow(qPrintable(name)) << issue << QString::fromLatin1(expected);
        };
        // the seed's four
        row(review(u"Possible NULL dereference"_s), "null_handling");
        row(review(u"Use Async all the way"_s), "async_pattern");
        row(review(u"Missing dependency Injection"_s), "dependency_injection");
        row(review(u"CancellationToken is not passed on"_s), "cancellation_token");
        row(review(u"async method without cancellation"_s), "async_pattern|cancellation_token");
        row(review(u"bad naming"_s), "unclassified");
        row(review({}), "unclassified");
        // compiler
        row(build(u"CS8602"_s, u"Dereference"_s), "null_handling");
        row(build(u"CS8600"_s, u"x"_s), "null_handling");
        row(build(u"CS8670"_s, u"x"_s), "null_handling");
        row(build(u"CS8671"_s, u"x"_s), "unclassified");
        row(build(u"cs8602"_s, u"x"_s), "null_handling");
        row(build(u"CS4014"_s, u"x"_s), "async_pattern");
        row(build(u"CS1998"_s, u"x"_s), "async_pattern");
        row(build(u"CS4032"_s, u"x"_s), "async_pattern");
        row(build(u"CS4033"_s, u"x"_s), "async_pattern");
        row(build(u"CS0246"_s, u"The type or namespace name 'X' could not be found"_s), "missing_reference");
        row(build(u"CS0234"_s, u"x"_s), "missing_reference");
        row(build(u"CS0103"_s, u"x"_s), "missing_reference");
        row(build(u"CS1061"_s, u"x"_s), "member_missing");
        row(build(u"CS0117"_s, u"x"_s), "member_missing");
        row(build(u"CS0029"_s, u"x"_s), "type_mismatch");
        row(build(u"CS1503"_s, u"x"_s), "type_mismatch");
        row(build(u"CS0266"_s, u"x"_s), "type_mismatch");
        row(build(u"CS1002"_s, u"; expected"_s), "syntax_error");
        row(build(u"CS1513"_s, u"} expected"_s), "syntax_error");
        row(build(u"CS1003"_s, u"x"_s), "syntax_error");
        row(build(u"CS0535"_s, u"x"_s), "interface_not_implemented");
        row(build(u"CS0534"_s, u"x"_s), "interface_not_implemented");
        row(build(u"CS0161"_s, u"x"_s), "missing_return");
        row(build(u"CS0111"_s, u"x"_s), "duplicate_definition");
        row(build(u"CS0101"_s, u"x"_s), "duplicate_definition");
        row(build(u"CS7036"_s, u"x"_s), "wrong_arguments");
        row(build(u"CS0122"_s, u"x"_s), "accessibility");
        row(build(u"CS0051"_s, u"x"_s), "accessibility");
        row(build(u"CA2016"_s, u"x"_s), "cancellation_token");
        row(build(u"CA1062"_s, u"x"_s), "null_handling");
        row(build(u"NU1101"_s, u"x"_s), "package_reference");
        row(build(u"CS9999"_s, u"x"_s), "unclassified");
        row(build(u"xUnit1031"_s, u"x"_s), "async_pattern");
        // Python, as an ID and as a word
        row(build(u"SyntaxError"_s, u"invalid syntax"_s), "syntax_error");
        row(build(u"IndentationError"_s, u"unexpected indent"_s), "syntax_error");
        row(build(u"NameError"_s, u"x"_s), "missing_reference");
        row(build(u"ImportError"_s, u"x"_s), "missing_reference");
        row(build({}, u"ModuleNotFoundError: No module named 'x'"_s), "missing_reference");
        row(build({}, u"AttributeError: module has no attribute"_s), "member_missing");
        row(build({}, u"TypeError: f() takes 1 argument"_s), "type_mismatch");
        // tests
        row(test(u"A:B"_s, u"Assert.Equal() Failure"_s), "assertion_failed");
        row(test(u"A:B"_s, u"E   assert 1 == 2"_s), "assertion_failed");
        row(test(u"A:B"_s, u"E   AssertionError"_s), "assertion_failed");
        row(test(u"A:B"_s, u"System.NullReferenceException : Object reference not set"_s), "null_handling");
        row(test(u"A:B"_s, u"KeyError: 3"_s), "missing_element");
        row(test(u"A:B"_s, u"System.NotImplementedException : x"_s), "not_implemented");
        row(test(u"A:B"_s, u"Unable to resolve service for type X"_s), "dependency_injection");
        row({.source = IssueSource::Run, .message = u"the test host went away"_s}, "run_aborted");
        row({.source = IssueSource::Answer, .message = u"the answer is empty"_s}, "unusable_answer");
        row({.source = IssueSource::Coverage, .message = u"12 %"_s}, "low_coverage");
        row({.severity = Severity::Warning, .source = IssueSource::Answer, .message = u"a further file"_s},
            "unclassified");
    }

    void signatureOfOne()
    {
        QFETCH(Issue, issue);
        QFETCH(QString, expected);
        QCOMPARE(signatureOf({issue}), expected);
    }

    void signatureIsSortedAndWithoutDoubles()
    {
        QCOMPARE(signatureOf({}), u"unclassified"_s);
        const QList<Issue> issues = {build(u"CS1061"_s, u"x"_s),    review(u"null"_s),          review(u"async"_s),
                                     build(u"CS8602"_s, u"null"_s), build(u"CS1061"_s, u"y"_s), review(u"fine"_s)};
        QCOMPARE(signatureOf(issues), u"async_pattern|member_missing|null_handling"_s);
    }

    void normalisedText_data()
    {
        QTest::addColumn<Issue>("issue");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const Issue &issue, const QString &expected) {
            QTest::newRow(name) << issue << expected;
        };
        row("quoted", build(u"CS0103"_s, u"The name 'foo' does not exist in the current context"_s),
            u"build CS0103 The name <q> does not exist in the current context"_s);
        row("two quoted",
            build(u"CS0029"_s, u"Cannot implicitly convert type 'int' to 'System.Collections.Generic.List<string>'"_s),
            u"build CS0029 Cannot implicitly convert type <q> to <q>"_s);
        row("apostrophe", build(u"X1"_s, u"It doesn't know 'a' and can't find 'b'"_s),
            u"build X1 It doesn't know <q> and can't find <q>"_s);
        row("double quotes", build(u"X"_s, u"Expected \"a b\" here"_s), u"build X Expected <q> here"_s);
        row("numbers", build(u"CS1501"_s, u"No overload takes 3 arguments, expected -2.5 or 0xFF or 12ms"_s),
            u"build CS1501 No overload takes <n> arguments, expected <n> or <n> or <n>ms"_s);
        row("unix path", build(u"X"_s, u"Cannot open /home/u/p/src/A.cs:12:3 for reading"_s),
            u"build X Cannot open <path> for reading"_s);
        row("windows path", build(u"X"_s, u"Cannot open C:\\a\\b.cs(3,4) now"_s), u"build X Cannot open <path> now"_s);
        row("relative path", build(u"X"_s, u"in src/lib/a.py:7 there"_s), u"build X in <path> there"_s);
        row("file name", build(u"X"_s, u"see Program.cs(1,2) please"_s), u"build X see <path> please"_s);
        row("identifiers", build(u"X"_s, u"call of getUserById with user_id and Foo.Bar failed"_s),
            u"build X call of <id> with <id> and <id> failed"_s);
        row("guid", build(u"X"_s, u"id 3f2504e0-4f89-11d3-9a0c-0305e82c3301 unknown"_s), u"build X id <n> unknown"_s);
        row("exception keeps its last name",
            test(u"A:B"_s, u"System.InvalidOperationException : Sequence contains no elements"_s),
            u"test A:B InvalidOperationException : Sequence contains no elements"_s);
        row("assertion keeps its name",
            test(u"A:B"_s, u"Assert.Equal() Failure\nExpected: 3\nActual: 4\n   at A.B() in /x/a.cs:line 4"_s),
            u"test A:B Assert.Equal() Failure Expected: <n> Actual: <n>"_s);
        row("pytest's E lines",
            test(
                u"t:f"_s,
                u"def f():\n>   assert g(1) == 2\nE   assert 1 == 2\nE    +  where 1 = g(1)\n\na.py:3: AssertionError"_s),
            u"test t:f assert <n> == <n> + where <n> = g(<n>)"_s);
        row("white space", build(u"X"_s, u"  a \t b\r\n c "_s), u"build X a b c"_s);
    }

    void normalisedText()
    {
        QFETCH(Issue, issue);
        QFETCH(QString, expected);
        QCOMPARE(normalised(issue), expected);
    }

    void fingerprintIsTheSameForTheSameFailure()
    {
        const QString one =
            fingerprintOf({build(u"CS0103"_s, u"The name 'a' does not exist"_s), build(u"CS1002"_s, u"; expected"_s)});
        const QString other =
            fingerprintOf({build(u"CS1002"_s, u"; expected"_s),
                           build(u"CS0103"_s, u"The name 'b' does not exist"_s),
                           build(u"CS0103"_s, u"The name 'c' does not exist"_s),
                           {.severity = Severity::Warning, .id = u"CS0168"_s, .message = u"unused"_s}});
        QVERIFY(one.startsWith(u"v1:"));
        QCOMPARE(one, other);
    }

    void fingerprintDiffers()
    {
        const QString base = fingerprintOf({build(u"CS0103"_s, u"The name 'a' does not exist"_s)});
        QVERIFY(base != fingerprintOf({build(u"CS0104"_s, u"The name 'a' does not exist"_s)}));
        QVERIFY(base != fingerprintOf({build(u"CS0103"_s, u"The name 'a' is odd"_s)}));
        QVERIFY(base != fingerprintOf({review(u"The name 'a' does not exist"_s)}));
        QVERIFY(fingerprintOf({test(u"A:B"_s, u"x"_s)}) != fingerprintOf({test(u"A:C"_s, u"x"_s)}));
    }

    void fingerprintOfNoErrorIsEmpty()
    {
        QCOMPARE(fingerprintOf({}), QString());
        QCOMPARE(fingerprintOf({{.severity = Severity::Warning, .message = u"x"_s}}), QString());
    }

    /// Version 1 is stored in people's memories: a change of the rules must begin a version 2.
    void versionOneStays()
    {
        QCOMPARE(fingerprintOf({build(u"CS0103"_s, u"The name 'foo' does not exist in the current context"_s)}),
                 u"v1:adf6e7962a546c7137ffa876eacf78716d1d8ba0"_s);
    }

    void hugeMessagesAreCapped()
    {
        QVERIFY(normalised(build(u"X"_s, QString(10'000'000, u'\''))).size() < 10'000);
        QVERIFY(normalised(build(u"X"_s, QString(u"a/"_s).repeated(5'000'000))).size() < 10'000);
    }
};

QTEST_GUILESS_MAIN(TestSignature)
#include "tst_signature.moc"

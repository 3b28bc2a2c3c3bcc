// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultreader.h"

#include <QtTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::Diagnostic;
using domain::Severity;

class MsBuildOutputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineIsReadAsExpected_data();
    void aLineIsReadAsExpected();
    void proseIsNoDiagnostic_data();
    void proseIsNoDiagnostic();
    void eachIsToldOnce();
    void aLongLineIsNotSlow();
};

void MsBuildOutputTest::aLineIsReadAsExpected_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<Diagnostic>("expected");
    const auto add = [](const char *name, const QString &line, const Diagnostic &expected) {
        QTest::newRow(name) << line << expected;
    };
    const auto error = Severity::Error;
    const auto warning = Severity::Warning;
    add("line and column", u"/w/A.cs(3,5): error CS0103: The name 'x' does not exist [/w/A.csproj]"_s,
        {error, u"CS0103"_s, u"/w/A.cs"_s, 3, 5, u"The name 'x' does not exist"_s, u"csc"_s});
    add("line only", u"/w/A.cs(3): warning CS1591: Missing comment"_s,
        {warning, u"CS1591"_s, u"/w/A.cs"_s, 3, 0, u"Missing comment"_s, u"csc"_s});
    add("column range", u"/w/A.cs(3,5-9): error CS1: m"_s, {error, u"CS1"_s, u"/w/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("line range", u"/w/A.cs(3-7): error CS1: m"_s, {error, u"CS1"_s, u"/w/A.cs"_s, 3, 0, u"m"_s, u"csc"_s});
    add("two places", u"/w/A.cs(3,5,4,2): error CS1: m"_s, {error, u"CS1"_s, u"/w/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("relative to its project", u"sub/A.cs(3,5): error CS1: m [/w/lib/Lib.csproj::TargetFramework=net8.0]"_s,
        {error, u"CS1"_s, u"/w/lib/sub/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("relative without project", u"sub/A.cs(3,5): error CS1: m"_s,
        {error, u"CS1"_s, u"sub/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("above its project", u"../gen/A.cs(3,5): error CS1: m [/w/lib/Lib.csproj]"_s,
        {error, u"CS1"_s, u"/w/gen/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("parentheses and blanks in the path", u"/w/a (1)/My File(2).cs(3,5): error CS1: m"_s,
        {error, u"CS1"_s, u"/w/a (1)/My File(2).cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("Windows path", uR"(C:\w\A.cs(3,5): error CS1: m [C:\w\A.csproj])"_s,
        {error, u"CS1"_s, u"C:/w/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("no file, compiler", u"CSC : error CS5001: no Main [/w/A.csproj]"_s,
        {error, u"CS5001"_s, {}, 0, 0, u"no Main"_s, u"csc"_s});
    add("no file, builder", u"MSBUILD : error MSB1009: Project file does not exist."_s,
        {error, u"MSB1009"_s, {}, 0, 0, u"Project file does not exist."_s, u"msbuild"_s});
    add("no origin", u"error CS2001: Source file 'x' could not be found."_s,
        {error, u"CS2001"_s, {}, 0, 0, u"Source file 'x' could not be found."_s, u"csc"_s});
    add("project file", u"/w/A.csproj : error NU1101: Unable to find package X. [/w/A.sln]"_s,
        {error, u"NU1101"_s, u"/w/A.csproj"_s, 0, 0, u"Unable to find package X."_s, u"msbuild"_s});
    add("slnx", u"/w/A.csproj : warning NU1903: m [/w/A.slnx]"_s,
        {warning, u"NU1903"_s, u"/w/A.csproj"_s, 0, 0, u"m"_s, u"msbuild"_s});
    add("targets file",
        u"/usr/share/dotnet/sdk/Microsoft.NET.Sdk.targets(157,5): error NETSDK1045: too old [/w/A.csproj]"_s,
        {error, u"NETSDK1045"_s, u"/usr/share/dotnet/sdk/Microsoft.NET.Sdk.targets"_s, 157, 5, u"too old"_s,
         u"msbuild"_s});
    add("no code", u"/w/My.targets(5,5): error : it broke [/w/A.csproj]"_s,
        {error, {}, u"/w/My.targets"_s, 5, 5, u"it broke"_s, u"msbuild"_s});
    add("no code, builder", u"MSBUILD : error : it broke"_s, {error, {}, {}, 0, 0, u"it broke"_s, u"msbuild"_s});
    add("node prefix", u"     3>/w/A.cs(3,5): error CS1: m"_s, {error, u"CS1"_s, u"/w/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("subcategory", u"/w/A.fs(3,5): typecheck error FS0039: m"_s,
        {error, u"FS0039"_s, u"/w/A.fs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("code without digits", u"/w/A.cs(3,5): warning EnableDocs: m"_s,
        {warning, u"EnableDocs"_s, u"/w/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("analyser", u"/w/T.cs(3,5): warning xUnit1004: m (https://xunit.net/x)"_s,
        {warning, u"xUnit1004"_s, u"/w/T.cs"_s, 3, 5, u"m (https://xunit.net/x)"_s, u"csc"_s});
    add("info", u"/w/A.cs(3,5): info IDE0051: m"_s,
        {Severity::Info, u"IDE0051"_s, u"/w/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("message with another diagnostic in it", u"/w/A.cs(3,5): error CS1: said: error CS2: x"_s,
        {error, u"CS1"_s, u"/w/A.cs"_s, 3, 5, u"said: error CS2: x"_s, u"csc"_s});
    add("message that ends in brackets", u"/w/A.cs(3,5): error CS1: use [Fact] [/w/A.csproj]"_s,
        {error, u"CS1"_s, u"/w/A.cs"_s, 3, 5, u"use [Fact]"_s, u"csc"_s});
    add("file named error", u"/w/error: the file.cs(3,5): error CS1: m"_s,
        {error, u"CS1"_s, u"/w/error: the file.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("colours", u"\x1b[1m/w/A.cs\x1b[m(3,5): \x1b[31;1merror\x1b[m \x1b[31;1mCS1\x1b[m: m"_s,
        {error, u"CS1"_s, u"/w/A.cs"_s, 3, 5, u"m"_s, u"csc"_s});
    add("empty text", u"/w/A.cs(3,5): error CS1:"_s, {error, u"CS1"_s, u"/w/A.cs"_s, 3, 5, {}, u"csc"_s});
}

void MsBuildOutputTest::aLineIsReadAsExpected()
{
    QFETCH(QString, line);
    QFETCH(Diagnostic, expected);
    for (const QString &end : {u""_s, u"\n"_s, u"\r\n"_s}) {
        const auto read = toolchain::readMsBuildOutput(u"Build started."_s + u'\n' + line + end);
        QCOMPARE(read.size(), 1);
        QCOMPARE(domain::toJson(read.first()), domain::toJson(expected));
    }
}

void MsBuildOutputTest::proseIsNoDiagnostic_data()
{
    QTest::addColumn<QString>("line");
    for (const QString &line :
         {u"Build FAILED."_s, u"    1 Warning(s)"_s, u"    0 Error(s)"_s, u"error: something"_s,
          u"an error occurred: no"_s, u"Unhandled exception: an error occurred: no"_s, u"note: see error: no"_s,
          u"  Standard Output Messages:"_s, u"[xUnit.net 00:00:00.10]     A.B [FAIL]"_s, u""_s, u"error"_s,
          u": error"_s, u"/w/T.cs(9): error TESTERROR: T.Fails (1ms): Error Message: x [/w/T.csproj]"_s,
          u"  A -> /w/bin/A.dll"_s, u"Failed!  - Failed:     4, Passed:     9"_s})
        QTest::newRow(qPrintable(line.left(40))) << line;
}

void MsBuildOutputTest::proseIsNoDiagnostic()
{
    QFETCH(QString, line);
    QCOMPARE(toolchain::readMsBuildOutput(line).size(), 0);
}

void MsBuildOutputTest::eachIsToldOnce()
{
    const QString one = u"/w/A.cs(3,5): error CS1: m"_s;
    const QString output = one + u'\n' + one + u" [/w/A.csproj]\n/w/A.cs(3,6): error CS1: m\r\n\nBuild FAILED.\n\n"_s
        + one + u" [/w/A.csproj::TargetFramework=net9.0]\n"_s;
    const auto read = toolchain::readMsBuildOutput(output);
    QCOMPARE(read.size(), 2);
    QCOMPARE(read.at(0).column, 5);
    QCOMPARE(read.at(1).column, 6);
}

/// Not timed: a pattern that backtracks without end would hit the test's time limit.
void MsBuildOutputTest::aLongLineIsNotSlow()
{
    const QString blank = u" "_s.repeated(60'000);
    for (const QString &line : {u"error "_s.repeated(20'000), u": error : "_s.repeated(20'000),
                                u"A.cs(1): error CS1: "_s + u" [x"_s.repeated(200'000), u"x"_s + blank + u"error"_s,
                                u"x"_s + blank + u"[error"_s, u"x(1"_s + blank + u": error CS1"_s + blank + u"x"_s,
                                blank + u": error"_s + blank, u"x"_s + blank + u"(1): error"_s + blank + u":"_s}) {
        const QStringList lines(50, line);
        QVERIFY(toolchain::readMsBuildOutput(lines.join(u'\n')).size() <= 1);
    }
}

QTEST_GUILESS_MAIN(MsBuildOutputTest)
#include "tst_msbuildoutput.moc"

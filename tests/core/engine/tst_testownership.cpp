// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/testownership.h"

#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::TestCase;

class TestTestOwnership : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void csharp_data();
    void csharp();
    void namesInCommentsAndTextsDeclareNothing();
    void python_data();
    void python();
    void fileOfTheRunnerDecides();
    void keysAreOwnedLikeCases();
    void methods_data();
    void methods();
};

void TestTestOwnership::csharp_data()
{
    QTest::addColumn<QString>("className");
    QTest::addColumn<bool>("owns");
    QTest::newRow("class") << u"Shop.Tests.CartTests"_s << true;
    QTest::newRow("without a namespace") << u"CartTests"_s << true;
    QTest::newRow("nested") << u"Shop.Tests.CartTests+WhenEmpty"_s << true;
    QTest::newRow("generic") << u"Shop.Tests.Base`1"_s << true;
    QTest::newRow("record") << u"Shop.Tests.Row"_s << true;
    QTest::newRow("another") << u"Shop.Tests.OrderTests"_s << false;
    QTest::newRow("a name that only ends alike") << u"Shop.Tests.MyCartTests"_s << false;
    QTest::newRow("the same name in another namespace") << u"Bank.Tests.CartTests"_s << false;
    QTest::newRow("a fixture with arguments") << u"Shop.Tests.CartTests(1.5d)"_s << true;
    QTest::newRow("none") << QString() << false;
}

void TestTestOwnership::csharp()
{
    const TestOwnership tests(u"tests/CartTests.cs"_s,
                              "namespace Shop.Tests;\npublic sealed class CartTests : Base<int>\n{\n    public class "
                              "WhenEmpty { }\n}\npublic abstract class Base<T> { }\ninternal record Row(int A);\n");
    QFETCH(QString, className);
    QTEST(tests.owns({.name = u"Adds"_s, .className = className}), "owns");
}

void TestTestOwnership::namesInCommentsAndTextsDeclareNothing()
{
    const TestOwnership tests(u"tests/CartTests.cs"_s,
                              "// Unlike class OrderTests this needs no database.\n/* record RowTests\n */\n"
                              "#region class RegionTests\n"
                              "public class CartTests\n{\n"
                              "    const string A = \"class TextTests { }\";\n"
                              "    const string B = @\"\"\"class VerbatimTests\"\" \";\n"
                              "    const string C = \"\"\"\n        class RawTests { \"quoted\" }\n        \"\"\";\n"
                              "    const char D = '\"';\n"
                              "    /// <summary>As class DocTests.</summary>\n"
                              "    public class WhenEmpty { }\n}\n");
    for (const QString &name : {u"CartTests"_s, u"WhenEmpty"_s})
        QVERIFY2(tests.owns({.name = u"Adds"_s, .className = u"Shop.Tests."_s + name}), qPrintable(name));
    for (const QString &name : {u"OrderTests"_s, u"RowTests"_s, u"RegionTests"_s, u"TextTests"_s, u"VerbatimTests"_s,
                                u"RawTests"_s, u"DocTests"_s})
        QVERIFY2(!tests.owns({.name = u"Adds"_s, .className = u"Shop.Tests."_s + name}), qPrintable(name));
}

void TestTestOwnership::python_data()
{
    QTest::addColumn<QString>("className");
    QTest::addColumn<bool>("owns");
    QTest::newRow("module") << u"tests.unit.test_money"_s << true;
    QTest::newRow("class in it") << u"tests.unit.test_money.TestSum"_s << true;
    QTest::newRow("from a folder below") << u"unit.test_money"_s << true;
    QTest::newRow("from its own folder") << u"test_money"_s << true;
    QTest::newRow("class, from its own folder") << u"test_money.TestSum"_s << true;
    QTest::newRow("another module") << u"tests.unit.test_moneybag"_s << false;
    QTest::newRow("the same name in another folder") << u"tests.slow.test_money"_s << false;
    QTest::newRow("only the folder") << u"tests.unit"_s << false;
    QTest::newRow("none") << QString() << false;
}

void TestTestOwnership::python()
{
    const TestOwnership tests(u"tests/unit/test_money.py"_s, {});
    QFETCH(QString, className);
    QTEST(tests.owns({.name = u"test_sum"_s, .className = className}), "owns");
}

void TestTestOwnership::fileOfTheRunnerDecides()
{
    const TestOwnership tests(u"tests/CartTests.cs"_s, "class CartTests { }");
    const auto from = [&](const QString &file, const QString &className) {
        return tests.owns({.name = u"Adds"_s, .className = className, .file = file});
    };
    QVERIFY(from(u"tests/CartTests.cs"_s, u"Other"_s));
    QVERIFY(from(u"/src/shop/tests/CartTests.cs"_s, u"Other"_s));
    QVERIFY(!from(u"tests/OrderTests.cs"_s, u"CartTests"_s));
    QVERIFY(!from(u"more-tests/CartTests.cs"_s, u"CartTests"_s));
}

void TestTestOwnership::keysAreOwnedLikeCases()
{
    const TestOwnership tests(u"tests/CartTests.cs"_s, "class CartTests { }");
    QVERIFY(tests.ownsKey(TestCase{.name = u"Adds(a: \"x:y\")"_s, .className = u"N.CartTests"_s}.key()));
    QVERIFY(!tests.ownsKey(TestCase{.name = u"Adds(a: \"CartTests\")"_s, .className = u"N.OrderTests"_s}.key()));
    QVERIFY(!tests.ownsKey(u"CartTests"_s));
}

void TestTestOwnership::methods_data()
{
    QTest::addColumn<QString>("className");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("method");
    QTest::newRow("plain") << u"N.A"_s << u"Adds"_s << u"N.A:Adds"_s;
    QTest::newRow("theory row") << u"N.A"_s << u"Adds(a: 1, b: \"(\")"_s << u"N.A:Adds"_s;
    QTest::newRow("row of a runner that names the class") << u"N.A"_s << u"N.A.Adds(a: 1)"_s << u"N.A:N.A.Adds"_s;
    QTest::newRow("pytest parameters") << u"test_a"_s << u"test_sum[1-2]"_s << u"test_a:test_sum"_s;
    QTest::newRow("fixture with parameters") << u"N.A(\"x\")"_s << u"Adds"_s << u"N.A(\"x\"):Adds"_s;
    QTest::newRow("fixture with parameters in the name")
        << u"N.A(\"x\")"_s << u"N.A(\"x\").Adds(1)"_s << u"N.A(\"x\"):N.A(\"x\").Adds"_s;
}

void TestTestOwnership::methods()
{
    QFETCH(QString, className);
    QFETCH(QString, name);
    QTEST(testMethod({.name = name, .className = className}), "method");
}

QTEST_GUILESS_MAIN(TestTestOwnership)
#include "tst_testownership.moc"

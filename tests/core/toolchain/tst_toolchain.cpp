// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/toolchain.h"
#include "toolchain/verify.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::toolchain;
using domain::Ending;
using domain::TestOutcome;

namespace {

QByteArray descriptorOf(const QString &id)
{
    QFile file(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/toolchains/") + id + u".json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    file.write(content);
}

QStringList names(const domain::Evidence &evidence, TestOutcome outcome)
{
    QStringList list;
    for (const auto &test : evidence.tests.cases) {
        if (test.outcome == outcome)
            list.append(test.name);
    }
    list.sort();
    return list;
}

domain::Diagnostic firstError(const domain::Evidence &evidence)
{
    for (const auto &diagnostic : evidence.diagnostics) {
        if (diagnostic.severity == domain::Severity::Error)
            return diagnostic;
    }
    return {};
}

std::string printed(const domain::Evidence &evidence)
{
    return QJsonDocument(domain::toJson(evidence)).toJson().toStdString();
}

} // namespace

/// Real dotnet in the real sandbox.
class TestToolchain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void csharpBuildsAndTests();
    void csharpTestThatDoesNotCompile();
    void csharpErrorInSource();
    void csharpQuick();
    void csharpProbes();
    void csharpStubCompiles();
    void csharpExcludedTests();
    void csharpHostAborts();
    void csharpHangs();
    void csharpOtherFrameworks();
    void csharpXunit3();
    void csharpScaffoldOfWebApi();
    void csharpQuickOfSeveralFrameworks();
    void csharpFloatingPackageVersions();
    void csharpMissingPackage();

private:
    std::unique_ptr<Toolchain> make(const QString &id);
    Site site(const QString &name) const
    {
        return {.folder = m_home.path() + u'/' + name, .mountPoint = u"/home/somebody/"_s + name};
    }

    static domain::Evidence run(Toolchain &tools, const ExecuteRequest &request);

    std::unique_ptr<Toolchain> m_csharp;
    QTemporaryDir m_home;
    std::shared_ptr<Sandbox> m_sandbox;
};

void TestToolchain::initTestCase()
{
    auto sandbox = makeBubblewrapSandbox();
    QVERIFY2(sandbox, "no bubblewrap: run packaging/setup.sh");
    m_sandbox = std::move(*sandbox);
}

std::unique_ptr<Toolchain> TestToolchain::make(const QString &id)
{
    auto made = makeToolchain(descriptorOf(id), id, m_home.path() + u"/cache"_s, m_sandbox);
    if (!made)
        qWarning().noquote() << made.error().message;
    return made ? std::move(*made) : nullptr;
}

domain::Evidence TestToolchain::run(Toolchain &tools, const ExecuteRequest &request)
{
    const auto evidence = tools.execute(request, {}, {});
    if (!evidence)
        qWarning().noquote() << evidence.error().message << evidence.error().detail;
    return evidence ? *evidence : domain::Evidence{.buildOk = false, .endingDetail = u"no evidence"_s};
}

void TestToolchain::csharpBuildsAndTests()
{
    m_csharp = make(u"csharp"_s);
    QVERIFY(m_csharp);
    const Site where = site(u"shop"_s);
    QDir().mkpath(where.folder);
    const auto files = m_csharp->scaffold(where, u"classlib"_s, u"Shop"_s, {}, {});
    QVERIFY2(files, files ? "" : qPrintable(files.error().message + files.error().detail));
    put(where.folder + u"/src/Shop/Cart.cs"_s,
        "namespace Shop;\npublic class Cart\n{\n    public int Add(int a, int b) => a + b;\n"
        "    public int Unused() { int x; return 1; }\n}\n");
    put(where.folder + u"/tests/Shop.Tests/CartTests.cs"_s,
        "namespace Shop.Tests;\npublic class CartTests\n{\n"
        "    [Fact] public void Adds() => Assert.Equal(3, new Cart().Add(1, 2));\n"
        "    [Theory] [InlineData(1)] [InlineData(2)] public void Rows(int n) => Assert.True(n < 2);\n"
        "    [Fact(Skip = \"later\")] public void Skipped() { }\n}\n");
    const auto prepared = m_csharp->prepare(where, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message + prepared.error().detail));
    QStringList live;
    const auto evidence = m_csharp->execute({.site = where, .coverage = true},
                                            {.test = [&](const auto &test) { live.append(test.name); }}, {});
    QVERIFY2(evidence, evidence ? "" : qPrintable(evidence.error().message));
    QVERIFY2(evidence->buildOk, printed(*evidence).c_str());
    QVERIFY2(evidence->ending == Ending::Finished, qPrintable(domain::toString(evidence->ending)));
    QCOMPARE(names(*evidence, TestOutcome::Failed), QStringList{u"Shop.Tests.CartTests.Rows(n: 2)"_s});
    QCOMPARE(evidence->tests.total(), 4);
    QCOMPARE(live.size(), 4);
    QCOMPARE(evidence->warnings(), 1);
    QCOMPARE(evidence->diagnostics.first().file, u"src/Shop/Cart.cs"_s);
    QCOMPARE(evidence->diagnostics.first().line, 5);
    QVERIFY(evidence->coverage);
    QCOMPARE(evidence->coverage->files.size(), 1);
    QCOMPARE(evidence->coverage->files.first().file, u"src/Shop/Cart.cs"_s);
    QCOMPARE(evidence->coverage->files.first().missedLines, QList<int>{5});
    QCOMPARE(evidence->executions.first().command, u"dotnet build Shop.slnx"_s);
}

void TestToolchain::csharpTestThatDoesNotCompile()
{
    const Site where = site(u"shop"_s);
    const QString broken = where.folder + u"/tests/Shop.Tests/NewTests.cs"_s;
    put(broken,
        "namespace Shop.Tests;\npublic class NewTests\n{\n    [Fact] public void Gone() => new Missing().Go();\n}\n");
    const auto evidence = run(*m_csharp, {.site = where});
    QFile::remove(broken);
    QVERIFY(!evidence.buildOk);
    QCOMPARE(evidence.uncompiledTests, QStringList{u"tests/Shop.Tests/NewTests.cs"_s});
    QCOMPARE(evidence.errors(), 1);
    QCOMPARE(firstError(evidence).id, u"CS0246"_s);
    QCOMPARE(firstError(evidence).line, 4);
    QCOMPARE(evidence.tests.total(), 4); // the others ran all the same
}

void TestToolchain::csharpErrorInSource()
{
    const Site where = site(u"shop"_s);
    const QString broken = where.folder + u"/src/Shop/Broken.cs"_s;
    put(broken, "namespace Shop;\npublic class Broken : INowhere { }\n");
    const auto evidence = run(*m_csharp, {.site = where});
    QFile::remove(broken);
    QVERIFY(!evidence.buildOk);
    QCOMPARE(evidence.errors(), 1);
    QCOMPARE(firstError(evidence).file, u"src/Shop/Broken.cs"_s);
    QVERIFY(!evidence.testsRan); // a stale assembly of an earlier build must not speak for this one
    QVERIFY(evidence.uncompiledTests.isEmpty());
    QVERIFY(evidence.hasTests);
}

/// Compiled from recorded lines in the warm sandbox, tested in a fresh one.
void TestToolchain::csharpQuick()
{
    const Site where = site(u"shop"_s);
    const QString cart = where.folder + u"/src/Shop/Cart.cs"_s;
    // Documentation files once went to the scratch, which the compiler may not write: CS0016 on every attempt.
    put(where.folder + u"/Directory.Build.props"_s,
        "<Project><PropertyGroup><GenerateDocumentationFile>true</GenerateDocumentationFile>"
        "<NoWarn>$(NoWarn);CS1591</NoWarn></PropertyGroup></Project>\n");
    // What stands in the scratch must be what the last full build saw.
    QVERIFY(run(*m_csharp, {.site = where, .tests = false}).buildOk);
    const ExecuteRequest request{
        .site = where, .speed = Speed::Quick, .coverage = true, .changedFiles = {u"src/Shop/Cart.cs"_s}};
    put(cart, "namespace Shop;\npublic class Cart\n{\n    public int Add(int a, int b) => a - b + Twice.Of(0);\n}\n");
    const auto broken = run(*m_csharp, request);
    QVERIFY2(!broken.fullSpeed, printed(broken).c_str());
    QVERIFY(!broken.buildOk);
    QCOMPARE(firstError(broken).id, u"CS0103"_s);
    QCOMPARE(firstError(broken).file, u"src/Shop/Cart.cs"_s);
    QVERIFY(!broken.testsRan);

    put(where.folder + u"/src/Shop/Twice.cs"_s,
        "namespace Shop;\npublic static class Twice\n{\n    public static int Of(int a) => 2 * a;\n}\n");
    const auto wrong = run(*m_csharp, request);
    QVERIFY2(!wrong.fullSpeed && wrong.buildOk, printed(wrong).c_str());
    QVERIFY2(names(wrong, TestOutcome::Failed).contains(u"Shop.Tests.CartTests.Adds"_s), printed(wrong).c_str());
    QVERIFY(wrong.coverage && wrong.coverage->find(u"src/Shop/Twice.cs"_s));

    put(cart, "namespace Shop;\npublic class Cart\n{\n    public int Add(int a, int b) => a + b + Twice.Of(0);\n}\n");
    const auto right = run(*m_csharp, request);
    QVERIFY2(!right.fullSpeed && right.buildOk, printed(right).c_str());
    QCOMPARE(names(right, TestOutcome::Passed).size(), 2);
    for (const auto &execution : right.executions)
        qInfo().noquote() << execution.command << execution.ms << "ms";

    put(where.folder + u"/Directory.Build.props"_s, "<Project />\n");
    const auto full = run(*m_csharp, request);
    QFile::remove(where.folder + u"/Directory.Build.props"_s);
    QVERIFY2(full.fullSpeed && full.buildOk, printed(full).c_str()); // a project file changed: the full way
}

void TestToolchain::csharpProbes()
{
    const Site where = site(u"shop"_s);
    put(where.folder + u"/src/Shop/Odd.cs"_s, R"(using System.Text.RegularExpressions;
namespace Shop;
public record Point(int X, double Y);
public class Plain { public int B { get; set; } = 2; public string A { get; set; } = "a"; }
internal static partial class Odd
{
    [GeneratedRegex("a+")] private static partial Regex As();
    public static bool Has(string text) => As().IsMatch(text);
    public static int Half(int n) => n % 2 == 0 ? n / 2 : throw new System.ArgumentException("odd");
    public static System.Collections.Generic.IEnumerable<int> Up() { yield return 1; yield return 2; }
    public static async System.Threading.Tasks.Task<string> Later() { await System.Threading.Tasks.Task.Delay(1); return "now"; }
    public static System.Threading.Tasks.ValueTask<int> Soon() => new(3);
    public static int Deep(int n) => n + Deep(n + 1);
}
)");
    const QList<std::pair<QString, ProbeOutcome>> expected = {
        {u"Odd.Half(4)"_s, {OutcomeKind::Value, u"2"_s}},
        {u"Odd.Half(3)"_s, {OutcomeKind::Exception, u"ArgumentException"_s}},
        {u"Odd.Has(\"baa\")"_s, {OutcomeKind::Value, u"true"_s}},
        {u"new Point(1, 0.1 + 0.2)"_s, {OutcomeKind::Value, u"Point { X = 1, Y = 0.30000000000000004 }"_s}},
        {u"0.1 + 0.2"_s, {OutcomeKind::Value, u"0.3"_s}},
        {u"new Plain()"_s, {OutcomeKind::Value, u"Plain { A = \"a\", B = 2 }"_s}},
        {u"Odd.Up()"_s, {OutcomeKind::Value, u"[1, 2]"_s}},
        {u"new Dictionary<string, object> { [\"b\"] = null, [\"a\"] = new HashSet<int> { 2, 1 } }"_s,
         {OutcomeKind::Value, u"{\"a\": {1, 2}, \"b\": null}"_s}},
        {u"await Odd.Later()"_s, {OutcomeKind::Value, u"\"now\""_s}},
        {u"Odd.Later()"_s, {OutcomeKind::Value, u"\"now\""_s}},
        {u"Odd.Soon()"_s, {OutcomeKind::Value, u"3"_s}},
        {u"Odd.Missing()"_s, {OutcomeKind::NotCompiled, u"CS0117"_s}},
        {u"1); } static int Other( {"_s, {OutcomeKind::NotCompiled, {}}},
        {u"Odd.Deep(0)"_s, {OutcomeKind::Crashed, {}}},
        {u"Environment.ExitCode = 3; Environment.Exit(3)"_s, {OutcomeKind::NotCompiled, {}}},
        {u"new Func<int>(() => { Environment.Exit(3); return 1; })()"_s, {OutcomeKind::Crashed, u"exit code 3"_s}},
        {u"new Func<int>(() => { for (;;) ; })()"_s, {OutcomeKind::Hung, {}}},
        {u"Odd.Half(8)"_s, {OutcomeKind::Value, u"4"_s}},
    };
    QStringList expressions;
    for (const auto &[expression, outcome] : expected)
        expressions.append(expression);
    QElapsedTimer timer;
    timer.start();
    const auto outcomes = m_csharp->probe(
        {.site = where, .file = u"src/Shop/Odd.cs"_s, .expressions = expressions, .timeoutMs = 3'000}, {});
    QFile::remove(where.folder + u"/src/Shop/Odd.cs"_s);
    QVERIFY2(outcomes, outcomes ? "" : qPrintable(outcomes.error().message + outcomes.error().detail));
    QCOMPARE(outcomes->size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i) {
        const ProbeOutcome &outcome = outcomes->at(i);
        const QString said = expected.at(i).first + u" → "_s + toString(outcome.kind) + u": "_s + outcome.text;
        QVERIFY2(outcome.kind == expected.at(i).second.kind, qPrintable(said));
        const bool exact = outcome.kind == OutcomeKind::Value || outcome.kind == OutcomeKind::Exception;
        QVERIFY2(exact ? outcome.text == expected.at(i).second.text : outcome.text.contains(expected.at(i).second.text),
                 qPrintable(said));
    }
    qInfo() << expected.size() << "expressions in" << timer.elapsed() << "ms";
}

void TestToolchain::csharpStubCompiles()
{
    const Site where = site(u"shop"_s);
    const QString file = where.folder + u"/src/Shop/Basket.cs"_s;
    const QByteArray attempt = R"(using System.Collections;

namespace Shop.Baskets;

/// <summary>A { basket }.</summary>
public sealed class Basket<T> : IDisposable, IEnumerable<T> where T : class
{
    private readonly List<T> _items = new();
    public const int Max = 3;
    public static readonly string Name = "a;b{";
    private static int s_count = 1;
    public event EventHandler? Changed;
    public int Count => _items.Count;
    public required string Title { get; init; } = "x";
    public T this[int i] { get => _items[i]; set { _items[i] = value; } }
    static Basket() { s_count = 2; }
    public Basket(int capacity = 4) : this() { _items.Capacity = capacity; }
    private Basket() { }
    public async Task<int> AddAsync(T item, CancellationToken token = default)
    {
        await Task.Delay(1, token); // { unbalanced
        Changed?.Invoke(this, EventArgs.Empty);
        return _items.Count + s_count;
    }
    public bool TryGet(int i, out T? item) { item = _items[i]; return true; }
    public static bool operator ==(Basket<T> a, Basket<T> b) => true;
    public static bool operator !=(Basket<T> a, Basket<T> b) { return false; }
    public override bool Equals(object? o) => true;
    public override int GetHashCode() => 1;
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public ref T First() => ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_items)[0];
    private void Hidden() { var s = $"{_items.Count} }}"; }
    public void Dispose() { }
    public enum Mode { Fast, Slow = 2 }
    public record Line(string Sku, int Count);
    ~Basket() { }
}

public interface IPrice
{
    decimal Price { get; }
    Task<decimal> QuoteAsync(string sku);
    string Describe() => "x";
}

public abstract class Shape(int sides)
{
    public int Sides { get; } = sides;
    public abstract double Area();
    protected virtual IEnumerable<int> Parts() { yield return 1; }
}

public readonly record struct Money(decimal Amount, string Currency)
{
    public static implicit operator decimal(Money m) => m.Amount;
    public Money Plus(Money o) => this with { Amount = Amount + o.Amount };
}

public static class Extensions
{
    public static T2 Map<T1, T2>(this T1 value, Func<T1, T2> map) where T1 : notnull => map(value);
}
)";
    put(file, attempt);
    const ExecuteRequest request{
        .site = where, .speed = Speed::Quick, .tests = false, .changedFiles = {u"src/Shop/Basket.cs"_s}};
    const auto before = run(*m_csharp, request);
    QVERIFY2(before.buildOk, printed(before).c_str());
    const domain::Step step{.file = u"src/Shop/Basket.cs"_s,
                            .surface = {u"public void Clear()"_s, u"public class Other"_s, u"public int Go(int x);"_s}};
    put(file, m_csharp->stub(step, attempt, u"three attempts\nfailed"_s));
    const auto after = run(*m_csharp, request);
    QVERIFY2(after.buildOk, printed(after).c_str());
    put(file, m_csharp->stub(step, {}, u"nothing"_s));
    const auto bare = run(*m_csharp, request);
    QFile::remove(file);
    QVERIFY2(bare.buildOk, printed(bare).c_str());
}

void TestToolchain::csharpExcludedTests()
{
    const auto evidence =
        run(*m_csharp,
            {.site = site(u"shop"_s), .excludedTests = {u"Shop.Tests.CartTests:Shop.Tests.CartTests.Rows(n: 2)"_s}});
    QVERIFY2(evidence.buildOk, printed(evidence).c_str());
    QCOMPARE(names(evidence, TestOutcome::Passed), QStringList{u"Shop.Tests.CartTests.Adds"_s});
}

void TestToolchain::csharpHostAborts()
{
    const Site where = site(u"shop"_s);
    const QString file = where.folder + u"/tests/Shop.Tests/ExitTests.cs"_s;
    put(file,
        "namespace Shop.Tests;\npublic class ExitTests\n{\n    [Fact] public void Exits() => "
        "Environment.Exit(0);\n}\n");
    const auto evidence = run(*m_csharp, {.site = where});
    QFile::remove(file);
    QVERIFY2(evidence.buildOk, printed(evidence).c_str());
    QVERIFY2(evidence.ending == Ending::HostAborted, qPrintable(domain::toString(evidence.ending)));
    QVERIFY2(evidence.endingDetail.contains(u"ExitTests.Exits"), qPrintable(evidence.endingDetail));
    QVERIFY(evidence.tests.find(u"Shop.Tests.ExitTests:Shop.Tests.ExitTests.Exits"_s));
}

void TestToolchain::csharpHangs()
{
    const Site where = site(u"shop"_s);
    const QString file = where.folder + u"/tests/Shop.Tests/HangTests.cs"_s;
    put(file,
        "namespace Shop.Tests;\npublic class HangTests\n{\n    [Fact] public void Hangs() => Thread.Sleep(-1);\n}\n");
    QJsonObject quick = QJsonDocument::fromJson(descriptorOf(u"csharp"_s)).object();
    QJsonObject steps = quick[u"steps"].toObject();
    QJsonObject test = steps[u"test"].toObject();
    test[u"timeoutSeconds"] = 10;
    steps[u"test"] = test;
    quick[u"steps"] = steps;
    const auto tools = makeToolchain(QJsonDocument(quick).toJson(), u"quick"_s, m_home.path() + u"/cache"_s, m_sandbox);
    QVERIFY(tools);
    const auto evidence = run(**tools, {.site = where});
    QFile::remove(file);
    QVERIFY2(evidence.ending == Ending::TimedOut, qPrintable(domain::toString(evidence.ending)));
    QVERIFY2(evidence.endingDetail.contains(u"HangTests.Hangs"), qPrintable(evidence.endingDetail));
    QCOMPARE(names(evidence, TestOutcome::Failed).filter(u"Hang"_s), QStringList{u"Shop.Tests.HangTests.Hangs"_s});
}

/// No solution; one NUnit project with its tests beside the code, one MSTest project that refers to it.
void TestToolchain::csharpOtherFrameworks()
{
    const Site where = site(u"mixed"_s);
    const auto project = [](const QByteArray &packages) {
        return "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    "
               "<TargetFramework>net10.0</TargetFramework>\n"
               "    <ImplicitUsings>enable</ImplicitUsings>\n    <Nullable>enable</Nullable>\n  </PropertyGroup>\n"
               "  <ItemGroup>\n"
            + packages + "  </ItemGroup>\n</Project>\n";
    };
    put(where.folder + u"/Calc/Calc.csproj"_s,
        project("    <PackageReference Include=\"Microsoft.NET.Test.Sdk\" Version=\"17.14.1\" />\n"
                "    <PackageReference Include=\"NUnit\" Version=\"4.4.0\" />\n"
                "    <PackageReference Include=\"NUnit3TestAdapter\" Version=\"5.2.0\" />\n"
                "    <PackageReference Include=\"coverlet.collector\" Version=\"6.0.4\" />\n"));
    put(where.folder + u"/Calc/Sum.cs"_s,
        "namespace Calc;\npublic static class Sum\n{\n    public static int Of(int a, int b) => a + b;\n}\n");
    put(where.folder + u"/Calc/SumTests.cs"_s,
        "namespace Calc;\nusing NUnit.Framework;\npublic class SumTests\n{\n"
        "    [Test] public void Adds() => Assert.That(Sum.Of(1, 2), Is.EqualTo(3));\n"
        "    [TestCase(1)] [TestCase(2)] public void Case(int n) => Assert.That(n, Is.LessThan(2));\n}\n");
    put(where.folder + u"/Calc.More/Calc.More.csproj"_s,
        project("    <PackageReference Include=\"MSTest\" Version=\"4.0.2\" />\n"
                "    <ProjectReference Include=\"../Calc/Calc.csproj\" />\n"));
    put(where.folder + u"/Calc.More/MoreTests.cs"_s,
        "namespace Calc.More;\nusing Microsoft.VisualStudio.TestTools.UnitTesting;\n[TestClass]\npublic class "
        "MoreTests\n{\n"
        "    [TestMethod] public void Adds() => Assert.AreEqual(3, Calc.Sum.Of(1, 2));\n}\n");
    const auto prepared = m_csharp->prepare(where, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message + prepared.error().detail));
    const auto evidence = run(*m_csharp, {.site = where, .coverage = true});
    QVERIFY2(evidence.buildOk, printed(evidence).c_str());
    QVERIFY2(evidence.ending == Ending::Finished, qPrintable(domain::toString(evidence.ending)));
    QCOMPARE(evidence.tests.total(), 4);
    QVERIFY2(evidence.tests.find(u"Calc.SumTests:Adds"_s), printed(evidence).c_str());
    QVERIFY2(evidence.tests.find(u"Calc.More.MoreTests:Adds"_s), printed(evidence).c_str());
    QCOMPARE(names(evidence, TestOutcome::Failed), QStringList{u"Case(2)"_s});
    QVERIFY(evidence.coverage);
    QVERIFY2(evidence.coverage->find(u"Calc/Sum.cs"_s), printed(evidence).c_str());
    QVERIFY(!evidence.coverage->find(u"Calc/SumTests.cs"_s));
}

/// xunit.v3 alone: the test project is a program that runs itself.
void TestToolchain::csharpXunit3()
{
    const Site where = site(u"third"_s);
    put(where.folder + u"/T/T.csproj"_s,
        "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    "
        "<TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>\n"
        "    <OutputType Condition=\"'$(TargetFramework)' == 'net10.0'\">Exe</OutputType>\n    "
        "<LangVersion>latest</LangVersion>\n  </PropertyGroup>\n"
        "  <ItemGroup Condition=\"'$(TargetFramework)' == 'net10.0'\">\n    <PackageReference Include=\"xunit.v3\" "
        "Version=\"3.2.2\" />\n  </ItemGroup>\n"
        "  <ItemGroup Condition=\"'$(TargetFramework)' != 'net10.0'\">\n    <Compile Remove=\"*Tests.cs\" />\n  "
        "</ItemGroup>\n</Project>\n");
    put(where.folder + u"/T/OneTests.cs"_s,
        "namespace T;\nusing Xunit;\npublic class OneTests\n{\n    [Fact] public void Good() { }\n"
        "    [Fact] public void Bad() => Assert.Fail(\"no\");\n}\n");
    const auto prepared = m_csharp->prepare(where, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message + prepared.error().detail));
    const auto evidence = run(*m_csharp, {.site = where});
    QVERIFY2(evidence.buildOk, printed(evidence).c_str());
    QVERIFY2(evidence.ending == Ending::Finished, qPrintable(domain::toString(evidence.ending)));
    QCOMPARE(names(evidence, TestOutcome::Failed), QStringList{u"T.OneTests.Bad"_s});
    QCOMPARE(names(evidence, TestOutcome::Passed), QStringList{u"T.OneTests.Good"_s});
}

/// xunit.v3 behind VSTest, and a project that is no library.
void TestToolchain::csharpScaffoldOfWebApi()
{
    const Site where = site(u"api"_s);
    QDir().mkpath(where.folder);
    const auto files = m_csharp->scaffold(where, u"webapi"_s, u"Api"_s, u"xunit.v3"_s, {});
    QVERIFY2(files, files ? "" : qPrintable(files.error().message + files.error().detail));
    put(where.folder + u"/tests/Api.Tests/ATests.cs"_s,
        "namespace Api.Tests;\npublic class ATests\n{\n    [Fact] public void Good() { }\n}\n");
    const auto prepared = m_csharp->prepare(where, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message + prepared.error().detail));
    const auto evidence = run(*m_csharp, {.site = where, .coverage = true});
    QVERIFY2(evidence.buildOk && evidence.ending == Ending::Finished, printed(evidence).c_str());
    QCOMPARE(names(evidence, TestOutcome::Passed), QStringList{u"Api.Tests.ATests.Good"_s});
    QVERIFY(m_csharp->runInstructions(where).contains(u"dotnet run --project src/Api/Api.csproj"));
}

/// A floating version once found nothing offline, although its package had been fetched.
/// The netstandard build of a library once lay under the tests that ran its other one: right code was refused for ever.
void TestToolchain::csharpQuickOfSeveralFrameworks()
{
    const Site where = site(u"multi"_s);
    put(where.folder + u"/lib/Lib.csproj"_s,
        "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>"
        "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks></PropertyGroup></Project>\n");
    put(where.folder + u"/tests/Lib.Tests.csproj"_s,
        "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>"
        "<ItemGroup><PackageReference Include=\"Microsoft.NET.Test.Sdk\" Version=\"17.14.1\" />"
        "<PackageReference Include=\"xunit\" Version=\"2.9.3\" />"
        "<PackageReference Include=\"xunit.runner.visualstudio\" Version=\"3.1.5\" />"
        "<ProjectReference Include=\"../lib/Lib.csproj\" /></ItemGroup></Project>\n");
    put(where.folder + u"/tests/SpanTests.cs"_s,
        "public class SpanTests { [Xunit.Fact] public void Modern() => Xunit.Assert.True(Spans.IsModern); }\n");
    const QByteArray source =
        "public static class Spans\n{\n#if NETSTANDARD2_0\n    public static bool IsModern => false;\n"
        "#else\n    public static bool IsModern => true;\n#endif\n";
    put(where.folder + u"/lib/Spans.cs"_s, source + "}\n");
    const auto prepared = m_csharp->prepare(where, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message + prepared.error().detail));
    const auto full = run(*m_csharp, {.site = where});
    QVERIFY2(full.buildOk && names(full, TestOutcome::Passed).size() == 1, printed(full).c_str());
    for (int round = 0; round < 3; ++round) {
        put(where.folder + u"/lib/Spans.cs"_s,
            source + "    public static int Round => " + QByteArray::number(round) + ";\n}\n");
        const auto quick = run(*m_csharp, {.site = where, .speed = Speed::Quick, .changedFiles = {u"lib/Spans.cs"_s}});
        QVERIFY2(!quick.fullSpeed && quick.buildOk, printed(quick).c_str());
        QVERIFY2(names(quick, TestOutcome::Passed).size() == 1, printed(quick).c_str());
    }
}

void TestToolchain::csharpFloatingPackageVersions()
{
    const Site where = site(u"floating"_s);
    put(where.folder + u"/F.csproj"_s,
        "<Project Sdk=\"Microsoft.NET.Sdk\">\n  "
        "<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>\n"
        "  <ItemGroup><PackageReference Include=\"xunit.assert\" Version=\"2.9.*\" /></ItemGroup>\n</Project>\n");
    put(where.folder + u"/F.cs"_s, "public class F { public void M() => Xunit.Assert.True(true); }\n");
    const auto prepared = m_csharp->prepare(where, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message));
    const auto evidence = run(*m_csharp, {.site = where, .tests = false});
    QVERIFY2(evidence.buildOk, printed(evidence).c_str());
}

void TestToolchain::csharpMissingPackage()
{
    const Site where = site(u"missing"_s);
    put(where.folder + u"/M.csproj"_s,
        "<Project Sdk=\"Microsoft.NET.Sdk\">\n  "
        "<PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>\n"
        "  <ItemGroup><PackageReference Include=\"Stepladder.NoSuchPackage\" Version=\"9.9.9\" "
        "/></ItemGroup>\n</Project>\n");
    const auto evidence = run(*m_csharp, {.site = where});
    QVERIFY(!evidence.buildOk);
    QVERIFY2(printed(evidence).find("Stepladder.NoSuchPackage") != std::string::npos, printed(evidence).c_str());
    QCOMPARE(evidence.diagnostics.first().id, u"NU1101"_s);
}

QTEST_GUILESS_MAIN(TestToolchain)
#include "tst_toolchain.moc"

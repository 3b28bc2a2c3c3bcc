// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharpbuild.h"
#include "toolchain/csharp/csharppackages.h"
#include "toolchain/csharp/csharpprojects.h"
#include "toolchain/csharp/csharpsource.h"
#include "toolchain/csharp/csharptests.h"
#include "toolchain/filerules.h"
#include "toolchain/python/pythonenvironment.h"
#include "toolchain/python/pythonsource.h"
#include "toolchain/results/livetests.h"
#include "toolchain/siterunner.h"
#include "toolchain/source/sourcemask.h"
#include "toolchain/texttoolchain.h"
#include "toolchain/toolchain.h"
#include "toolchain/verify.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::toolchain;
using domain::Ending;
using domain::Severity;
using domain::TestOutcome;

namespace {

QByteArray descriptorOf(const QString &id)
{
    QFile file(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/toolchains/") + id + u".json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::unique_ptr<Toolchain> make(const QString &id)
{
    auto made = makeToolchain(descriptorOf(id), id, QDir::tempPath() + u"/stepladder-rules"_s, nullptr);
    return made ? std::move(*made) : nullptr;
}

void put(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    file.write(content);
}

} // namespace

/// What needs no tool: descriptors, globs, projects, stubs, patterns, verdicts of `verify`.
class TestToolchainRules : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void globs_data();
    void globs();
    void roles_data();
    void roles();
    void badDescriptors_data();
    void badDescriptors();
    void solutions();
    void coveringSolution();
    void testProjects_data();
    void testProjects();
    void frameworkThatRunsHere_data();
    void frameworkThatRunsHere();
    void methodOfKey_data();
    void methodOfKey();
    void runningTestsOfALog();
    void missingPackagesAreNamed();
    void whatDotnetMissesIsTheMachinesOrTheProjects_data();
    void whatDotnetMissesIsTheMachinesOrTheProjects();
    void nuGetConfig();
    void venvHome();
    void venvIsFound();
    void utf8Lines_data();
    void utf8Lines();
    void csharpSurface();
    void csharpStubOfAttempt();
    void csharpStubOfSurface();
    void pythonSurface();
    void pythonStubOfAttempt();
    void aPythonStubKeepsWhatItsHeadsNeed();
    void pythonStubOfSurface();
    void patterns_data();
    void patterns();
    void liveLines();
    void textEvidence();
    void verify_data();
    void verify();
    void verifyJson();
    void aFailedTestHasItsLine_data();
    void aFailedTestHasItsLine();
};

void TestToolchainRules::globs_data()
{
    QTest::addColumn<QString>("glob");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("matches");
    QTest::newRow("name anywhere") << u"*.cs"_s << u"src/A/B.cs"_s << true;
    QTest::newRow("name alone") << u"bin"_s << u"src/bin"_s << true;
    QTest::newRow("name is whole") << u"bin"_s << u"src/cabin"_s << false;
    QTest::newRow("star stays in folder") << u"src/*.cs"_s << u"src/A/B.cs"_s << false;
    QTest::newRow("two stars") << u"src/**/*.cs"_s << u"src/A/B/C.cs"_s << true;
    QTest::newRow("two stars are none") << u"src/**/*.cs"_s << u"src/C.cs"_s << true;
    QTest::newRow("braces") << u"**/*.{Tests,Spec}/**/*.cs"_s << u"x/A.Spec/B.cs"_s << true;
    QTest::newRow("dot is a dot") << u"*.cs"_s << u"acs"_s << false;
    QTest::newRow("question mark") << u"a?.py"_s << u"ab.py"_s << true;
    QTest::newRow("case") << u"*.cs"_s << u"A.CS"_s << false;
    QTest::newRow("brackets are letters") << u"a[1].py"_s << u"a[1].py"_s << true;
}

void TestToolchainRules::globs()
{
    QFETCH(QString, glob);
    QFETCH(QString, path);
    QTEST(matchesGlob(glob, path), "matches");
}

void TestToolchainRules::roles_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("role");
    const auto row = [](const char *name, const QString &language, const QString &path, FileRole role) {
        QTest::newRow(name) << language << path << int(role);
    };
    row("source", u"csharp"_s, u"src/Shop/Cart.cs"_s, FileRole::Source);
    row("test by name", u"csharp"_s, u"Shop/CartTests.cs"_s, FileRole::Test);
    row("test by folder", u"csharp"_s, u"tests/Shop/Helper.cs"_s, FileRole::Test);
    row("test by project folder", u"csharp"_s, u"Shop.Tests/Helper.cs"_s, FileRole::Test);
    row("test by nested project folder", u"csharp"_s, u"a/Shop.UnitTests/x/Helper.cs"_s, FileRole::Test);
    row("no test: name begins so", u"csharp"_s, u"src/TestRunner.cs"_s, FileRole::Source);
    row("no test: Contest", u"csharp"_s, u"src/Contests/Contest.cs"_s, FileRole::Source);
    row("project", u"csharp"_s, u"tests/Shop.Tests/Shop.Tests.csproj"_s, FileRole::Project);
    row("props", u"csharp"_s, u"Directory.Build.props"_s, FileRole::Project);
    row("other", u"csharp"_s, u"README.md"_s, FileRole::Other);
    row("module", u"python"_s, u"src/shop/cart.py"_s, FileRole::Source);
    row("test module", u"python"_s, u"tests/test_cart.py"_s, FileRole::Test);
    row("conftest", u"python"_s, u"conftest.py"_s, FileRole::Test);
    row("beside", u"python"_s, u"shop/cart_test.py"_s, FileRole::Test);
    row("pyproject", u"python"_s, u"pyproject.toml"_s, FileRole::Project);
    row("text", u"text"_s, u"a/b.md"_s, FileRole::Source);
}

void TestToolchainRules::roles()
{
    QFETCH(QString, language);
    QFETCH(QString, path);
    const auto tools = make(language);
    QVERIFY(tools);
    QTEST(int(tools->roleOf(path)), "role");
}

void TestToolchainRules::badDescriptors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("no JSON") << QByteArray("{\n oops") << u"x.json:2"_s;
    QTest::newRow("no id") << QByteArray(R"({"files":{"source":["*"]}})") << u"x.json: id: is missing"_s;
    QTest::newRow("no files") << QByteArray(R"({"id":"go"})") << u"files: is missing"_s;
    QTest::newRow("unknown field") << QByteArray(R"({"id":"go","files":{"source":["*"]},"oops":1})") << u"oops"_s;
    QTest::newRow("bad expression") << QByteArray(
        R"({"id":"go","files":{"source":["*"]},"patterns":[{"name":"a","message":"b","find":"("}]})")
                                    << u"patterns[0].find: expected a regular expression"_s;
    QTest::newRow("bad strategy") << QByteArray(R"({"id":"go","strategy":"x","files":{"source":["*"]}})")
                                  << u"strategy: expected one of command, csharp, python, text"_s;
    QTest::newRow("default scaffold") << QByteArray(R"({"id":"go","files":{"source":["*"]},"defaultScaffold":"lib"})")
                                      << u"defaultScaffold"_s;
    QTest::newRow("empty command") << QByteArray(
        R"({"id":"go","files":{"source":["*"]},"steps":{"test":{"commands":[{"argv":[]}]}}})")
                                   << u"steps.test.commands[0].argv"_s;
}

void TestToolchainRules::badDescriptors()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto made = makeToolchain(text, u"x.json"_s, {}, nullptr);
    QVERIFY(!made);
    QVERIFY(made.error().kind == domain::ErrorKind::BadInput);
    QVERIFY2(made.error().message.contains(says), qPrintable(made.error().message));
    QVERIFY(!made.error().message.contains(u'\n'));
}

void TestToolchainRules::solutions()
{
    const QByteArray classic =
        "Project(\"{9A19103F-16F7-4668-BE54-9A1E7A4F7556}\") = \"A\", \"src\\A\\A.csproj\", \"{1}\"\r\n"
        "EndProject\r\nProject(\"{2150E333-8FDC-42A3-9474-1A3956D46DE8}\") = \"src\", \"src\", \"{2}\"\r\n";
    QCOMPARE(projectsOfSolution(classic, u"build/All.sln"_s), QStringList{u"build/src/A/A.csproj"_s});
    const QByteArray xml = "<Solution><Folder Name=\"/a/\"><Project Path=\"../A.csproj\" /></Folder>\n"
                           "<Project Path=\"b\\B.csproj\" Id=\"1\" /></Solution>";
    QCOMPARE(projectsOfSolution(xml, u"x/All.slnx"_s), (QStringList{u"A.csproj"_s, u"x/b/B.csproj"_s}));
    const QStringList made = {u"/w/A.csproj"_s, u"/w/b/B.csproj"_s};
    QCOMPARE(projectsOfSolution(makeSolution(made), u"all.sln"_s), made);
}

void TestToolchainRules::coveringSolution()
{
    QTemporaryDir dir;
    const QByteArray library = "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>";
    const QByteArray test =
        "<Project><ItemGroup><PackageReference Include=\"xunit\" Version=\"2.9.3\"/></ItemGroup></Project>";
    put(dir.filePath(u"a/A.csproj"_s), library);
    put(dir.filePath(u"a/obj/Skip.csproj"_s), library);
    QCOMPARE(findCSharpProjects(dir.path(), {u"bin"_s, u"obj"_s}).target, u"a/A.csproj"_s);
    put(dir.filePath(u"t/T.csproj"_s), test);
    const CSharpProjects bare = findCSharpProjects(dir.path(), {u"bin"_s, u"obj"_s});
    QCOMPARE(bare.projects, (QStringList{u"a/A.csproj"_s, u"t/T.csproj"_s}));
    QCOMPARE(bare.tests, QStringList{u"t/T.csproj"_s});
    QCOMPARE(bare.target, QString());
    put(dir.filePath(u"Part.slnx"_s), "<Solution><Project Path=\"a/A.csproj\"/></Solution>");
    QCOMPARE(findCSharpProjects(dir.path(), {u"obj"_s}).target, QString());
    put(dir.filePath(u"sub/All.slnx"_s),
        "<Solution><Project Path=\"../a/A.csproj\"/><Project Path=\"../t/T.csproj\"/></Solution>");
    QCOMPARE(findCSharpProjects(dir.path(), {u"obj"_s}).target, u"sub/All.slnx"_s);
    const QString hash = projectFilesHash(dir.path(), {u"obj"_s}, "x");
    put(dir.filePath(u"a/B.cs"_s), "class B {}");
    QCOMPARE(projectFilesHash(dir.path(), {u"obj"_s}, "x"), hash);
    put(dir.filePath(u"Directory.Build.props"_s), "<Project/>");
    QVERIFY(projectFilesHash(dir.path(), {u"obj"_s}, "x") != hash);
}

void TestToolchainRules::testProjects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("is");
    QTest::newRow("xunit") << QByteArray("<PackageReference Include=\"xunit\" Version=\"2.9.3\" />") << true;
    QTest::newRow("central versions") << QByteArray("<PackageReference Include=\"Microsoft.NET.Test.Sdk\" />") << true;
    QTest::newRow("v3") << QByteArray("<PackageReference Include=\"xunit.v3\" />") << true;
    QTest::newRow("v3 core") << QByteArray("<PackageReference Include=\"xunit.v3.mtp-v2\" />") << true;
    QTest::newRow("nunit") << QByteArray("<PackageReference Include=\"NUnit\" />") << true;
    QTest::newRow("mstest sdk") << QByteArray("<Project Sdk=\"MSTest.Sdk/4.0.0\">") << true;
    QTest::newRow("says so") << QByteArray("<IsTestProject>true</IsTestProject>") << true;
    QTest::newRow("library") << QByteArray("<PackageReference Include=\"Newtonsoft.Json\" />") << false;
    QTest::newRow("says not") << QByteArray("<IsTestProject>false</IsTestProject>") << false;
}

void TestToolchainRules::testProjects()
{
    QFETCH(QByteArray, text);
    QTEST(isTestProject(text), "is");
}

void TestToolchainRules::frameworkThatRunsHere_data()
{
    QTest::addColumn<QStringList>("frameworks");
    QTest::addColumn<QString>("chosen");
    QTest::newRow("one") << QStringList{u"net10.0"_s} << u"net10.0"_s;
    QTest::newRow("installed before newer") << QStringList{u"net8.0"_s, u"net11.0"_s, u"net10.0"_s} << u"net10.0"_s;
    QTest::newRow("rolls forward") << QStringList{u"net6.0"_s, u"net8.0"_s} << u"net8.0"_s;
    QTest::newRow("no .NET Framework") << QStringList{u"net48"_s, u"net10.0"_s} << u"net10.0"_s;
    QTest::newRow("windows") << QStringList{u"net10.0-windows"_s} << u"net10.0-windows"_s;
    QTest::newRow("none") << QStringList{u"net48"_s, u"netstandard2.0"_s} << QString();
}

void TestToolchainRules::frameworkThatRunsHere()
{
    QFETCH(QStringList, frameworks);
    QFETCH(QString, chosen);
    QList<BuiltProject> projects;
    for (const QString &framework : frameworks)
        projects.append({.project = u"T.csproj"_s, .framework = framework, .isTest = true});
    projects.append({.project = u"L.csproj"_s, .framework = u"net10.0"_s});
    const auto run = runnableTests(projects, {u"10.0.12"_s, u"9.0.1"_s});
    QCOMPARE(run.size(), chosen.isEmpty() ? 0 : 1);
    if (!chosen.isEmpty())
        QCOMPARE(run.first().framework, chosen);
}

void TestToolchainRules::methodOfKey_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("method");
    QTest::newRow("xunit") << u"A.B:A.B.C"_s << u"A.B.C"_s;
    QTest::newRow("theory row") << u"A.B:A.B.C(x: \"a:b\")"_s << u"A.B.C"_s;
    QTest::newRow("nunit") << u"A.B:C"_s << u"A.B.C"_s;
    QTest::newRow("nunit case") << u"A.B:C(1,\"x\")"_s << u"A.B.C"_s;
    QTest::newRow("fixture with arguments") << u"A.B(1):C"_s << u"A.B.C"_s;
    QTest::newRow("generic method") << u"A.B:A.B.C<Int32>(x: 1)"_s << u"A.B.C"_s;
    QTest::newRow("no class") << u"A.B.C"_s << u"A.B.C"_s;
}

void TestToolchainRules::methodOfKey()
{
    QFETCH(QString, key);
    QTEST(toolchain::methodOfKey(key), "method");
}

void TestToolchainRules::runningTestsOfALog()
{
    const QString log =
        u"TpTrace Verbose: 0 : 32, testhost.dll, TestExecutionRecorder.RecordStart: Starting test: A.B.One.\n"
        "x TestExecutionRecorder.RecordStart: Starting test: A.B.Two.\n"
        "x TestExecutionRecorder.RecordEnd: test: A.B.One execution completed.\n"_s;
    const auto running = runningTests(log, true);
    QCOMPARE(running.size(), 1);
    QCOMPARE(running.first().key(), u"A.B:A.B.Two"_s);
    QCOMPARE(runningTests(log, false).first().key(), u"A.B:Two"_s);
}

void TestToolchainRules::whatDotnetMissesIsTheMachinesOrTheProjects_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QString>("fault"); // empty: the build's own failing
    QTest::newRow("global.json") << QByteArray(
        "A compatible .NET SDK was not found.\n\nRequested SDK version: 6.0.100\n")
                                 << u"global.json asks for .NET SDK 6.0.100, which is not here"_s;
    QTest::newRow("a part of the SDK") << QByteArray(
        "/p/A.csproj : error MSB4236: The SDK 'Microsoft.NET.Sdk.Web' specified could not be found.")
                                       << u"the .NET SDK here has not all that the projects ask for"_s;
    // A candidate's project file named it once, and the whole run was over.
    QTest::newRow("another SDK") << QByteArray(
        "/p/A.csproj : error MSB4236: The SDK 'MSTest.Sdk/4.0.2' specified could not be found.")
                                 << QString();
}

void TestToolchainRules::whatDotnetMissesIsTheMachinesOrTheProjects()
{
    QFETCH(QByteArray, output);
    QFETCH(QString, fault);
    const auto found = dotnetFault({.exitCode = 1, .output = output});
    QCOMPARE(found.has_value(), !fault.isEmpty());
    QVERIFY2(!found || found->message.startsWith(fault), qPrintable(found ? found->message : QString()));
}

void TestToolchainRules::missingPackagesAreNamed()
{
    const QList<domain::Diagnostic> diagnostics = {
        {.id = u"NU1101"_s,
         .message = u"Unable to find package Foo.Bar. No packages exist with this id in source(s): x"_s},
        {.id = u"NU1102"_s, .message = u"Unable to find package Baz with version (>= 9.1.0)\n - Found 1"_s},
        {.id = u"CS0103"_s, .message = u"package Nope"_s}};
    QCOMPARE(missingPackages(diagnostics), (QStringList{u"Baz (>= 9.1.0)"_s, u"Foo.Bar"_s}));
}

void TestToolchainRules::nuGetConfig()
{
    const NuGetPlaces places = readNuGetConfig(
        "<configuration><packageSources><clear/><add key=\"web\" value=\"https://example.org/v3/index.json\"/>"
        "<add key=\"local\" value=\"..\\feed\"/></packageSources>"
        "<fallbackPackageFolders><add key=\"f\" value=\"/opt/packages\"/></fallbackPackageFolders></configuration>",
        u"/home/me/repo"_s);
    QCOMPARE(places.localSources, QStringList{u"/home/me/feed"_s});
    QCOMPARE(places.fallbacks, QStringList{u"/opt/packages"_s});
}

void TestToolchainRules::venvHome()
{
    QCOMPARE(homeOfVenv("include-system-site-packages = false\nhome = /opt/py/bin\r\nversion = 3.11"),
             u"/opt/py/bin"_s);
    QCOMPARE(homeOfVenv(""), QString());
}

void TestToolchainRules::venvIsFound()
{
    QTemporaryDir dir;
    QVERIFY(!findVenv(dir.path()));
    for (const QString &name : {u"env"_s, u".venv"_s}) {
        put(dir.filePath(name + u"/pyvenv.cfg"_s), "home = /usr/bin\n");
        QDir().mkpath(dir.filePath(name + u"/bin"_s));
        QVERIFY(QFile::link(u"/usr/bin/python3"_s, dir.filePath(name + u"/bin/python"_s)));
    }
    const auto found = findVenv(dir.path());
    QVERIFY(found);
    QVERIFY(found->venv);
    QCOMPARE(found->program, dir.filePath(u".venv/bin/python"_s));
    QCOMPARE(found->folders, QStringList{dir.filePath(u".venv"_s)}); // /usr is bound anyway
}

void TestToolchainRules::utf8Lines_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("line");
    QTest::newRow("empty") << QByteArray() << 0;
    QTest::newRow("umlauts") << QByteArray("gr\xc3\xbc\xc3\x9f\x65\nja\n") << 0;
    QTest::newRow("latin1") << QByteArray("ok\ngr\xfc\xdf\x65\n") << 2;
    QTest::newRow("cut") << QByteArray("ok\nx\xc3") << 2;
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << 1;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << 1;
    QTest::newRow("nul") << QByteArray("a\0b", 3) << 1;
}

void TestToolchainRules::utf8Lines()
{
    QFETCH(QByteArray, bytes);
    QTEST(firstBadUtf8Line(bytes), "line");
}

const QByteArray attempt = R"(using System;
using System.Collections.Generic;

namespace Shop.Pricing;

/// <summary>Money { not a brace }.</summary>
[Serializable]
public sealed class Cart<T> : IDisposable, IEnumerable<T> where T : class
{
    private readonly List<T> _items = new();
    public const int Max = 3;
    public static readonly string Name = "a;b{";
    private static int s_count = 1;
    public event EventHandler? Changed;
    public int Count => _items.Count;
    public string Title { get; private set; } = "x";
    public T this[int i] { get => _items[i]; set { _items[i] = value; } }
    static Cart() { s_count = 2; }
    public Cart(int capacity = 4) : this() { _items.Capacity = capacity; }
    private Cart() { }
    public async Task<int> AddAsync(T item, CancellationToken token = default)
    {
        await Task.Delay(1, token); // { unbalanced
        return _items.Count;
    }
    public static bool operator ==(Cart<T> a, Cart<T> b) => true;
    public static bool operator !=(Cart<T> a, Cart<T> b) { return false; }
    IEnumerator<T> IEnumerable<T>.GetEnumerator() => _items.GetEnumerator();
    private void Hidden() { var s = $"{_items.Count} }}"; }
    public void Dispose() { }
    public enum Mode { Fast, Slow = 2 }
    public record Line(string Sku, int Count);
    ~Cart() { }
}

public interface IPrice
{
    decimal Price { get; }
    Task<decimal> QuoteAsync(string sku);
}
)";

void TestToolchainRules::csharpSurface()
{
    const QStringList surface = toolchain::csharpSurface(attempt);
    for (const QString &line :
         {u"public sealed class Cart<T> : IDisposable, IEnumerable<T> where T : class"_s, u"public const int Max"_s,
          u"public int Count { get; }"_s, u"public string Title { get; }"_s, u"public T this[int i] { get; set; }"_s,
          u"public async Task<int> AddAsync(T item, CancellationToken token = default)"_s,
          u"public enum Mode { Fast, Slow = 2 }"_s, u"public record Line(string Sku, int Count)"_s,
          u"public interface IPrice"_s, u"decimal Price { get; }"_s, u"Task<decimal> QuoteAsync(string sku)"_s})
        QVERIFY2(surface.contains(line), qPrintable(line + u" not in\n"_s + surface.join(u'\n')));
    QVERIFY2(!surface.join(u'\n').contains(u"Hidden"), qPrintable(surface.join(u'\n')));
}

void TestToolchainRules::csharpStubOfAttempt()
{
    const domain::Step step{.file = u"src/Shop/Cart.cs"_s,
                            .surface = {u"public void Clear()"_s, u"public int Count { get; }"_s}};
    const QString stub = QString::fromUtf8(csharpStub(step, attempt, u"why\nnot"_s, u"Stepladder stub:"_s));
    const auto has = [&](const QString &part) { return stub.contains(part); };
    QVERIFY2(stub.startsWith(u"// why\n// not\n"), qPrintable(stub));
    QVERIFY2(has(u"namespace Shop.Pricing;"_s), qPrintable(stub));
    QVERIFY2(has(u"public Task<int> AddAsync(T item, CancellationToken token = default) { throw new "
                 "global::System.NotImplementedException(\"Stepladder stub: Cart.AddAsync\"); }"_s),
             qPrintable(stub));
    QVERIFY2(has(u"public void Clear() { throw"_s), qPrintable(stub));
    QVERIFY2(has(u"IEnumerator<T> IEnumerable<T>.GetEnumerator() { throw"_s), qPrintable(stub));
    QVERIFY2(has(u"public string Title { get; private set; } = default!;"_s), qPrintable(stub));
    QVERIFY2(has(u"public int Count { get { throw"_s), qPrintable(stub));
    QCOMPARE(stub.count(u"int Count {"_s), 1);
    QVERIFY2(has(u"Task<decimal> QuoteAsync(string sku);"_s), qPrintable(stub));
    QVERIFY2(!has(u"_items"_s) && !has(u"Hidden"_s) && !has(u"~Cart"_s) && !has(u"async "_s), qPrintable(stub));
}

void TestToolchainRules::csharpStubOfSurface()
{
    const domain::Step step{.file = u"src/Shop/Pricing/Cart.cs"_s,
                            .surface = {u"public class Cart"_s, u"public Cart(int size)"_s, u"int Add(int a, int b);"_s,
                                        u"public string Name { get; set; }"_s, u"public interface IStore"_s,
                                        u"void Save(Cart cart)"_s}};
    const QString stub = QString::fromUtf8(csharpStub(step, {}, u"why"_s, u"M:"_s));
    QVERIFY2(stub.contains(u"namespace Shop.Pricing;"), qPrintable(stub));
    QVERIFY2(stub.contains(u"public Cart(int size) { throw"), qPrintable(stub));
    QVERIFY2(stub.contains(u"public int Add(int a, int b) { throw"), qPrintable(stub));
    QVERIFY2(stub.contains(u"public string Name { get; set; }"), qPrintable(stub));
    QVERIFY2(stub.contains(u"    void Save(Cart cart);"), qPrintable(stub));
    const QString bare = QString::fromUtf8(csharpStub({.file = u"A.cs"_s}, "not C# at all {", u"why"_s, u"M:"_s));
    QVERIFY2(bare.contains(u"public class A"), qPrintable(bare));
}

const QByteArray module = R"PY("""A module: with def inside."""
from __future__ import annotations
import os
from dataclasses import dataclass, field
from typing import (
    List,
    Optional,
)

LIMIT = 3
_private = os.getcwd()
VALUE = compute()


@dataclass
class Cart(
    Base, Generic[T]
):
    """Doc."""
    name: str
    items: List[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """def no(self): ..."""
        return 1

    async def add(self, item: str, *,
                  count: int = 1) -> Optional[int]:
        def inner():
            return 2
        return inner()

    def _hidden(self):
        pass


def top(a, b=LIMIT): return a
)PY";

void TestToolchainRules::pythonSurface()
{
    QCOMPARE(toolchain::pythonSurface(module),
             (QStringList{u"class Cart( Base, Generic[T] )"_s, u"def total(self) -> int"_s,
                          u"async def add(self, item: str, *, count: int = 1) -> Optional[int]"_s,
                          u"def top(a, b=LIMIT)"_s}));
}

void TestToolchainRules::pythonStubOfAttempt()
{
    const QString stub = QString::fromUtf8(pythonStub(
        {.file = u"a.py"_s, .surface = {u"def more(x: int) -> int:"_s, u"class Cart:"_s}}, module, u"why"_s, u"M:"_s));
    const auto has = [&](const QString &part) { return stub.contains(part); };
    QVERIFY2(stub.startsWith(u"# why\nfrom __future__ import annotations\n"), qPrintable(stub));
    QVERIFY2(has(u"from dataclasses import dataclass, field\n"_s), qPrintable(stub));
    QVERIFY2(!has(u"import os"_s) && !has(u"compute"_s) && !has(u"_hidden"_s) && !has(u"inner"_s), qPrintable(stub));
    QVERIFY2(
        has(u"    @property\n    def total(self) -> int:\n        raise NotImplementedError(\"M: Cart.total\")\n"_s),
        qPrintable(stub));
    QVERIFY2(has(u"LIMIT = 3\n"_s), qPrintable(stub));
    QVERIFY2(has(u"def top(a, b=LIMIT):\n    raise NotImplementedError(\"M: top\")\n"_s), qPrintable(stub));
    QVERIFY2(has(u"def more(x: int) -> int:\n    raise NotImplementedError(\"M: more\")"_s), qPrintable(stub));
    QCOMPARE(stub.count(u"class Cart"_s), 1);
}

/// Without its type variable the stub could not be imported, and all that depended on it failed.
void TestToolchainRules::aPythonStubKeepsWhatItsHeadsNeed()
{
    const QByteArray written = R"(import abc
import functools
from typing import Dict, Generic, TypeVar

T = TypeVar("T")
_K = TypeVar("_K", bound="Base")
Rates = Dict[str, int]
UNUSED = print("loaded")
_LIMITS = {"a": [1, 2]}
CONNECTION = open("/nowhere")


def traced(f):
    @functools.wraps(f)
    def inner(*a):
        return f(*a)
    return inner


class _Root:
    pass


class Base(_Root, abc.ABC, Generic[T]):
    @abc.abstractmethod
    def go(self, limits=_LIMITS) -> T: ...


class Sub(Base[int]):
    @functools.lru_cache(maxsize=None)
    def go(self, limits=None):
        return 1


@traced
def top(rates: Rates = None):
    return CONNECTION
)";
    const QByteArray stub = pythonStub({.file = u"a.py"_s}, written, {}, u"MARK"_s);
    for (const char *kept : {"T = TypeVar(\"T\")", "class _Root:", "_LIMITS = {\"a\": [1, 2]}",
                             "class Sub(Base[int]):", "def top(rates: Rates = None):"})
        QVERIFY2(stub.contains(kept), stub.constData());
    for (const char *dropped : {"print(", "open(", "@traced", "return 1"})
        QVERIFY2(!stub.contains(dropped), stub.constData());
    QProcess python;
    python.start(u"/usr/bin/python3"_s, {u"-c"_s, QString::fromUtf8(stub) + u"\nassert issubclass(Sub, Base)\n"_s});
    QVERIFY(python.waitForFinished());
    QVERIFY2(python.exitCode() == 0, (stub + python.readAllStandardError()).constData());
}

void TestToolchainRules::pythonStubOfSurface()
{
    const QString stub = QString::fromUtf8(
        pythonStub({.file = u"a.py"_s, .surface = {u"class Cart"_s, u"    def add(self, x)"_s, u"def top()"_s}}, {},
                   u"why"_s, u"M:"_s));
    QVERIFY2(stub.contains(u"class Cart:\n    def add(self, x):\n        raise NotImplementedError(\"M: Cart.add\")\n"),
             qPrintable(stub));
    QVERIFY2(stub.contains(u"def top():\n    raise"), qPrintable(stub));
}

void TestToolchainRules::patterns_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QStringList>("required");
    QTest::addColumn<QStringList>("found");
    const auto row = [](const char *name, const QString &language, const QByteArray &source,
                        const QStringList &required,
                        const QStringList &found) { QTest::newRow(name) << language << source << required << found; };
    const QString cs = u"csharp"_s;
    const QString py = u"python"_s;
    row("docs missing", cs, "public class A\n{\n}\n", {u"xml_docs"_s}, {u"xml_docs"_s});
    row("docs on class, not on method", cs, "/// <summary>a</summary>\npublic class A\n{\n    public void B() { }\n}\n",
        {u"xml_docs"_s}, {u"xml_docs"_s});
    row("docs everywhere", cs,
        "/// <summary>a</summary>\n[Serializable]\npublic class A\n{\n    /// <summary>b</summary>\n    public void "
        "B() { }\n}\n",
        {u"xml_docs"_s}, {});
    row("not asked", cs, "public class A { }\n", {}, {});
    row("unknown name", cs, "public class A { }\n", {u"elegance"_s}, {});
    row("null check missing", cs, "class A {\n    public void B(string s) { Use(s); }\n}\n", {u"null_checks"_s},
        {u"null_checks"_s});
    row("null check there", cs,
        "class A {\n    public void B(string s)\n    {\n        ArgumentNullException.ThrowIfNull(s);\n    }\n}\n",
        {u"null_checks"_s}, {});
    row("nothing to check", cs, "class A {\n    public int B(int s) { return s; }\n}\n", {u"null_checks"_s}, {});
    row("token missing", cs, "class A {\n    public async Task<int> B(int s) { }\n}\n", {u"cancellation_token"_s},
        {u"cancellation_token"_s});
    row("token there", cs, "class A {\n    public Task B(int s, CancellationToken t) { }\n}\n",
        {u"cancellation_token"_s}, {});
    row("disposable missing", cs, "class A { } // IDisposable", {u"disposable"_s}, {u"disposable"_s});
    row("disposable", cs, "class A : IDisposable { }", {u"disposable"_s}, {});
    row("di", cs, "x.AddScoped<I, A>();", {u"di_registration"_s}, {});
    row("result", cs, "var x = task.Result;", {}, {u"blocking_async"_s});
    row("result in a text", cs, "var x = \"task.Result\";", {}, {});
    row("wait", cs, "task.Wait();", {}, {u"blocking_async"_s});
    row("result is a name", cs, "record R { public int Result { get; } }", {}, {});
    row("bare catch", cs, "try { } catch (Exception e) { Log(e); }", {}, {u"bare_catch"_s});
    row("rethrown", cs, "try { } catch (Exception) { Log(); throw; }", {}, {});
    row("named", cs, "try { } catch (IOException e) { Log(e); }", {}, {});
    row("static state", cs, "class A {\n    private static int s_count = 0;\n}", {}, {u"static_mutable_state"_s});
    row("static readonly", cs,
        "class A {\n    private static readonly int s_count = 0;\n    public static int B() { int a = 1; return a; "
        "}\n}",
        {}, {});
    row("docstring missing", py, "def a():\n    return 1\n", {u"docstrings"_s}, {u"docstrings"_s});
    row("docstring, and a dict below", py, "class A:\n    \"\"\"A.\"\"\"\n    B = 1\n\n\nX = {1: 2}\n",
        {u"docstrings"_s}, {});
    row("docstring under a long header", py, "def a(\n    b,\n):\n    \"\"\"A.\"\"\"\n    return {1: b}\n",
        {u"docstrings"_s}, {});
    row("docstring", py, "def a():\n    \"\"\"A.\"\"\"\n    return 1\n", {u"docstrings"_s}, {});
    row("mutable default", py, "def a(x=[]):\n    return x\n", {}, {u"mutable_default"_s});
    row("bare except", py, "try:\n    a()\nexcept:\n    pass\n", {}, {u"bare_except"_s});
    row("except and raise", py, "try:\n    a()\nexcept Exception:\n    raise\n", {}, {});
}

void TestToolchainRules::patterns()
{
    QFETCH(QString, language);
    QFETCH(QByteArray, source);
    QFETCH(QStringList, required);
    const auto tools = make(language);
    QVERIFY(tools);
    QStringList found;
    for (const domain::Issue &issue : tools->checkPatterns(source, u"a"_s, required)) {
        found.append(issue.id);
        QVERIFY((issue.severity == Severity::Warning) == required.contains(issue.id));
    }
    QTEST(found, "found");
}

void TestToolchainRules::liveLines()
{
    QStringList seen;
    LiveTests live({.test = [&](const domain::TestCase &test) { seen.append(test.key()); }});
    QVERIFY(!live.take(u"plain"_s));
    const auto tell = [&](const QString &json) { QVERIFY(live.take(QChar(0x1e) + json)); };
    tell(uR"({"event":"start","class":"a","name":"b"})"_s);
    tell(uR"({"event":"start","class":"a","name":"c"})"_s);
    tell(uR"({"event":"end","class":"a","name":"b","outcome":"passed"})"_s);
    tell(uR"(broken)"_s);
    QCOMPARE(seen, QStringList{u"a:b"_s});
    QCOMPARE(live.running().size(), 1);
    domain::TestReport report;
    QCOMPARE(addInterrupted(live.running(), u"why"_s, report), QStringList{u"a:c"_s});
    QVERIFY(report.cases.first().outcome == TestOutcome::Failed);
}

void TestToolchainRules::textEvidence()
{
    QTemporaryDir dir;
    put(dir.filePath(u"good.md"_s), "grün");
    put(dir.filePath(u"bad.md"_s), "a\n\xff\n");
    QVERIFY(QFile::link(u"/etc/hostname"_s, dir.filePath(u"link"_s)));
    const auto tools = make(u"text"_s);
    QVERIFY(tools);
    const Site where{.folder = dir.path(), .mountPoint = u"/w"_s};
    const auto good = tools->execute({.site = where, .changedFiles = {u"good.md"_s}}, {}, {});
    QVERIFY(good && good->buildOk && !good->hasTests);
    const auto bad =
        tools->execute({.site = where, .changedFiles = {u"bad.md"_s, u"link"_s, u"none"_s, u"../x"_s}}, {}, {});
    QVERIFY(bad && !bad->buildOk);
    QCOMPARE(bad->errors(), 4);
    QCOMPARE(bad->diagnostics.first().line, 2);
}

struct VerifyRow
{
    bool build = true;
    Ending ending = Ending::Finished;
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    bool hasTests = true;
};

domain::Evidence evidenceOf(const VerifyRow &row)
{
    domain::Evidence e{.buildOk = row.build, .ending = row.ending, .hasTests = row.hasTests};
    const auto add = [&](int n, TestOutcome outcome, const QString &name) {
        for (int i = 0; i < n; ++i)
            e.tests.cases.append({.name = name + QString::number(i), .outcome = outcome});
    };
    add(row.passed, TestOutcome::Passed, u"p"_s);
    add(row.failed, TestOutcome::Failed, u"f"_s);
    add(row.skipped, TestOutcome::Skipped, u"s"_s);
    if (!row.build)
        e.diagnostics.append({.id = u"CS1"_s});
    return e;
}

void TestToolchainRules::verify_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("passed");
    QTest::addColumn<double>("score");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const VerifyRow &r, bool passed, double score, const QString &says) {
        QTest::newRow(name) << QJsonDocument(domain::toJson(evidenceOf(r))).toJson() << passed << score << says;
    };
    row("all well", {.passed = 3}, true, 10, u"3 tests passed"_s);
    row("no build", {.build = false, .passed = 3}, false, 0, u"does not build: 1 error"_s);
    row("one of three failed", {.passed = 2, .failed = 1}, false, 6, u"1 of 3 tests failed"_s);
    row("99.6 per cent", {.passed = 249, .failed = 1}, false, 9, u"1 of 250"_s);
    row("all failed", {.failed = 2}, false, 0, u"2 of 2"_s);
    row("hang after passes", {.ending = Ending::TimedOut, .passed = 3}, false, 10, u"ended badly"_s);
    row("hang at once", {.ending = Ending::TimedOut}, false, 0, u"ended badly"_s);
    row("aborted", {.ending = Ending::HostAborted, .passed = 1, .failed = 1}, false, 5, u"ended badly"_s);
    row("no tests there", {.hasTests = false}, true, 7, u"unproven"_s);
    row("tests there, none ran", {.ending = Ending::NothingExecuted}, false, 7, u"unproven"_s);
    row("all skipped", {.ending = Ending::NothingExecuted, .skipped = 4}, false, 7, u"unproven"_s);
    row("some skipped", {.passed = 1, .skipped = 4}, true, 10, u"1 test passed"_s);
}

void TestToolchainRules::verify()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const VerifyReport report = verifyVerdict(domain::evidenceFromJson(QJsonDocument::fromJson(json).object()));
    QTEST(report.passed, "passed");
    QTEST(report.score, "score");
    QVERIFY2(report.summary.contains(says), qPrintable(report.summary));
}

void TestToolchainRules::verifyJson()
{
    domain::Evidence e = evidenceOf({.passed = 1, .failed = 1});
    e.executions.append({.command = u"dotnet build"_s, .exitCode = 0, .ms = 5, .output = u"x"_s});
    e.diagnostics.append(
        {.severity = Severity::Warning, .id = u"CS0168"_s, .file = u"a.cs"_s, .line = 3, .message = u"m"_s});
    const QJsonObject json = toJson(verifyVerdict(e));
    QCOMPARE(json.keys(),
             (QStringList{u"build"_s, u"coverage"_s, u"evidence"_s, u"issues"_s, u"passed"_s, u"score"_s, u"summary"_s,
                          u"tests"_s, u"type"_s}));
    QVERIFY(json[u"coverage"].isNull());
    QCOMPARE(json[u"build"].toObject(), (QJsonObject{{u"ok"_s, true}, {u"errors"_s, 0}, {u"warnings"_s, 1}}));
    QCOMPARE(json[u"tests"].toObject().keys(),
             (QStringList{u"failed"_s, u"ms"_s, u"passed"_s, u"skipped"_s, u"total"_s}));
    QCOMPARE(json[u"evidence"].toArray().first().toObject(),
             (QJsonObject{{u"command"_s, u"dotnet build"_s}, {u"exitCode"_s, 0}, {u"ms"_s, 5}}));
    QCOMPARE(json[u"issues"].toArray().first().toObject().keys(),
             (QStringList{u"file"_s, u"id"_s, u"line"_s, u"message"_s, u"severity"_s, u"source"_s}));
    e.coverage = domain::CoverageReport{.files = {{.file = u"a.cs"_s, .coveredLines = 1, .totalLines = 4}}};
    QCOMPARE(toJson(verifyVerdict(e))[u"coverage"].toDouble(), 25.0);
}

void TestToolchainRules::aFailedTestHasItsLine_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("line");
    QTest::newRow("xunit")
        << u"LeapTests.cs"_s
        << u"Oops\r\n   at Leap.Is() in /w/Leap.cs:line 7\r\n   at T.A() in /w/LeapTests.cs:line 8\r\n"_s
        << u"LeapTests.cs"_s << 8;
    QTest::newRow("pytest") << QString()
                            << u">  assert f() == 2\nE  assert 1 == 2\n\ntests/test_a.py:7: AssertionError"_s
                            << u"tests/test_a.py"_s << 7;
    QTest::newRow("through a helper") << QString() << u"test_a.py:7: \n_ _ _\n\nhelper.py:2: ValueError"_s
                                      << u"test_a.py"_s << 7;
    QTest::newRow("another file's end") << u"Tests.cs"_s << u"   at T.A() in /w/LeapTests.cs:line 8"_s << u"Tests.cs"_s
                                        << 0;
    QTest::newRow("no stack") << QString() << u"in 5:line of text\nnot.py: 3"_s << QString() << 0;
}

void TestToolchainRules::aFailedTestHasItsLine()
{
    QFETCH(QString, said);
    QFETCH(QString, message);
    domain::Evidence e{.buildOk = true};
    e.tests.cases.append({.name = u"A"_s, .file = said, .outcome = TestOutcome::Failed, .message = message});
    const QList<domain::Issue> issues = verifyVerdict(e).issues;
    QCOMPARE(issues.size(), 1);
    QTEST(issues.first().file, "file");
    QTEST(issues.first().line, "line");
    QCOMPARE(issues.first().message, message);
}

QTEST_GUILESS_MAIN(TestToolchainRules)
#include "tst_toolchainrules.moc"

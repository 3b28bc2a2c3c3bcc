// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exampletrial.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Evidence;
using domain::Issue;
using domain::IssueSource;
using domain::Result;
using domain::Severity;
using domain::TestOutcome;
using toolchain::Site;
using toolchain::Toolchain;

namespace {

void put(const QString &path, const QString &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(content.toUtf8());
}

const QList<ExampleFile> &filesOf(const Article &article, Side side)
{
    return side == Side::Failing ? article.failing : article.mended;
}

/// A compiler that finds errors of one kind does not look for those of the next: examples that fail early are compiled
/// apart from the others, so that one build says all. Where this is wrong only another round is needed.
QString phaseOf(const Article &article)
{
    static const QSet<QString> syntax = {u"CS1002"_s, u"CS1003"_s, u"CS1026"_s, u"CS1513"_s,
                                         u"CS1519"_s, u"CS1525"_s, u"CS8803"_s};
    static const QSet<QString> declared = {u"CS0051"_s, u"CS0101"_s, u"CS0102"_s, u"CS0104"_s, u"CS0106"_s, u"CS0111"_s,
                                           u"CS0115"_s, u"CS0118"_s, u"CS0234"_s, u"CS0260"_s, u"CS0305"_s, u"CS0311"_s,
                                           u"CS0315"_s, u"CS0501"_s, u"CS0506"_s, u"CS0507"_s, u"CS0508"_s, u"CS0534"_s,
                                           u"CS0535"_s, u"CS0539"_s, u"CS0542"_s, u"CS0579"_s, u"CS0723"_s, u"CS0737"_s,
                                           u"CS0738"_s, u"CS0759"_s, u"CS1106"_s, u"CS1520"_s, u"CS1721"_s, u"CS1736"_s,
                                           u"CS1737"_s, u"CS1988"_s, u"CS1994"_s, u"CS8345"_s};
    const QString id = article.diagnostics.value(0);
    if (article.setup.isEmpty())
        return syntax.contains(id) ? u"syntax"_s : declared.contains(id) ? u"declared"_s : u"plain"_s;
    return article.setup == u"xunit" && id.startsWith(u"xUnit") ? u"analysed"_s : article.setup;
}

/// The project of ours in which the example of \p article is compiled; empty in Python, which has none.
QString homeOf(const Article &article, Side side)
{
    if (!article.languages.contains(u"csharp"_s))
        return {};
    const QString whole = article.setup.isEmpty() ? u"plain"_s : article.setup;
    return (side == Side::Failing ? phaseOf(article) : whole) + u'/';
}

/// A project for each folder of examples.
void putProjects(const QString &folder, const QList<Article> &articles, Side side)
{
    const QString frame = u"<Project Sdk=\"Microsoft.NET.Sdk\">\n<PropertyGroup>\n"
                          "<TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable>"
                          "<ImplicitUsings>enable</ImplicitUsings>%1\n</PropertyGroup>\n%2</Project>\n"_s;
    const QString xunit =
        frame.arg(u"<IsPackable>false</IsPackable>"_s,
                  u"<ItemGroup>\n<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />\n"
                  "<PackageReference Include=\"Microsoft.NET.Test.Sdk\" Version=\"17.14.1\" />\n"
                  "<PackageReference Include=\"xunit\" Version=\"2.9.3\" />\n"
                  "<PackageReference Include=\"xunit.runner.visualstudio\" Version=\"3.1.5\" />\n</ItemGroup>\n"_s);
    const QMap<QString, QString> contents = {
        {u"documentation"_s, frame.arg(u"<GenerateDocumentationFile>true</GenerateDocumentationFile>"_s, QString())},
        {u"xunit"_s, xunit},
        {u"analysed"_s, xunit}};
    // Most analysers are silent unless asked: each example asks for those that its article is about.
    QString rules = u"root = true\n"_s;
    for (const Article &article : articles) {
        const QString name = homeOf(article, side).chopped(1);
        put(u"%1/%2/%2examples.csproj"_s.arg(folder, name), contents.value(name, frame.arg(QString(), QString())));
        if (article.setup != u"analyzers")
            continue;
        rules += u"[%1/**.cs]\n"_s.arg(article.id);
        for (const QString &id : article.diagnostics)
            rules += u"dotnet_diagnostic.%1.severity = warning\n"_s.arg(id);
    }
    put(folder + u"/analyzers/.editorconfig"_s, rules);
}

/// Which article a path or a test of the evidence belongs to.
class Owners
{
public:
    explicit Owners(const QList<Article> &articles, Side side)
    {
        static const QRegularExpression declared(u"^namespace\\s+([\\w.]+)"_s, QRegularExpression::MultilineOption);
        for (const Article &article : articles) {
            for (const QString &id : article.diagnostics)
                m_byDiagnostic.insert(id, article.id);
            for (const ExampleFile &file : filesOf(article, side)) {
                m_byPath.insert(homeOf(article, side) + article.id + u'/', article.id);
                for (auto it = declared.globalMatch(file.text); it.hasNext();)
                    m_byNamespace.insert(it.next().captured(1) + u'.', article.id);
            }
        }
    }
    QString of(const domain::Diagnostic &diagnostic) const
    {
        // The SDK errs in files of its own and keeps to itself whose project it was building.
        return diagnostic.file.startsWith(u'/') ? m_byDiagnostic.value(diagnostic.id) : find(m_byPath, diagnostic.file);
    }
    QString ofTest(const domain::TestCase &test) const
    {
        const QString byNamespace = find(m_byNamespace, test.name);
        if (!byNamespace.isEmpty())
            return byNamespace;
        return find(m_byPath, QString(test.className).replace(u'.', u'/'));
    }

private:
    static QString find(const QMap<QString, QString> &owners, const QString &text)
    {
        for (auto it = owners.begin(); it != owners.end(); ++it) {
            if (text.startsWith(it.key()))
                return it.value();
        }
        return {};
    }

    QMap<QString, QString> m_byPath;
    QMap<QString, QString> m_byDiagnostic;
    QMap<QString, QString> m_byNamespace;
};

/// Adds what \p evidence says to the outcomes; the ids of those that hold an error of the compiler.
QSet<QString> take(const Evidence &evidence, const Owners &owners, Outcomes &outcomes)
{
    QSet<QString> erring;
    for (const domain::Diagnostic &d : evidence.diagnostics) {
        const QString id = owners.of(d);
        const bool error = d.severity == Severity::Error;
        const Issue issue{.severity = d.severity,
                          .source = error ? IssueSource::Build : IssueSource::Warning,
                          .id = d.id,
                          .file = d.file,
                          .line = d.line,
                          .message = d.message};
        if (!outcomes[id].issues.contains(issue))
            outcomes[id].issues.append(issue);
        if (error)
            erring.insert(id);
    }
    return erring;
}

/// Whether an example was kept from saying anything by others in its project, or could not be tried beside them.
bool anybodyUnheard(const QList<Article> &articles, Side side, const QSet<QString> &erring, const Outcomes &outcomes)
{
    QSet<QString> broken;
    for (const Article &article : articles) {
        if (erring.contains(article.id))
            broken.insert(homeOf(article, side));
    }
    return std::any_of(articles.begin(), articles.end(), [&](const Article &article) {
        return broken.contains(homeOf(article, side)) && !erring.contains(article.id)
            && outcomes.value(article.id).issues.isEmpty();
    });
}

void takeTests(const Evidence &evidence, const Owners &owners, Outcomes &outcomes)
{
    for (const domain::TestCase &test : evidence.tests.cases) {
        Outcome &outcome = outcomes[owners.ofTest(test)];
        if (test.outcome == TestOutcome::Passed)
            ++outcome.passed;
        if (test.outcome != TestOutcome::Failed)
            continue;
        ++outcome.failed;
        outcome.issues.append({.source = IssueSource::Test, .id = test.key(), .message = test.message});
    }
}

} // namespace

ExampleTrial::ExampleTrial()
{
    auto sandbox = toolchain::makeBubblewrapSandbox();
    if (!sandbox)
        m_missing = u"no bubblewrap: run packaging/setup.sh"_s;
    else
        m_sandbox = std::move(*sandbox);
}

std::unique_ptr<Toolchain> ExampleTrial::make(const QString &language)
{
    QFile file(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/toolchains/") + language + u".json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return nullptr;
    auto made = toolchain::makeToolchain(file.readAll(), language, m_home.path() + u"/cache"_s, m_sandbox);
    return made ? std::move(*made) : nullptr;
}

Site ExampleTrial::newSite(const QString &name)
{
    const QString folder = u"%1/%2%3"_s.arg(m_home.path(), name, QString::number(++m_sites));
    QDir().mkpath(folder);
    return {.folder = folder, .mountPoint = u"/home/somebody/"_s + name};
}

Result<Outcomes> ExampleTrial::rounds(Toolchain &tools, const Site &site, const QList<Article> &articles, Side side,
                                      bool tests)
{
    const Owners owners(articles, side);
    for (const Article &article : articles) {
        for (const ExampleFile &file : filesOf(article, side))
            put(u"%1/%2%3/%4"_s.arg(site.folder, homeOf(article, side), article.id, file.name), file.text);
    }
    Outcomes outcomes;
    for (int round = 0; round < 8; ++round) {
        QElapsedTimer timer;
        timer.start();
        const auto evidence = tools.execute({.site = site, .tests = tests}, {}, {});
        if (!evidence)
            return domain::fail(evidence.error());
        const QSet<QString> erring = take(*evidence, owners, outcomes);
        qInfo("round %d: %.1f s, %d err", round + 1, double(timer.elapsed()) / 1000, int(erring.size()));
        // What belongs to nobody cannot be taken out.
        if (erring.contains(QString()))
            return domain::fail(ErrorKind::Toolchain, outcomes[QString()].issues.first().message);
        if (!anybodyUnheard(articles, side, erring, outcomes)) {
            takeTests(*evidence, owners, outcomes);
            return outcomes;
        }
        for (const Article &article : articles) {
            if (erring.contains(article.id))
                QDir(u"%1/%2%3"_s.arg(site.folder, homeOf(article, side), article.id)).removeRecursively();
        }
    }
    return domain::fail(ErrorKind::Toolchain, u"the compiler does not come to an end"_s);
}

Result<Outcomes> ExampleTrial::sources(const QString &language, const QList<Article> &articles, Side side)
{
    const auto tools = make(language);
    if (!tools)
        return domain::fail(ErrorKind::MissingTool, u"no toolchain for %1: run packaging/setup.sh"_s.arg(language));
    const Site site = newSite(language);
    if (language == u"csharp")
        putProjects(site.folder, articles, side);
    else
        put(site.folder + u"/pytest.ini"_s, u"[pytest]\n"_s);
    if (const auto prepared = tools->prepare(site, {}, {}); !prepared)
        return domain::fail(prepared.error());
    return rounds(*tools, site, articles, side, true);
}

Result<void> ExampleTrial::makeFeed(const QString &folder) const
{
    struct Package
    {
        QString id, version, dependency;
    };
    const QString json = u"<dependencies><dependency id=\"Acme.Json\" version=\"%1\" /></dependencies>"_s;
    const QList<Package> packages = {
        {u"Acme.Json"_s, u"1.0.0"_s, {}},
        {u"Acme.Json"_s, u"2.0.0"_s, {}},
        {u"Acme.Preview"_s, u"1.0.0-beta.1"_s, {}},
        {u"Acme.Http"_s, u"1.0.0"_s, json.arg(u"2.0.0"_s)},
        {u"Acme.Strict"_s, u"1.0.0"_s, json.arg(u"[2.0.0]"_s)},
        {u"Acme.Old"_s, u"1.0.0"_s, json.arg(u"[1.0.0,2.0.0)"_s)},
        {u"Acme.Old"_s, u"2.0.0"_s, json.arg(u"2.0.0"_s)},
    };
    for (const Package &package : packages) {
        const QString spec = u"%1/%2/%3.nuspec"_s.arg(m_home.path(), package.version, package.id);
        put(spec,
            u"<?xml version=\"1.0\"?><package><metadata><id>%1</id><version>%2</version><authors>us</authors>"
            "<description>For tests</description>%3</metadata></package>"_s.arg(package.id, package.version,
                                                                                package.dependency));
        QDir().mkpath(folder);
        // A package is a zip with its description.
        const QString file = u"%1/%2.%3.nupkg"_s.arg(folder, package.id, package.version);
        if (QProcess::execute(u"/usr/bin/python3"_s, {u"-m"_s, u"zipfile"_s, u"-c"_s, file, spec}) != 0)
            return domain::fail(ErrorKind::MissingTool, u"python3 made no package: run packaging/setup.sh"_s);
    }
    return {};
}

Result<Outcomes> ExampleTrial::projects(const QList<Article> &articles, Side side)
{
    const auto tools = make(u"csharp"_s);
    if (!tools)
        return domain::fail(ErrorKind::MissingTool, u"no toolchain for C#: run packaging/setup.sh"_s);
    // Packages come into the cache as they do in a run: restored for a project that may use the network.
    const Site packages = newSite(u"packages"_s);
    if (const auto made = makeFeed(packages.folder + u"/feed"_s); !made)
        return domain::fail(made.error());
    put(packages.folder + u"/nuget.config"_s,
        u"<configuration><packageSources><clear /><add key=\"feed\" value=\"feed\" /></packageSources>"
        "</configuration>\n"_s);
    put(packages.folder + u"/all.csproj"_s,
        u"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>"
        "<ItemGroup><PackageDownload Include=\"Acme.Json\" Version=\"[1.0.0];[2.0.0]\" />"
        "<PackageDownload Include=\"Acme.Preview\" Version=\"[1.0.0-beta.1]\" />"
        "<PackageDownload Include=\"Acme.Http\" Version=\"[1.0.0]\" />"
        "<PackageDownload Include=\"Acme.Strict\" Version=\"[1.0.0]\" />"
        "<PackageDownload Include=\"Acme.Old\" Version=\"[1.0.0];[2.0.0]\" /></ItemGroup></Project>\n"_s);
    if (const auto prepared = tools->prepare(packages, {}, {}); !prepared)
        return domain::fail(prepared.error());
    return rounds(*tools, newSite(u"projects"_s), articles, side, false);
}

} // namespace stepladder::guidance

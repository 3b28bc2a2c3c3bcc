// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/resources.h"
#include "toolchain/sandbox/sandbox.h"
#include "toolchain/toolchain.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

/// What the evidence on a C# attempt takes the quick way, for a changed and for a created file, beside
/// `dotnet test --collect "XPlat Code Coverage"` on the same library of 20 files and 100 tests.

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::toolchain;

namespace {

constexpr int kFiles = 20;
constexpr int kTestsOfAFile = 5;
constexpr int kRounds = 7;

template<typename T>
T need(domain::Result<T> result)
{
    if (!result)
        qFatal("%s\n%s", qPrintable(result.error().message), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

void write(const QString &path, const QString &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
        qFatal("%s cannot be written", qPrintable(path));
}

/// A class of ordinary size, \p round tells one version from the next.
QString source(const QString &name, int round)
{
    QString text = u"namespace Ledger;\n\n/// <summary>Account %1.</summary>\npublic class %1\n{\n"
                   u"    private readonly List<decimal> _entries = new();\n    public int Version => %2;\n"_s.arg(name)
                       .arg(round);
    for (int i = 0; i < kTestsOfAFile; ++i)
        text +=
            u"    public decimal Sum%1(params decimal[] amounts)\n    {\n        _entries.AddRange(amounts);\n"
            u"        return _entries.Where(amount => amount > %1).Select(amount => Math.Round(amount, 2)).Sum();\n    }\n"_s
                .arg(i);
    return text + u"}\n"_s;
}

QString tests(const QString &name)
{
    QString text = u"namespace Ledger.Tests;\n\npublic class %1Tests\n{\n"_s.arg(name);
    for (int i = 0; i < kTestsOfAFile; ++i)
        text += u"    [Fact] public void Sums%1() => Assert.Equal(30m, new %2().Sum%1(10m, 20m));\n"_s.arg(i).arg(name);
    return text + u"}\n"_s;
}

double median(const std::function<void(int round)> &work)
{
    std::vector<double> times;
    for (int round = 0; round < kRounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        work(round);
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return times.at(times.size() / 2);
}

void dotnet(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"dotnet"_s, arguments);
    if (!process.waitForFinished(-1) || process.exitCode() != 0)
        qFatal("dotnet %s: %s", qPrintable(arguments.join(u' ')), process.readAllStandardOutput().constData());
}

void print(const char *what, double ms, double baseline, double goal)
{
    std::printf("%-44s %8.0f ms, x%.2f (goal %.2f: %s)\n", what, ms, ms / baseline, goal,
                ms <= goal * baseline ? "met" : "missed");
}

} // namespace

int main()
{
    const QTemporaryDir home;
    const QString id = u"csharp"_s;
    const QByteArray descriptor = need(storage::Resources::builtIn(u"toolchains/csharp.json"_s));
    const auto tools = need(makeToolchain(descriptor, id, home.filePath(u"cache"_s),
                                          std::shared_ptr<Sandbox>(need(makeBubblewrapSandbox()))));
    const Site site{.folder = home.filePath(u"ledger"_s), .mountPoint = u"/home/somebody/ledger"_s};
    QDir().mkpath(site.folder);
    need(tools->scaffold(site, u"classlib"_s, u"Ledger"_s, u"xUnit"_s, {}));
    const auto nameOf = [](int i) { return u"Account%1"_s.arg(i); };
    const auto pathOf = [](const QString &name) { return u"src/Ledger/%1.cs"_s.arg(name); };
    for (int i = 0; i < kFiles; ++i) {
        write(site.folder + u'/' + pathOf(nameOf(i)), source(nameOf(i), 0));
        write(u"%1/tests/Ledger.Tests/%2Tests.cs"_s.arg(site.folder, nameOf(i)), tests(nameOf(i)));
    }
    need(tools->prepare(site, {}, {}));
    if (const auto full = need(tools->execute({.site = site}, {}, {})); full.tests.total() < kFiles * kTestsOfAFile)
        qFatal("%d tests", full.tests.total());

    // The user's own way, on a copy of the same tree.
    const QString own = home.filePath(u"own"_s);
    QProcess::execute(u"cp"_s, {u"-r"_s, site.folder, own});
    dotnet(own, {u"restore"_s});
    const QStringList collect{u"test"_s, u"--collect"_s, u"XPlat Code Coverage"_s, u"--nologo"_s};
    dotnet(own, collect);
    const double baseline = median([&](int round) {
        write(own + u'/' + pathOf(nameOf(3)), source(nameOf(3), round + 1));
        dotnet(own, collect);
    });

    const auto quick = [&](const QString &name, const QString &text, bool coverage, bool buildsOk = true) {
        write(site.folder + u'/' + pathOf(name), text);
        const auto evidence = need(tools->execute({.site = site,
                                                   .speed = Speed::Quick,
                                                   .tests = buildsOk,
                                                   .coverage = coverage,
                                                   .changedFiles = {pathOf(name)}},
                                                  {}, {}));
        if (evidence.buildOk != buildsOk || (buildsOk && evidence.tests.total() < kFiles * kTestsOfAFile))
            qFatal("the evidence is not what was expected");
    };
    quick(nameOf(3), source(nameOf(3), 100), false); // the compiler is warm from here on
    std::printf("%-44s %8.0f ms\n", "dotnet test --collect, a file changed", baseline);
    print("verdict, a file changed",
          median([&](int round) { quick(nameOf(3), source(nameOf(3), 200 + round), false); }), baseline, 0.33);
    print("verdict, a file created",
          median([&](int round) { quick(u"New%1"_s.arg(round), source(u"New%1"_s.arg(round), round), false); }),
          baseline, 0.33);
    print("verdict with coverage, a file changed",
          median([&](int round) { quick(nameOf(3), source(nameOf(3), 300 + round), true); }), baseline, 0.5);
    print("verdict with coverage, a file created",
          median([&](int round) { quick(u"More%1"_s.arg(round), source(u"More%1"_s.arg(round), round), true); }),
          baseline, 0.5);
    const double error = median(
        [&](int round) { quick(nameOf(3), source(nameOf(3), 400 + round) + u"public class { }\n"_s, false, false); });
    std::printf("%-44s %8.0f ms (goal 500: %s)\n", "a compile error is known after", error,
                error <= 500 ? "met" : "missed");
    return 0;
}

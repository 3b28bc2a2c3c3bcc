// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "advisedruns.h"

using namespace Qt::StringLiterals;
using namespace stepladder;
using domain::RunStatus;
using tests::AdvisedRuns;

/// Our own articles in whole runs: a real compiler and real tests find the article, and what it says mends the step.
class TestExpertLanguages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void python();
    void csharp();

private:
    static void attempt(AdvisedRuns &f, int number, const QString &file, const QString &code,
                        const QString &inPrompt = {});
    static void check(AdvisedRuns &f, const engine::StartRequest &request, const QString &article);
};

void TestExpertLanguages::attempt(AdvisedRuns &f, int number, const QString &file, const QString &code,
                                  const QString &inPrompt)
{
    QJsonObject match{{u"purpose"_s, u"generate"_s}, {u"attempt"_s, number}};
    if (!inPrompt.isEmpty())
        match.insert(u"contains"_s, inPrompt);
    f.script(match, u"```code %1\n%2```\n"_s.arg(file, code));
}

void TestExpertLanguages::check(AdvisedRuns &f, const engine::StartRequest &request, const QString &article)
{
    const auto done = f.run(request);
    QVERIFY2(done.finished.status == RunStatus::Accepted, qPrintable(done.reason + f.lastError().message));
    QCOMPARE(done.finished.attempts, 2);
    QVERIFY2(f.ends().value(0).endsWith(u"accepted by expert_system"_s), qPrintable(f.ends().join(u'\n')));
    const QJsonObject said = f.consulted();
    QVERIFY2(said[u"advice"][u"articles"].toArray().contains(article), qPrintable(said[u"text"].toString()));
    QCOMPARE(f.misfit(), QString());
}

void TestExpertLanguages::python()
{
    AdvisedRuns f;
    f.write(u"pytest.ini"_s, "[pytest]\npythonpath = .\n");
    f.write(u"tests/test_basket.py"_s,
            "from basket import add\n\n\ndef test_each_has_its_own():\n    assert add('a') == ['a']\n    assert "
            "add('b') == ['b']\n");
    engine::StartRequest request = f.request(f.plan({u"basket.py"_s}));
    request.plan.language = u"python"_s;
    request.plan.steps.first().tests = {u"tests/test_basket.py"_s};
    request.ladder = u"short"_s;
    request.noWait = true;
    attempt(f, 1, u"basket.py"_s, u"def add(item, basket=[]):\n    basket.append(item)\n    return basket\n"_s);
    attempt(
        f, 2, u"basket.py"_s,
        u"def add(item, basket=None):\n    basket = [] if basket is None else basket\n    basket.append(item)\n    return basket\n"_s,
        u"Default to None and make the object inside"_s);
    check(f, request, u"mutable-default"_s);
}

void TestExpertLanguages::csharp()
{
    AdvisedRuns f;
    f.write(u"Parking/Parking.csproj"_s,
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework>"
            "<Nullable>enable</Nullable></PropertyGroup></Project>\n");
    engine::StartRequest request = f.asked({u"Parking/Tariff.cs"_s});
    request.plan.language = u"csharp"_s;
    const QString frame = u"namespace Parking;\n\npublic static class Tariff\n{\n%1}\n"_s;
    attempt(
        f, 1, u"Parking/Tariff.cs"_s,
        frame.arg(
            u"    public static decimal PerHour(string zone)\n    {\n        if (zone == \"A\")\n        {\n            return 4m;\n        }\n    }\n"_s));
    attempt(
        f, 2, u"Parking/Tariff.cs"_s,
        frame.arg(
            u"    public static decimal PerHour(string zone) => zone == \"A\" ? 4m : throw new System.ArgumentOutOfRangeException(nameof(zone));\n"_s),
        u"The compiler does not reason about values"_s);
    f.script({{u"purpose"_s, u"review"_s}}, uR"({"score":9,"summary":"fine","issues":[]})"_s);
    check(f, request, u"cs0161"_s);
}

QTEST_GUILESS_MAIN(TestExpertLanguages)
#include "tst_expertlanguages.moc"

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reports/failurereport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::IssueSource;

namespace {

Climb climb()
{
    Climb c{.step = {.id = u"cart"_s, .description = u"Holds %1 items."_s, .file = u"src/cart.py"_s}};
    c.made = 7;
    c.attempts = {{.number = 1,
                   .rung = u"first"_s,
                   .model = u"small"_s,
                   .candidate = {{{u"src/cart.py"_s, "a = 1\n"}}},
                   .verdict = {.score = 3.5,
                               .summary = u"1 of 2 tests failed"_s,
                               .issues = {{.source = IssueSource::Test,
                                           .id = u"T:adds"_s,
                                           .file = u"tests/test_cart.py"_s,
                                           .line = 9,
                                           .message = u"expected 2\ngot 1\nat x\nat y"_s}}}},
                  {.number = 2,
                   .rung = u"premium"_s,
                   .model = u"large"_s,
                   .candidate = {{{u"src/cart.py"_s, "\"\"\"\n````md\n````\n\"\"\"\n"}}},
                   .verdict = {.score = 6, .summary = u"refused"_s}}};
    return c;
}

QString report(const Climb &c, const QString &asked = climb().step.description)
{
    domain::Step planned = c.step;
    planned.description = asked;
    const domain::Plan plan{
        .task = u"t"_s, .language = u"python"_s, .projectName = u"p"_s, .steps = {{.id = u"first"_s}, planned}};
    return failureReport(
        c, plan, 1'700'000'000'000, u"python"_s,
        {{.model = u"small"_s, .calls = 6, .inputTokens = 9000, .outputTokens = 800},
         {.model = u"large"_s, .calls = 1, .cost = 310'000, .inputTokens = 5000, .outputTokens = 700}});
}

} // namespace

class TestFailureReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatTheBaseAsksFor_data();
    void saysWhatTheBaseAsksFor();
    void issueIsOneLine();
    void whatARethinkMadeOfTheTaskStandsBesideIt();
    void rootCauseWhereThereIsOne();
    void fenceIsLongerThanThoseInTheCode();
    void withoutAnAttempt();
    void textIsWrittenIntoANewFolder();
};

void TestFailureReport::saysWhatTheBaseAsksFor_data()
{
    QTest::addColumn<QString>("line");
    const auto row = [](const char *name, const QString &line) { QTest::newRow(name) << line; };
    row("file", u"# Failure report: src/cart.py\n"_s);
    row("time", u"- Time: 2023-11-14T22:13:20Z\n"_s);
    row("step", u"- Step: 2 of 2 (cart)\n"_s);
    row("attempts", u"- Attempts: 7\n"_s);
    row("highest score", u"- Highest score: 6\n"_s);
    row("status", u"- Status: NEEDS HUMAN REVIEW\n"_s);
    row("description", u"Holds %1 items.\n"_s);
    row("model and rung of an attempt", u"## Attempt 1: small on rung first\n"_s);
    row("score of an attempt", u"Score 3.5: 1 of 2 tests failed\n"_s);
    row("code of an attempt", u"````python src/cart.py\na = 1\n\n````\n"_s);
    row("root cause", u"## Root cause\n\nNot analysed.\n"_s);
    row("next steps", u"- Write src/cart.py by hand.\n- Simplify"_s);
    row("example", u"- Give an example"_s);
    row("cost of a model", u"## Cost per model\n\n| model | calls | input tokens | output tokens | cost |\n"_s);
    row("a free model", u"\n| small | 6 | 9000 | 800 | $0.00 |\n"_s);
    row("a paid model", u"\n| large | 1 | 5000 | 700 | $0.31 |\n"_s);
    row("cost", u"\nAll in all: $0.31\n"_s);
}

void TestFailureReport::saysWhatTheBaseAsksFor()
{
    QFETCH(QString, line);
    const QString text = report(climb());
    QVERIFY2(text.contains(line), qPrintable(text));
}

void TestFailureReport::issueIsOneLine()
{
    QVERIFY(report(climb()).contains(u"\n- test T:adds tests/test_cart.py:9: expected 2 got 1 at x\n"_s));
}

void TestFailureReport::whatARethinkMadeOfTheTaskStandsBesideIt()
{
    QVERIFY(!report(climb()).contains(u"rethought"_s));
    const QString text = report(climb(), u"Holds every item."_s);
    QVERIFY2(text.contains(u"## What was asked\n\nHolds every item.\n\n"
                           u"## What it was rethought to\n\nHolds %1 items.\n"_s),
             qPrintable(text));
}

void TestFailureReport::rootCauseWhereThereIsOne()
{
    Climb c = climb();
    c.analysis = QJsonObject{{u"rootCause"_s, u"it never adds"_s}};
    QVERIFY(report(c).contains(u"## Root cause\n\nit never adds\n"_s));
}

void TestFailureReport::fenceIsLongerThanThoseInTheCode()
{
    const QString text = report(climb());
    QVERIFY2(text.contains(u"\n`````python src/cart.py\n"_s), qPrintable(text));
    QVERIFY(text.contains(u"\n`````\n"_s));
}

void TestFailureReport::withoutAnAttempt()
{
    Climb c = climb();
    c.attempts.clear();
    const QString text = report(c);
    QVERIFY(text.contains(u"- Highest score: 0\n"_s));
    QVERIFY(!text.contains(u"## Attempt"_s));
}

void TestFailureReport::textIsWrittenIntoANewFolder()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"a/b/c.md"_s);
    QVERIFY(writeText(path, u"é\n"_s));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("é\n"));
    const auto under = writeText(path + u"/d.md"_s, {});
    QVERIFY(!under);
    QVERIFY(under.error().message.contains(u"c.md/d.md"_s));
}

QTEST_GUILESS_MAIN(TestFailureReport)
#include "tst_failurereport.moc"

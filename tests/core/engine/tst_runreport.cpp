// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reports/runreport.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace stepladder;
using namespace stepladder::engine;
using namespace Qt::StringLiterals;
using domain::RunStatus;
using domain::StepState;

namespace {

RunReport report()
{
    RunReport r;
    r.moment.run.run = u"r1"_s;
    r.moment.run.task = u"a <b>shop</b> & more"_s;
    r.moment.run.language = u"python"_s;
    r.moment.run.workspace = u"/home/me/shop"_s;
    r.moment.run.status = RunStatus::Partial;
    r.moment.run.counts = {.accepted = 1, .stubbed = 1};
    r.moment.run.attempts = 3;
    r.moment.run.spent = 310'000;
    r.moment.run.createdMs = 1000;
    r.moment.run.updatedMs = 62'000;
    journal::StepView cart;
    cart.id = u"cart"_s;
    cart.title = u"Cart"_s;
    cart.file = u"cart.py"_s;
    cart.state = StepState::Accepted;
    cart.attempts = 1;
    cart.score = 8.5;
    cart.reason = u"fine | <i>or</i>\nnot %1"_s;
    journal::StepView order;
    order.id = u"order"_s;
    order.file = u"order.py"_s;
    order.state = StepState::Stubbed;
    order.attempts = 2;
    order.cost = 310'000;
    order.strategy = u"stub_generation"_s;
    r.moment.steps = {cart, order};
    journal::AttemptState attempt;
    attempt.step = u"cart"_s;
    attempt.number = 1;
    attempt.rung = u"first"_s;
    attempt.model = u"a|b"_s;
    attempt.state = u"passed"_s;
    attempt.score = 8.5;
    attempt.summary = u"<script>alert(1)</script> | x"_s;
    r.moment.attempts = {attempt};
    r.models = {{.model = u"a|b"_s, .calls = 2, .cost = 310'000, .inputTokens = 1000, .outputTokens = 50}};
    r.finalTests = {{u"buildOk"_s, true}, {u"total"_s, 4},   {u"passed"_s, 3},
                    {u"failed"_s, 1},     {u"skipped"_s, 0}, {u"ending"_s, u"finished"_s}};
    r.needsReview = {{u"order"_s, u"a stub\nstands"_s}};
    r.failureReports = {{u"order"_s, u"/state/order.md"_s}};
    r.branch = u"stepladder/r1"_s;
    r.gitFolder = u"/home/me/shop/.git"_s;
    r.averageScore = 8.5;
    return r;
}

/// Cells of the rows of Markdown tables: columns that are not escaped.
int columns(const QString &row)
{
    return int(QString(row).replace(u"\\|"_s, QString()).count(u'|')) - 1;
}

} // namespace

class TestRunReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void markdownSays_data();
    void markdownSays();
    void markdownTablesKeepTheirColumns();
    void nothingToReview();
    void htmlIsEscaped();
    void jsonFields();
    void filesOfTheEnd();
};

void TestRunReport::markdownSays_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("title", u"# Run r1: partial\n"_s);
    row("counts", u"- Steps: 1 accepted, 0 by a person, 0 unproven, 1 stubbed, 0 unchanged,"_s);
    row("attempts", u"- Attempts: 3, average score of accepted steps 8.5\n"_s);
    row("cost and time", u"- Cost: $0.31, time 1 min 1 s\n"_s);
    row("the whole", u"- The whole, at the end: builds, 4 tests: 3 passed, 1 failed, 0 skipped\n"_s);
    row("branch", u"- Branch: stepladder/r1 in /home/me/shop/.git\n"_s);
    row("a step", u"| cart | `cart.py` | accepted | 1 | 8.5 | $0.00 | fine \\| <i>or</i> not %1 |\n"_s);
    row("a model", u"| a\\|b | 2 | 1000 | 50 | $0.31 |\n"_s);
    row("what needs review", u"- `order.py`: a stub stands\n  Failure report: /state/order.md\n"_s);
}

void TestRunReport::markdownSays()
{
    QFETCH(QString, text);
    const QString markdown = reportMarkdown(report());
    QVERIFY2(markdown.contains(text), qPrintable(markdown));
}

void TestRunReport::markdownTablesKeepTheirColumns()
{
    int expected = 0;
    int rows = 0;
    for (const QString &line : reportMarkdown(report()).split(u'\n')) {
        if (!line.startsWith(u'|')) {
            expected = 0;
            continue;
        }
        if (expected == 0)
            expected = columns(line);
        QCOMPARE(columns(line), expected);
        ++rows;
    }
    QCOMPARE(rows, 3 * 2 + 4);
}

void TestRunReport::nothingToReview()
{
    RunReport r = report();
    r.needsReview.clear();
    r.failureReports.clear();
    r.finalTests = {};
    const QString markdown = reportMarkdown(r);
    QVERIFY(markdown.endsWith(u"## Needs review\n\nNothing.\n"_s));
    QVERIFY(markdown.contains(u"- The whole, at the end: not executed yet\n"_s));
}

void TestRunReport::htmlIsEscaped()
{
    const QString html = reportHtml(report());
    QVERIFY(!html.contains(u"<script"_s));
    QVERIFY(!html.contains(u"<b>"_s));
    QVERIFY(!html.contains(u"<i>"_s));
    QVERIFY(html.contains(u"&lt;script&gt;alert(1)&lt;/script&gt; | x"_s));
    QVERIFY(html.contains(u"a &lt;b&gt;shop&lt;/b&gt; &amp; more"_s));
    QVERIFY(html.startsWith(u"<!DOCTYPE html>"_s));
    QVERIFY(html.contains(u"charset=\"utf-8\""_s));
    QCOMPARE(html.count(u"<tr>"_s), html.count(u"</tr>"_s));
    QVERIFY(html.endsWith(u"</html>\n"_s));
}

void TestRunReport::jsonFields()
{
    const QJsonObject json = reportJson(report());
    QCOMPARE(json[u"id"].toString(), u"r1"_s);
    QCOMPARE(json[u"status"].toString(), u"partial"_s);
    QCOMPARE(json[u"counts"][u"stubbed"].toInt(), 1);
    QCOMPARE(json[u"attemptCount"].toInt(), 3);
    QCOMPARE(json[u"costUsd"].toDouble(), 0.31);
    QCOMPARE(json[u"averageScore"].toDouble(), 8.5);
    QCOMPARE(json[u"finalTests"][u"failed"].toInt(), 1);
    QCOMPARE(json[u"branch"].toString(), u"stepladder/r1"_s);
    const QJsonObject order = json[u"steps"][1].toObject();
    QCOMPARE(order[u"id"].toString(), u"order"_s);
    QCOMPARE(order[u"state"].toString(), u"stubbed"_s);
    QCOMPARE(order[u"strategy"].toString(), u"stub_generation"_s);
    QCOMPARE(order[u"costUsd"].toDouble(), 0.31);
    QCOMPARE(order[u"needsReview"].toString(), u"a stub\nstands"_s);
    QCOMPARE(order[u"failureReport"].toString(), u"/state/order.md"_s);
    const QJsonObject attempt = json[u"attempts"][0].toObject();
    QCOMPARE(attempt[u"number"].toInt(), 1);
    QCOMPARE(attempt[u"model"].toString(), u"a|b"_s);
    QCOMPARE(attempt[u"score"].toDouble(), 8.5);
    QCOMPARE(json[u"models"][0][u"calls"].toInt(), 2);
    QCOMPARE(json[u"models"][0][u"outputTokens"].toInt(), 50);
}

void TestRunReport::filesOfTheEnd()
{
    QTemporaryDir folder;
    RunReport r = report();
    r.plan = {.task = u"Make it."_s, .language = u"python"_s, .projectName = u"Shop"_s, .steps = {}};
    QVERIFY(writeReports(r, folder.filePath(u"r"_s), u"Run `pytest`."_s, {}));
    const auto text = [&](const QString &name) {
        QFile file(folder.filePath(u"r/"_s + name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : u"missing"_s;
    };
    QCOMPARE(text(u"README.md"_s), u"# Shop\n\nMake it.\n\nRun `pytest`.\n"_s);
    QCOMPARE(text(u"TODO.md"_s), u"# To do\n\nNothing.\n"_s);
    QCOMPARE(text(u"summary.md"_s), reportMarkdown(r));
    const memory::Todo todo{.title = u"Write order.py"_s, .reason = u"NEEDS_HUMAN_REVIEW"_s, .report = u"o.md"_s};
    QVERIFY(writeReports(r, folder.filePath(u"r"_s), {}, {todo}));
    QCOMPARE(text(u"TODO.md"_s), u"# To do\n\n- [ ] Write order.py (NEEDS_HUMAN_REVIEW): o.md\n"_s);
}

QTEST_GUILESS_MAIN(TestRunReport)
#include "tst_runreport.moc"

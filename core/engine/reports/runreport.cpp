// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reports/runreport.h"

#include "engine/reports/failurereport.h"
#include "engine/reports/markdown.h"
#include "engine/wishes/wishtext.h"

#include <QDateTime>
#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Result;
using domain::StepState;
using domain::usdText;

namespace {

QString duration(qint64 ms)
{
    if (ms < 1000)
        return u"%1 ms"_s.arg(ms);
    const qint64 seconds = ms / 1000;
    if (seconds < 60)
        return u"%1 s"_s.arg(double(ms) / 1000, 0, 'f', 1);
    return seconds < 3600 ? u"%1 min %2 s"_s.arg(seconds / 60).arg(seconds % 60)
                          : u"%1 h %2 min"_s.arg(seconds / 3600).arg(seconds / 60 % 60);
}

/// Why a step that ended in \p state is worth a person's look; empty: it is not.
QString whyToLookAt(const QString &state)
{
    static const QHash<QString, QString> reasons = {
        {u"unproven"_s, u"nothing that was executed proves it"_s},
        {u"stubbed"_s, u"it is a stub"_s},
        {u"unchanged"_s, u"no attempt held: the file is as it was"_s},
        {u"acceptedByPerson"_s, u"a person accepted it as it is"_s},
        {u"skipped"_s, u"it was skipped"_s},
    };
    return reasons.value(state);
}

void take(RunReport &report, const Entry &entry)
{
    if (const QString line = wishLine(entry); !line.isEmpty())
        report.wishes.append(entry.step.isEmpty() ? line : u"%1: %2"_s.arg(entry.step, line));
    if (entry.type == u"run.started"_s) {
        if (const auto plan = domain::planFromJson(entry.data[u"plan"].toObject(), u"plan"_s))
            report.plan = *plan;
    } else if (entry.type == u"run.staged"_s) {
        report.branch = entry.data[u"branch"].toString();
        report.gitFolder = entry.data[u"gitFolder"].toString();
    } else if (entry.type == u"run.forked"_s) {
        report.models.clear(); // what came before was paid by the other run
        report.branch = u"stepladder/"_s + entry.run;
        report.gitFolder.replace(entry.data[u"run"].toString(), entry.run); // a repository of its own is copied along
    } else if (entry.type == u"budget.settled"_s) {
        countCall(report.models, entry.data);
    } else if (entry.type == u"tests.finished"_s && entry.data[u"scope"] == u"final"_s) {
        report.finalTests = entry.data;
    } else if (entry.type == u"stub.made"_s) {
        report.failureReports.insert(entry.step, entry.data[u"report"].toString());
    } else if (entry.type == u"step.ended"_s) {
        report.needsReview.remove(entry.step);
        QString why = entry.data[u"needsReview"].toString();
        if (why.isEmpty() && entry.data[u"dependsOnStub"].toBool())
            why = u"it depends on a stub"_s;
        if (why.isEmpty())
            why = whyToLookAt(entry.data[u"state"].toString());
        if (!why.isEmpty())
            report.needsReview.insert(entry.step, why);
    }
}

QString testsLine(const QJsonObject &tests)
{
    if (tests.isEmpty())
        return u"not executed yet"_s;
    const int errors = tests[u"errors"].toInt();
    QString line = tests[u"buildOk"].toBool() ? u"builds"_s
        : errors == 1                         ? u"does not build (1 error)"_s
                                              : u"does not build (%1 errors)"_s.arg(errors);
    line += u", %1 tests: %2 passed, %3 failed, %4 skipped"_s.arg(tests[u"total"].toInt())
                .arg(tests[u"passed"].toInt())
                .arg(tests[u"failed"].toInt())
                .arg(tests[u"skipped"].toInt());
    if (const QString ending = tests[u"ending"].toString(); ending != u"finished"_s && ending != u"nothing_executed"_s)
        line += u" (ended badly: %1)"_s.arg(ending);
    return line;
}

QString stepsTable(const RunReport &report)
{
    QString text =
        u"| step | file | state | attempts | score | cost | note |\n| --- | --- | --- | ---: | ---: | ---: | --- |\n"_s;
    for (const journal::StepView &step : report.moment.steps) {
        text += u"| %1 | `%2` | %3 | %4 | %5 | %6 | %7 |\n"_s
                    .arg(tableCell(step.id), tableCell(step.file), domain::toString(step.state))
                    .arg(step.attempts)
                    .arg(step.score, 0, 'g', 3)
                    .arg(usdText(step.cost), tableCell(step.reason));
    }
    return text;
}

QString attemptsTable(const RunReport &report)
{
    QString text =
        u"| step | attempt | rung | model | outcome | score | summary |\n| --- | ---: | --- | --- | --- | ---: | --- |\n"_s;
    for (const journal::AttemptState &attempt : report.moment.attempts) {
        text += u"| %1 | %2 | %3 | %4 | %5 | %6 | %7 |\n"_s.arg(tableCell(attempt.step))
                    .arg(attempt.number)
                    .arg(attempt.rung, tableCell(attempt.model), attempt.state)
                    .arg(attempt.score, 0, 'g', 3)
                    .arg(tableCell(attempt.summary));
    }
    return text;
}

} // namespace

Result<RunReport> readReport(journal::JournalReader &reader)
{
    RunReport report;
    auto moment = reader.at();
    if (!moment)
        return domain::fail(moment.error());
    report.moment = *moment;
    const QStringList types = {u"run.started"_s,    u"run.staged"_s, u"run.forked"_s, u"budget.settled"_s,
                               u"tests.finished"_s, u"stub.made"_s,  u"step.ended"_s};
    const journal::EntryFilter filter{.types = types + wishEntryTypes()};
    const auto read = reader.each(filter, [&report](const Entry &entry) {
        take(report, entry);
        return true;
    });
    if (!read)
        return domain::fail(read.error());
    int scored = 0;
    double sum = 0;
    for (const journal::StepView &step : report.moment.steps) {
        if (step.state != StepState::Accepted)
            continue;
        ++scored;
        sum += step.score;
    }
    report.averageScore = scored > 0 ? sum / scored : 0;
    return report;
}

QString reportMarkdown(const RunReport &report)
{
    const journal::RunView &run = report.moment.run;
    const domain::StepCounts &n = run.counts;
    QString text = u"# Run %1: %2\n\n%3\n\n"_s.arg(run.run, domain::toString(run.status), run.task);
    if (!run.reason.isEmpty())
        text += u"%1\n\n"_s.arg(run.reason);
    text +=
        u"- Steps: %1 accepted, %2 by a person, %3 unproven, %4 stubbed, %5 unchanged, %6 skipped, %7 waiting, %8 blocked, %9 pending\n"_s
            .arg(n.accepted)
            .arg(n.acceptedByPerson)
            .arg(n.unproven)
            .arg(n.stubbed)
            .arg(n.unchanged)
            .arg(n.skipped)
            .arg(n.waiting)
            .arg(n.blocked)
            .arg(n.pending);
    const QString average = n.accepted + n.acceptedByPerson + n.unproven == 0
        ? u"no step was accepted"_s
        : u"average score of accepted steps %1"_s.arg(report.averageScore, 0, 'f', 1);
    text += u"- Attempts: %1, %2\n"_s.arg(run.attempts).arg(average);
    text += u"- Cost: %1, time %2\n"_s.arg(usdText(run.spent), duration(run.updatedMs - run.createdMs));
    text += u"- The whole, at the end: %1\n"_s.arg(testsLine(report.finalTests));
    text += u"- Workspace: %1\n- Branch: %2 in %3\n\n"_s.arg(run.workspace, report.branch, report.gitFolder);
    text += u"## Steps\n\n%1\n## Attempts\n\n%2\n"_s.arg(stepsTable(report), attemptsTable(report));
    text += u"## Cost per model\n\n%1"_s.arg(usesTable(report.models));
    if (!report.wishes.isEmpty())
        text += u"\n## What people wanted\n\n"_s;
    for (const QString &line : report.wishes)
        text += u"- %1\n"_s.arg(line.simplified());
    text += u"\n## Needs review\n\n"_s;
    for (const journal::StepView &step : report.moment.steps) {
        if (const QString why = report.needsReview.value(step.id); !why.isEmpty())
            text += u"- `%1`: %2\n"_s.arg(step.file, why.simplified());
        if (const QString path = report.failureReports.value(step.id); !path.isEmpty())
            text += u"  Failure report: %1\n"_s.arg(path);
    }
    if (report.needsReview.isEmpty())
        text += u"Nothing.\n"_s;
    return text;
}

QString reportHtml(const RunReport &report)
{
    // Rows are escaped one by one: what models wrote is text, never markup.
    const journal::RunView &run = report.moment.run;
    const auto e = [](const QString &s) { return s.toHtmlEscaped(); };
    QString text =
        u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Run %1</title>\n"
        "<style>body{font-family:sans-serif;max-width:70em;margin:2em auto}table{border-collapse:collapse}"
        "td,th{border:1px solid #d5dae1;padding:4px 8px;text-align:left}</style></head><body>\n"_s.arg(e(run.run));
    text += u"<h1>Run %1: %2</h1>\n<p>%3</p>\n<p>%4</p>\n"_s.arg(e(run.run), e(domain::toString(run.status)),
                                                                 e(run.task), e(run.reason));
    text += u"<p>Cost %1, attempts %2. The whole, at the end: %3. Branch %4 in %5.</p>\n"_s.arg(e(usdText(run.spent)))
                .arg(run.attempts)
                .arg(e(testsLine(report.finalTests)), e(report.branch), e(report.gitFolder));
    text +=
        u"<h2>Steps</h2>\n<table><tr><th>step</th><th>file</th><th>state</th><th>attempts</th><th>score</th><th>cost</th><th>note</th></tr>\n"_s;
    for (const journal::StepView &step : report.moment.steps)
        text += u"<tr><td>%1</td><td>%2</td><td>%3</td><td>%4</td><td>%5</td><td>%6</td><td>%7</td></tr>\n"_s
                    .arg(e(step.id), e(step.file), e(domain::toString(step.state)))
                    .arg(step.attempts)
                    .arg(step.score, 0, 'g', 3)
                    .arg(e(usdText(step.cost)), e(step.reason));
    text +=
        u"</table>\n<h2>Attempts</h2>\n<table><tr><th>step</th><th>attempt</th><th>rung</th><th>model</th><th>outcome</th><th>score</th><th>summary</th></tr>\n"_s;
    for (const journal::AttemptState &a : report.moment.attempts)
        text +=
            u"<tr><td>%1</td><td>%2</td><td>%3</td><td>%4</td><td>%5</td><td>%6</td><td>%7</td></tr>\n"_s.arg(e(a.step))
                .arg(a.number)
                .arg(e(a.rung), e(a.model), e(a.state))
                .arg(a.score, 0, 'g', 3)
                .arg(e(a.summary));
    return text + u"</table>\n</body></html>\n"_s;
}

QJsonObject reportJson(const RunReport &report)
{
    const journal::RunView &run = report.moment.run;
    QJsonArray steps;
    for (const journal::StepView &s : report.moment.steps)
        steps.append(QJsonObject{{u"id"_s, s.id},
                                 {u"title"_s, s.title},
                                 {u"file"_s, s.file},
                                 {u"state"_s, domain::toString(s.state)},
                                 {u"attempts"_s, s.attempts},
                                 {u"score"_s, s.score},
                                 {u"costUsd"_s, domain::toUsd(s.cost)},
                                 {u"strategy"_s, s.strategy},
                                 {u"reason"_s, s.reason},
                                 {u"commit"_s, s.commit},
                                 {u"needsReview"_s, report.needsReview.value(s.id)},
                                 {u"failureReport"_s, report.failureReports.value(s.id)}});
    QJsonArray attempts;
    for (const journal::AttemptState &a : report.moment.attempts)
        attempts.append(QJsonObject{{u"step"_s, a.step},
                                    {u"number"_s, a.number},
                                    {u"rung"_s, a.rung},
                                    {u"model"_s, a.model},
                                    {u"state"_s, a.state},
                                    {u"score"_s, a.score},
                                    {u"summary"_s, a.summary},
                                    {u"costUsd"_s, domain::toUsd(a.cost)}});
    QJsonArray models;
    for (const ModelUse &m : report.models)
        models.append(QJsonObject{{u"model"_s, m.model},
                                  {u"calls"_s, m.calls},
                                  {u"inputTokens"_s, m.inputTokens},
                                  {u"outputTokens"_s, m.outputTokens},
                                  {u"costUsd"_s, domain::toUsd(m.cost)}});
    return {{u"id"_s, run.run},
            {u"task"_s, run.task},
            {u"language"_s, run.language},
            {u"workspace"_s, run.workspace},
            {u"branch"_s, report.branch},
            {u"repository"_s, report.gitFolder},
            {u"status"_s, domain::toString(run.status)},
            {u"reason"_s, run.reason},
            {u"counts"_s, domain::toJson(run.counts)},
            {u"steps"_s, steps},
            {u"attempts"_s, attempts},
            {u"attemptCount"_s, run.attempts},
            {u"costUsd"_s, domain::toUsd(run.spent)},
            {u"models"_s, models},
            {u"wishes"_s, QJsonArray::fromStringList(report.wishes)},
            {u"averageScore"_s, report.averageScore},
            {u"finalTests"_s, report.finalTests}};
}

Result<void> writeReports(const RunReport &report, const QString &folder, const QString &runInstructions,
                          const QList<memory::Todo> &todos)
{
    if (const auto written = writeText(folder + u"/summary.md"_s, reportMarkdown(report)); !written)
        return written;
    const QString readme =
        u"# %1\n\n%2\n\n%3\n"_s.arg(report.plan.projectName.isEmpty() ? report.moment.run.run : report.plan.projectName,
                                    report.plan.task, runInstructions);
    if (const auto written = writeText(folder + u"/README.md"_s, readme); !written)
        return written;
    QString list = u"# To do\n\n"_s;
    for (const memory::Todo &todo : todos)
        list += u"- [%1] %2 (%3): %4\n"_s.arg(todo.done ? u"x"_s : u" "_s, todo.title, todo.reason, todo.report);
    if (todos.isEmpty())
        list += u"Nothing.\n"_s;
    return writeText(folder + u"/TODO.md"_s, list);
}

} // namespace stepladder::engine

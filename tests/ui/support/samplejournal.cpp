// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplejournal.h"

#include "schemafit.h"

#include <QFileInfo>

namespace stepladder::tests {

using namespace Qt::StringLiterals;

SampleJournal::SampleJournal(const QString &run)
    : m_locations(storage::Locations::under(m_dir.path() + u"/home"_s))
    , m_run(run)
{
    QDir().mkpath(m_locations.runs());
    QDir().mkpath(m_dir.path() + u"/workspace"_s);
    auto made = journal::Journal::create(m_locations.run(run), run, m_clock);
    if (!made)
        qFatal("%s", qPrintable(made.error().message));
    m_journal = std::move(*made);
}

domain::Step SampleJournal::step(const QString &file, const QString &title, const QStringList &dependsOn)
{
    return {.id = QFileInfo(file).completeBaseName(),
            .title = title,
            .description = u"Write %1."_s.arg(title),
            .file = file,
            .dependsOn = dependsOn};
}

domain::Plan SampleJournal::shop()
{
    const auto src = [](const char *name) { return u"src/Shop/%1.cs"_s.arg(QLatin1String(name)); };
    return {
        .task = u"Orders for the shop: store, prices, service and endpoints"_s,
        .language = u"csharp"_s,
        .projectName = u"Shop"_s,
        .steps = {step(src("Order"), u"The order and its lines"_s),
                  step(src("IOrderStore"), u"What a store of orders offers"_s, {u"Order"_s}),
                  step(src("Money"), u"Amounts with a currency"_s),
                  step(src("OrderNumber"), u"Numbers of orders"_s, {u"Order"_s}),
                  step(src("OrderStore"), u"Orders in the database"_s, {u"IOrderStore"_s, u"OrderNumber"_s}),
                  step(src("PriceRules"), u"Discounts"_s, {u"Money"_s}),
                  step(src("TaxTable"), u"Tax by country"_s, {u"Money"_s}),
                  step(src("OrderService"), u"Placing an order"_s, {u"OrderStore"_s, u"PriceRules"_s, u"TaxTable"_s}),
                  step(src("OrderEndpoints"), u"HTTP endpoints"_s, {u"OrderService"_s})}};
}

qint64 SampleJournal::add(const QString &type, const QString &step, int attempt, const QJsonObject &data)
{
    const QString wrong = misfit(u":/stepladder/schemas/entries/%1.json"_s.arg(type), data);
    if (!wrong.isEmpty())
        qFatal("%s: %s", qPrintable(type), qPrintable(wrong));
    const auto seq = m_journal->append(std::nullopt, {.type = type, .step = step, .attempt = attempt, .data = data},
                                       journal::Durability::Committed);
    if (!seq)
        qFatal("%s", qPrintable(seq.error().message));
    return *seq;
}

void SampleJournal::start(const domain::Plan &plan, const QString &ladder)
{
    const QJsonObject rungs = readJson(u":/stepladder/ladders/%1.json"_s.arg(ladder)).toObject();
    add(u"run.started"_s, {}, 0,
        {{u"task"_s, plan.task},
         {u"language"_s, plan.language},
         {u"workspace"_s, m_dir.path() + u"/workspace"_s},
         {u"branch"_s, u"stepladder/"_s + m_run},
         {u"mode"_s, u"guarded"_s},
         {u"plan"_s, domain::toJson(plan)},
         {u"ladder"_s, rungs},
         {u"options"_s, QJsonObject{{u"mode"_s, u"guarded"_s}, {u"parallel"_s, 4}}},
         {u"caps"_s, QJsonObject{{u"perRun"_s, 5'000'000}}},
         {u"pins"_s, QJsonObject()},
         {u"version"_s, u"1.0"_s}});
    add(u"plan.approved"_s, {}, 0, {{u"by"_s, u"person"_s}});
}

void SampleJournal::stepStarted(const QString &step)
{
    add(u"step.started"_s, step, 0, {{u"title"_s, u""_s}, {u"file"_s, u""_s}, {u"epoch"_s, 1}, {u"base"_s, u"b"_s}});
}

qint64 SampleJournal::attemptStarted(const QString &step, int number, const QString &rung, const QString &model,
                                     const QString &kind)
{
    return add(u"attempt.started"_s, step, number,
               {{u"number"_s, number},
                {u"rung"_s, rung},
                {u"kind"_s, kind},
                {u"role"_s, u"generator"_s},
                {u"model"_s, model},
                {u"counted"_s, true},
                {u"epoch"_s, 1}});
}

qint64 SampleJournal::verdict(const QString &step, int attempt, bool passed, double score, const QString &summary,
                              const QJsonObject &evidence, const QJsonArray &issues)
{
    const QJsonObject built{{u"buildOk"_s, passed}, {u"ending"_s, u"finished"_s}};
    return add(u"verdict.reached"_s, step, attempt,
               {{u"passed"_s, passed},
                {u"score"_s, score},
                {u"unproven"_s, false},
                {u"evidenceOnly"_s, false},
                {u"summary"_s, summary},
                {u"issues"_s, issues},
                {u"confidence"_s, 1},
                {u"evidence"_s, evidence.isEmpty() ? built : evidence}});
}

void SampleJournal::attemptEnded(const QString &step, int number, const QString &state, double score,
                                 const QString &summary)
{
    add(u"attempt.ended"_s, step, number,
        {{u"number"_s, number}, {u"state"_s, state}, {u"score"_s, score}, {u"summary"_s, summary}});
}

void SampleJournal::attempt(const QString &step, int number, bool passed, double score, const QString &rung,
                            const QString &model)
{
    attemptStarted(step, number, rung, model);
    m_clock.advance(20'000);
    const QString summary = passed ? u"builds, all tests pass"_s : u"builds, 2 of 9 tests fail"_s;
    verdict(step, number, passed, score, summary);
    attemptEnded(step, number, passed ? u"passed"_s : u"failed"_s, score, summary);
}

void SampleJournal::spend(const QString &step, int attempt, domain::MicroUsd amount)
{
    const QString key = u"%1/1/%2/generate"_s.arg(step).arg(attempt);
    add(u"budget.reserved"_s, step, attempt,
        {{u"key"_s, key},
         {u"amount"_s, amount},
         {u"model"_s, u"claude-sonnet-4"_s},
         {u"paid"_s, true},
         {u"purpose"_s, u"generate"_s},
         {u"role"_s, u"reviewer"_s}});
    add(u"budget.settled"_s, step, attempt,
        {{u"key"_s, key},
         {u"reserved"_s, amount},
         {u"spent"_s, amount},
         {u"paid"_s, true},
         {u"model"_s, u"claude-sonnet-4"_s},
         {u"purpose"_s, u"generate"_s},
         {u"role"_s, u"reviewer"_s},
         {u"estimated"_s, false},
         {u"usage"_s, QJsonObject{{u"input"_s, 1000}, {u"output"_s, 500}, {u"cacheRead"_s, 0}, {u"cacheWrite"_s, 0}}}});
}

void SampleJournal::stepWaits(const QString &step, const QString &reason)
{
    add(u"step.waiting"_s, step, 0, {{u"request"_s, m_run + u".1"_s}, {u"reason"_s, reason}});
}

void SampleJournal::stepBlocked(const QString &step, const QString &reason)
{
    add(u"step.blocked"_s, step, 0, {{u"kind"_s, u"network"_s}, {u"reason"_s, reason}});
}

void SampleJournal::stepEnded(const QString &step, const QString &state, double score, int attempts,
                              const QString &reason)
{
    add(u"step.ended"_s, step, 0,
        {{u"state"_s, state},
         {u"strategy"_s, u"ladder"_s},
         {u"reason"_s, reason},
         {u"score"_s, score},
         {u"attempts"_s, attempts}});
}

void SampleJournal::insight(const QString &step, int attempt, const QString &role, const QString &model,
                            const QString &text)
{
    add(u"insight"_s, step, attempt,
        {{u"role"_s, role},
         {u"model"_s, model},
         {u"entryType"_s, u"insight"_s},
         {u"contentType"_s, u"strategic_plan"_s},
         {u"text"_s, text}});
}

void SampleJournal::playShop()
{
    start(shop());
    const std::pair<const char *, std::pair<int, double>> done[] = {
        {"Order", {1, 9}}, {"IOrderStore", {1, 8.5}}, {"Money", {3, 8.5}}, {"OrderNumber", {6, 8}}};
    for (const auto &[name, result] : done) {
        const QString id = QString::fromLatin1(name);
        stepStarted(id);
        for (int number = 1; number <= result.first; ++number)
            attempt(id, number, number == result.first, number == result.first ? result.second : 4);
        if (id == u"OrderNumber"_s)
            spend(id, result.first, 300'000);
        stepEnded(id, u"accepted"_s, result.second, result.first);
    }
    stepStarted(u"OrderStore"_s);
    for (int number = 1; number <= 5; ++number)
        attempt(u"OrderStore"_s, number, false, 2 + number, number < 4 ? u"fix"_s : u"reviewer"_s);
    spend(u"OrderStore"_s, 4, 120'000);
    attemptStarted(u"OrderStore"_s, 6, u"insights"_s);
    stepStarted(u"PriceRules"_s);
    attempt(u"PriceRules"_s, 1, false, 0);
    attemptStarted(u"PriceRules"_s, 2, u"fix"_s);
    stepStarted(u"TaxTable"_s);
    for (int number = 1; number <= 15; ++number)
        attempt(u"TaxTable"_s, number, false, 5.5, u"expert"_s, u"claude-sonnet-4"_s);
    stepWaits(u"TaxTable"_s, u"Help needed: TaxTable.cs"_s);
}

} // namespace stepladder::tests

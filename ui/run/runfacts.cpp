// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/runfacts.h"

#include <QJsonArray>

#include <limits>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Result;

namespace {

const QStringList kFactTypes{u"run.started"_s, u"plan.amended"_s, u"budget.raised"_s, u"run.changed"_s};

std::optional<domain::MicroUsd> capOf(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(domain::MicroUsd(value.toInteger())) : std::nullopt;
}

Result<RunFacts> started(const QJsonObject &data)
{
    auto plan = domain::planFromJson(data[u"plan"].toObject(), u"the run's plan"_s);
    if (!plan)
        return domain::fail(domain::ErrorKind::Corrupt, plan.error().message);
    auto ladder = domain::ladderFromJson(data[u"ladder"].toObject(), u"the run's ladder"_s);
    if (!ladder)
        return domain::fail(domain::ErrorKind::Corrupt, ladder.error().message);
    return RunFacts{.plan = *plan,
                    .ladder = *ladder,
                    .mode = domain::modeFromString(data[u"mode"].toString()).value_or(domain::Mode::Guarded),
                    .cap = capOf(data[u"caps"][u"perRun"]),
                    .branch = data[u"branch"].toString(),
                    .workspace = data[u"workspace"].toString(),
                    .parallel = data[u"options"][u"parallel"].toInt(4)};
}

void amend(domain::Plan &plan, const QJsonObject &data)
{
    const QString dependent = data[u"dependent"].toString();
    const auto placeOf = [&plan](const QString &id) {
        return std::find_if(plan.steps.begin(), plan.steps.end(),
                            [&id](const domain::Step &step) { return step.id == id; });
    };
    QStringList first = data[u"first"].toVariant().toStringList();
    for (const auto &item : data[u"steps"].toArray()) {
        const auto step = domain::stepFromJson(item.toObject(), u"amendment"_s);
        if (!step)
            continue;
        if (placeOf(step->id) == plan.steps.end())
            plan.steps.insert(placeOf(dependent), *step);
        first.append(step->id);
    }
    const auto at = placeOf(dependent);
    for (const QString &id : std::as_const(first)) {
        if (at != plan.steps.end() && !at->dependsOn.contains(id))
            at->dependsOn.append(id);
    }
}

void take(RunFacts &facts, const Entry &entry)
{
    if (entry.type == u"plan.amended"_s) {
        amend(facts.plan, entry.data);
    } else if (entry.type == u"budget.raised"_s) {
        if (entry.data.contains(u"caps"_s))
            facts.cap = capOf(entry.data[u"caps"][u"perRun"]);
        else if (entry.data.contains(u"perRun"_s))
            facts.cap = capOf(entry.data[u"perRun"]);
    } else if (const auto mode = domain::modeFromString(entry.data[u"mode"].toString())) {
        facts.mode = *mode;
    }
}

} // namespace

bool changesFacts(const QString &type)
{
    return kFactTypes.contains(type);
}

Result<RunFacts> readFacts(journal::JournalReader &reader, qint64 until)
{
    Result<RunFacts> facts = domain::fail(domain::ErrorKind::Corrupt, u"the journal does not say how the run began"_s);
    const auto read = reader.each({.types = kFactTypes}, [&](const Entry &entry) {
        if (until > 0 && entry.seq > until)
            return false;
        if (entry.type == u"run.started"_s)
            facts = started(entry.data);
        else if (facts)
            take(*facts, entry);
        return true;
    });
    if (!read)
        return domain::fail(read.error());
    return facts;
}

} // namespace stepladder::ui

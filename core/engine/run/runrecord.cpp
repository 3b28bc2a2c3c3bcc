// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runrecord.h"

#include "engine/wishes/wants.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Result;

namespace {

Result<void> takeStarted(RunRecord &record, const QJsonObject &data)
{
    record.started = data;
    record.pins = data[u"pins"].toObject();
    record.workspace = data[u"workspace"].toString();
    record.options = runOptionsFromJson(data[u"options"].toObject());
    auto plan = domain::planFromJson(data[u"plan"].toObject(), u"the pinned plan"_s);
    if (!plan)
        return domain::fail(plan.error());
    auto ladder = domain::ladderFromJson(data[u"ladder"].toObject(), u"the pinned ladder"_s);
    if (!ladder)
        return domain::fail(ladder.error());
    record.plan = *plan;
    record.ladder = *ladder;
    return {};
}

void takeCall(RunRecord &record, const Entry &entry)
{
    takeReservation(record.reservations, entry);
    const QString model = entry.data[u"model"].toString();
    if (const int line = entry.data[u"scriptedLine"].toInt(); line > 0)
        record.usedScriptLines[model].insert(line);
    for (const auto &line : entry.data[u"scriptedErrors"].toArray())
        record.usedScriptLines[model].insert(line.toInt());
}

Result<void> take(RunRecord &record, const Entry &entry)
{
    const QJsonObject &data = entry.data;
    if (entry.type == u"run.started"_s)
        return takeStarted(record, data);
    if (entry.type == u"run.resumed"_s && data.contains(u"pins"_s)) {
        record.pins = data[u"pins"].toObject();
    } else if (entry.type == u"run.staged"_s) {
        record.lastCommit = data[u"base"].toString();
    } else if (entry.type == u"plan.amended"_s) {
        record.amendments.append(amendmentFromJson(data));
    } else if (entry.type == u"budget.raised"_s) {
        record.moneyAnswers += data[u"unasked"].toBool() ? 0 : 1;
        if (data.contains(u"caps"_s))
            record.options.caps = capsFromJson(data[u"caps"].toObject());
        else if (data.contains(u"perRun"_s))
            record.options.caps.perRun = data[u"perRun"].toInteger();
        record.localOnly = record.localOnly || data[u"localOnly"].toBool();
    } else if (entry.type == u"step.reopened"_s) {
        if (data[u"reason"] == u"retry"_s)
            record.retries.insert(entry.step, data[u"note"].toString());
    } else if (entry.type == u"step.ended"_s) {
        record.retries.remove(entry.step);
    } else if (entry.type == u"breakpoint.reached"_s) {
        record.reached.append({data[u"serial"].toInt(), entry.step, data[u"epoch"].toInt()});
    } else if (Wants::types().contains(entry.type)) {
        record.wants.append({.type = entry.type, .data = data});
        if (data.contains(u"mode"_s))
            record.options.mode = domain::modeFromString(data[u"mode"].toString()).value_or(record.options.mode);
    } else if (entry.type.startsWith(u"budget."_s)) {
        takeCall(record, entry);
    } else if (entry.type == u"tests.finished"_s && data.contains(u"blob"_s)) {
        const QString commit = data[u"commit"].toString();
        for (const auto &key : data[u"excluded"].toArray())
            record.excludedTests.append(key.toString());
        if (commit.isEmpty())
            return {};
        record.evidenceBlobs.insert(commit, data[u"blob"].toString());
        record.lastCommit = commit;
    }
    return {};
}

} // namespace

Amendment amendmentFromJson(const QJsonObject &data)
{
    Amendment amendment{.dependent = data[u"dependent"].toString(), .first = data[u"first"].toVariant().toStringList()};
    for (const auto &item : data[u"steps"].toArray()) {
        if (const auto step = domain::stepFromJson(item.toObject(), u"amendment"_s))
            amendment.steps.append(*step);
    }
    return amendment;
}

bool RunRecord::endedRun() const
{
    using domain::RunStatus;
    const RunStatus status = moment.run.status;
    return status != RunStatus::Running && status != RunStatus::Paused;
}

Result<RunRecord> readRunRecord(journal::JournalReader &reader)
{
    RunRecord record;
    auto moment = reader.at();
    if (!moment)
        return domain::fail(moment.error());
    record.moment = *moment;
    const journal::EntryFilter filter{
        .types = QStringList{u"run.started"_s, u"run.resumed"_s, u"run.staged"_s, u"plan.amended"_s, u"budget.raised"_s,
                             u"budget.reserved"_s, u"budget.released"_s, u"budget.settled"_s, u"tests.finished"_s,
                             u"step.reopened"_s, u"step.ended"_s, u"breakpoint.reached"_s}
            + Wants::types()};
    Result<void> taken;
    const auto read = reader.each(filter, [&](const Entry &entry) {
        taken = take(record, entry);
        return taken.has_value();
    });
    if (!read || !taken)
        return domain::fail(!read ? read.error() : taken.error());
    if (record.started.isEmpty())
        return domain::fail(domain::ErrorKind::Corrupt, u"the journal has no run.started"_s);
    return record;
}

} // namespace stepladder::engine

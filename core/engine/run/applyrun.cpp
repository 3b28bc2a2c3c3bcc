// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/applyrun.h"

#include "engine/answers/candidatefiles.h"
#include "engine/plan/planstate.h"
#include "engine/run/runrecord.h"
#include "journal/inbox.h"
#include "journal/journal.h"
#include "journal/journalreader.h"

#include <QFileInfo>
#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::ErrorKind;
using domain::Result;
using domain::StepState;

namespace {

/// How a step ended, with its files as blobs.
struct Ended
{
    StepState state = StepState::Pending;
    QJsonArray files = {};
    QString reason = {};
};

struct RunFiles
{
    domain::Plan plan;
    QString workspace;
    QHash<QString, Ended> ended;
    QStringList scaffold;
};

Result<RunFiles> readRun(journal::JournalReader &reader)
{
    const auto record = readRunRecord(reader);
    if (!record)
        return domain::fail(record.error());
    PlanState plan(record->plan);
    for (const Amendment &amendment : record->amendments)
        plan.amend(amendment.steps, amendment.dependent, amendment.first);
    RunFiles run{.plan = plan.plan(), .workspace = record->workspace, .ended = {}, .scaffold = {}};
    const auto take = [&run](const Entry &entry) {
        if (entry.type == u"run.scaffolded"_s)
            run.scaffold = entry.data[u"files"].toVariant().toStringList();
        else if (entry.type == u"step.reopened"_s)
            run.ended.remove(entry.step);
        else
            run.ended.insert(entry.step,
                             {domain::stepStateFromString(entry.data[u"state"].toString()).value_or(StepState::Skipped),
                              entry.data[u"files"].toArray(), entry.data[u"reason"].toString()});
        return true;
    };
    const auto read = reader.each({.types = {u"step.ended"_s, u"step.reopened"_s, u"run.scaffolded"_s}}, take);
    if (!read)
        return domain::fail(read.error());
    return run;
}

/// The asked steps and all they depend on, in the plan's order.
Result<QStringList> chosenSteps(const domain::Plan &plan, const QStringList &asked)
{
    QSet<QString> chosen;
    QStringList open = asked;
    while (!open.isEmpty()) {
        const QString id = open.takeFirst();
        const domain::Step *step = plan.step(id);
        if (!step)
            return domain::fail(ErrorKind::BadInput, u"--step: the run has no step \"%1\""_s.arg(id));
        if (chosen.contains(id))
            continue;
        chosen.insert(id);
        open += step->dependsOn;
    }
    QStringList order;
    for (const domain::Step &step : plan.steps) {
        if (asked.isEmpty() || chosen.contains(step.id))
            order.append(step.id);
    }
    return order;
}

/// \p stage may be null where no step ended and no scaffold was made.
Result<QList<workspace::ApplyItem>> itemsOf(const RunFiles &run, const QStringList &steps, bool stubs,
                                            const workspace::Stage *stage, journal::JournalReader &reader,
                                            AppliedRun &applied)
{
    QList<workspace::ApplyItem> items;
    for (const QString &path : run.scaffold) {
        const auto content = stage->read(path);
        if (content && std::none_of(run.plan.steps.begin(), run.plan.steps.end(), [&](const domain::Step &s) {
                return s.file == path;
            }))
            items.append({.path = path, .asFound = stage->asFound(path), .accepted = *content});
    }
    applied.scaffoldFiles = int(items.size());
    for (const QString &id : steps) {
        const Ended ended = run.ended.value(id);
        const bool stub = ended.state == StepState::Stubbed;
        if (ended.files.isEmpty() || (stub && !stubs)) {
            applied.leftOut.append(
                u"%1: %2"_s.arg(id, stub ? u"a stub (--stubs takes it)"_s : domain::toString(ended.state)));
            continue;
        }
        const auto files = filesFromJson(ended.files, [&](const QString &sha256) { return reader.blob(sha256); });
        if (!files)
            return domain::fail(files.error());
        for (const domain::FileChange &file : *files) {
            // The stage keeps an existing file's line ends; what it holds is what was executed.
            items.append({.path = file.path,
                          .asFound = stage->asFound(file.path),
                          .accepted = stage->read(file.path).value_or(file.content),
                          .stub = stub});
        }
    }
    return items;
}

QJsonObject outcomeJson(const workspace::ApplyReport &report)
{
    static const QStringList names = {u"written"_s, u"already_done"_s, u"conflict"_s, u"failed"_s, u"not_written"_s};
    QJsonObject json;
    for (auto it = report.outcomes.constBegin(); it != report.outcomes.constEnd(); ++it)
        json.insert(it.key(), names.value(int(it.value())));
    return json;
}

/// Into the journal; where another process runs the run, into its inbox.
void journalApply(const QString &folder, const storage::Clock &clock, const QString &target,
                  const workspace::ApplyReport &report)
{
    const QJsonObject data{{u"workspace"_s, target}, {u"files"_s, outcomeJson(report)}};
    if (const auto journal = journal::Journal::open(folder, clock))
        (*journal)->append(std::nullopt, {.type = u"run.applied"_s, .data = data}, journal::Durability::Synced);
    else
        journal::Inbox(folder).put(u"applied"_s, data, clock.nowMs());
}

} // namespace

Result<AppliedRun> applyRun(const storage::Locations &locations, const storage::Clock &clock,
                            const ApplyRequest &request)
{
    const auto folder = locations.existingRun(request.run);
    if (!folder)
        return domain::fail(folder.error());
    const auto reader = journal::JournalReader::open(*folder);
    if (!reader)
        return domain::fail(reader.error());
    const auto run = readRun(**reader);
    if (!run)
        return domain::fail(run.error());
    const auto steps = chosenSteps(run->plan, request.steps);
    if (!steps)
        return domain::fail(steps.error());
    std::unique_ptr<workspace::Stage> stage; // of a run that was paused before its copy was made there is none
    if (!run->ended.isEmpty() || !run->scaffold.isEmpty()) {
        auto opened = workspace::Stage::open(*folder + u"/stage"_s, {});
        if (!opened)
            return domain::fail(opened.error());
        stage = std::move(*opened);
    }
    AppliedRun applied;
    for (const QString &id : *steps) {
        if (!request.steps.isEmpty() && !request.steps.contains(id))
            applied.alongWith.append(id);
    }
    const auto items = itemsOf(*run, *steps, request.stubs, stage.get(), **reader, applied);
    if (!items)
        return domain::fail(items.error());
    const QString target = request.workspace.isEmpty() ? run->workspace : request.workspace;
    if (!QFileInfo(target).isDir())
        return domain::fail(ErrorKind::BadInput, u"%1: the workspace is no folder"_s.arg(target));
    auto report = workspace::apply(target, *items, request.partial);
    if (!report)
        return domain::fail(report.error());
    applied.report = *report;
    for (const workspace::ApplyItem &item : *items)
        applied.files.append(item.path);
    journalApply(*folder, clock, target, applied.report);
    return applied;
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runsession.h"

#include "engine/runfinish.h"
#include "engine/runreport.h"
#include "guidance/requests.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::RunStatus;
using journal::Draft;
using journal::Durability;
using journal::EffectResult;
using journal::Key;

namespace {

QString today(const storage::Clock &clock)
{
    return QDateTime::fromMSecsSinceEpoch(clock.nowMs(), Qt::UTC).date().toString(Qt::ISODate);
}

SpendingListener dayLedger(const SessionSetup &setup, const storage::Clock &clock)
{
    return [index = setup.locations.index(), run = setup.run, &clock](domain::MicroUsd spent) {
        if (const auto runs = journal::RunIndex::open(index))
            (*runs)->addSpending(run, today(clock), spent);
    };
}

} // namespace

RunSession::RunSession(SessionSetup setup, const storage::Clock &clock, StopTokens stop)
    : m_setup(std::move(setup))
    , m_clock(clock)
    , m_effects(*m_setup.journal, std::move(stop))
    , m_budget(m_setup.options.caps)
    , m_plan(m_setup.plan)
    , m_baselines([this](const QString &blob) { return m_setup.journal->blob(blob); })
    , m_models({.effects = m_effects,
                .clients = *m_setup.clients,
                .budget = m_budget,
                .bus = m_setup.bus,
                .onSpent = dayLedger(m_setup, clock)})
    , m_desk(m_effects, m_setup.locations.index(), clock)
{
}

RunSession::~RunSession() = default;

void RunSession::say(const QString &line) const
{
    if (m_setup.onProgress)
        m_setup.onProgress(line);
}

SessionEnd RunSession::run()
{
    if (m_setup.record) {
        if (const auto closed = closeLostCalls(); !closed)
            return failedWith(closed.error());
        if (const auto restored = restore(); !restored)
            return failedWith(restored.error());
    }
    if (m_budget.caps().perDay) {
        if (const auto runs = journal::RunIndex::open(m_setup.locations.index()))
            m_budget.setSpentTodayElsewhere((*runs)->spentOn(today(m_clock), m_setup.run).value_or(0));
    }
    if (const auto opened = openStage(); !opened)
        return failedWith(opened.error());
    return live();
}

/// What was in flight when an earlier process died is done again; what it may have cost is spent.
Result<void> RunSession::closeLostCalls()
{
    for (const journal::OpenIntent &intent : m_setup.journal->openIntents()) {
        const auto charge = lostCallEntries(intent, m_setup.record->reservations);
        if (const auto closed = m_setup.journal->closeIntent(intent.key, u"lost"_s, charge); !closed)
            return closed;
        for (const Draft &draft : charge) {
            const domain::MicroUsd spent = draft.data[u"spent"].toInteger();
            m_budget.restore(intent.step, spent, 1);
            dayLedger(m_setup, m_clock)(spent);
        }
    }
    return {};
}

/// What earlier processes spent and reached, before anything is replayed.
Result<void> RunSession::restore()
{
    const RunRecord &record = *m_setup.record;
    for (const auto &[dependent, steps] : record.amendments)
        m_plan.amend(steps, dependent);
    for (auto it = record.evidenceBlobs.constBegin(); it != record.evidenceBlobs.constEnd(); ++it)
        m_baselines.remember(it.key(), it.value());
    m_baselines.exclude(record.excludedTests);
    domain::MicroUsd ofSteps = 0;
    for (const journal::StepView &step : record.moment.steps) {
        m_budget.restore(step.id, step.cost, 0);
        ofSteps += step.cost;
        if (domain::isEnded(step.state))
            m_plan.setState(step.id, step.state);
    }
    m_budget.restore({}, record.moment.run.spent - ofSteps, record.moment.run.paidCalls);
    m_models.setLocalOnly(record.localOnly);
    return {};
}

Result<void> RunSession::openStage()
{
    const QString folder = m_setup.folder + u"/stage"_s;
    const workspace::StageRules rules{.outputs = m_setup.toolchain->outputs(), .include = m_setup.toolchain->include()};
    const Key key{.name = u"stage"_s};
    if (m_setup.journal->has(key)) {
        auto stage = workspace::Stage::open(folder, rules);
        if (!stage)
            return domain::fail(stage.error());
        m_stage = std::move(*stage);
        // A commit that the journal does not know of was cut off before its record: it is made again.
        if (m_setup.record && !m_setup.record->lastCommit.isEmpty() && m_stage->head() != m_setup.record->lastCommit)
            return m_stage->reset(m_setup.record->lastCommit);
        return {};
    }
    const auto staged = stageWorkspace(key, folder, rules);
    if (staged || staged.error().kind != ErrorKind::Conflict || m_setup.allowLarge)
        return staged;
    // Over 2 GB: a person is asked first.
    const auto allowed = consentToLarge(staged.error().message);
    if (!allowed)
        return allowed;
    m_setup.allowLarge = true;
    return stageWorkspace(key, folder, rules);
}

Result<void> RunSession::consentToLarge(const QString &what)
{
    const Key key{.name = u"consent.large"_s};
    domain::Request request = guidance::consentRequest(
        {.run = m_setup.run, .kind = guidance::ConsentKind::LargeStage, .target = m_setup.workspace, .what = {what}});
    auto answer = m_desk.ask(key, request);
    while (!answer && answer.error().kind == ErrorKind::Awaiting && !m_setup.options.noWait && !m_setup.options.noHuman
           && !m_effects.stop().soft.stop_requested()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        if (m_desk.answered(m_desk.idFor(key)))
            answer = m_desk.ask(key, request);
    }
    if (!answer)
        return domain::fail(answer.error());
    if (answer->kind != domain::AnswerKind::Approve)
        return domain::fail(ErrorKind::Conflict, u"%1, and that was declined"_s.arg(what));
    return {};
}

Result<void> RunSession::stageWorkspace(const Key &key, const QString &folder, const workspace::StageRules &rules)
{
    say(u"copying the workspace"_s);
    const auto staged = m_effects.once(key, {}, {}, Durability::Synced, [&]() -> Result<EffectResult> {
        QDir(folder).removeRecursively();
        auto stage = workspace::Stage::create(m_setup.workspace, folder, m_setup.run, rules, m_setup.allowLarge, {},
                                              m_effects.stop().hard);
        if (!stage)
            return domain::fail(stage.error());
        m_stage = std::move(*stage);
        const QJsonObject data{{u"base"_s, m_stage->head()},
                               {u"branch"_s, m_stage->branch()},
                               {u"repository"_s, m_stage->repositoryPath()},
                               {u"gitFolder"_s, m_stage->gitFolder()},
                               {u"ignoredLeftOut"_s, QJsonArray::fromStringList(m_stage->ignoredLeftOut())}};
        return EffectResult{.record = data, .entries = {Draft{.type = u"run.staged"_s, .data = data}}};
    });
    if (!staged)
        return domain::fail(staged.error());
    return {};
}

Result<void> RunSession::scaffold()
{
    const QString name = !m_setup.plan.scaffold.isEmpty() ? m_setup.plan.scaffold
        : m_stage->files().isEmpty()                      ? m_setup.toolchain->defaultScaffold()
                                                          : QString();
    const auto made =
        m_effects.once({.name = u"scaffold"_s}, {}, {}, Durability::Committed, [&]() -> Result<EffectResult> {
            auto scratch = m_stage->scratch(m_effects.stop().hard);
            if (!scratch)
                return domain::fail(scratch.error());
            const toolchain::Site site = siteOf(*m_stage, **scratch);
            if (name.isEmpty() || m_setup.toolchain->hasProject(site.workspaceFolder()))
                return EffectResult{.record = {{u"files"_s, QJsonArray()}}};
            say(u"making the scaffold %1"_s.arg(name));
            const QString framework = m_setup.plan.options.testFramework.isEmpty()
                ? m_setup.toolchain->defaultTestFramework()
                : m_setup.plan.options.testFramework;
            const auto files =
                m_setup.toolchain->scaffold(site, name, m_setup.plan.projectName, framework, m_effects.stop().hard);
            if (!files)
                return domain::fail(files.error());
            const auto commit = m_stage->commitScratch(**scratch, u"Scaffold: %1"_s.arg(name));
            if (!commit)
                return domain::fail(commit.error());
            return EffectResult{.record = {{u"files"_s, QJsonArray::fromStringList(*files)}, {u"commit"_s, *commit}},
                                .entries = {Draft{.type = u"run.scaffolded"_s,
                                                  .data = {{u"scaffold"_s, name},
                                                           {u"commit"_s, *commit},
                                                           {u"files"_s, QJsonArray::fromStringList(*files)}}}}};
        });
    if (!made)
        return domain::fail(made.error());
    return {};
}

/// Said at once and kept in the record.
void RunSession::warn(const QString &step, const QString &line) const
{
    say(u"warning: "_s + line);
    m_setup.journal->append(std::nullopt,
                            {.type = u"insight"_s,
                             .step = step,
                             .data = {{u"role"_s, u"plan"_s},
                                      {u"model"_s, QString()},
                                      {u"entryType"_s, u"insight"_s},
                                      {u"contentType"_s, u"warning"_s},
                                      {u"text"_s, line}}});
}

/// What a plan alone cannot say: a symlink in the way, a file where a folder should be; and what is only worth a word.
Result<void> RunSession::checkPlanOnStage()
{
    const QStringList known = m_setup.toolchain->patternNames();
    QStringList made;
    for (const domain::Step &step : m_setup.plan.steps)
        made.append(step.file);
    auto scratch = m_stage->scratch(m_effects.stop().hard);
    if (!scratch)
        return domain::fail(scratch.error());
    for (const domain::Step &step : m_setup.plan.steps) {
        const bool exists = m_stage->exists(step.file);
        if (const auto written = (*scratch)->write({{step.file, {}}});
            !written && written.error().kind == ErrorKind::BadInput)
            return domain::fail(ErrorKind::BadInput,
                                u"plan: step \"%1\": file: %2"_s.arg(step.id, written.error().message));
        if (step.kind == domain::StepKind::Change && !exists)
            warn(step.id, u"step %1 is to change %2, which does not exist: it is created"_s.arg(step.id, step.file));
        for (const QString &pattern : step.requiredPatterns) {
            if (!known.contains(pattern, Qt::CaseInsensitive))
                warn(step.id,
                     u"step %1: requiredPatterns: no check is called \"%2\" (there are %3): it is left to review"_s.arg(
                         step.id, pattern, known.isEmpty() ? u"none"_s : known.join(u", "_s)));
        }
        for (const QString &test : step.tests) {
            if (!m_stage->exists(test) && !made.contains(test))
                warn(step.id, u"step %1: tests: %2 does not exist and judges nothing"_s.arg(step.id, test));
        }
    }
    return {};
}

Result<void> RunSession::prepare()
{
    if (const auto made = scaffold(); !made)
        return made;
    if (!m_setup.record) {
        if (const auto checked = checkPlanOnStage(); !checked)
            return checked;
    }
    if (m_setup.toolchain->id() == u"text"_s)
        return {};
    auto scratch = m_stage->scratch(m_effects.stop().hard);
    if (!scratch)
        return domain::fail(scratch.error());
    say(u"preparing packages"_s);
    return m_setup.toolchain->prepare(siteOf(*m_stage, **scratch), {.line = [this](const QString &line) { say(line); }},
                                      m_effects.stop().hard);
}

SessionEnd RunSession::live()
{
    RunParts parts{.ladder = m_setup.ladder,
                   .options = m_setup.options,
                   .prompts = m_setup.prompts,
                   .plan = m_plan,
                   .effects = m_effects,
                   .models = m_models,
                   .desk = m_desk,
                   .stage = *m_stage,
                   .toolchain = *m_setup.toolchain,
                   .memory = *m_setup.memory,
                   .baselines = m_baselines,
                   .clock = m_clock,
                   .reportFolder = m_setup.folder + u"/report"_s};
    Validator validator(parts);
    Reviewer reviewer(parts);
    Acceptance acceptance(parts, validator);
    if (const auto prepared = prepare(); !prepared)
        return failedWith(prepared.error());
    say(u"building and testing the workspace as it stands"_s);
    const auto initial = validator.baseline({.name = u"baseline"_s}, u"baseline"_s);
    if (!initial)
        return failedWith(initial.error());
    m_initial = *initial;
    QHash<QString, int> epochs;
    if (m_setup.record) {
        for (const journal::StepView &step : m_setup.record->moment.steps)
            epochs.insert(step.id, step.epoch);
    }
    PlanEnd end;
    {
        PlanRunner runner({parts, validator, reviewer, acceptance}, epochs,
                          m_setup.record ? m_setup.record->moneyAnswers : 0);
        end = runner.run();
    }
    return endOf(end, parts, validator);
}

SessionEnd RunSession::endOf(const PlanEnd &end, RunParts &parts, Validator &validator)
{
    switch (end.kind) {
    case PlanEnd::Kind::AllEnded:
        return finish(parts, validator);
    case PlanEnd::Kind::Paused:
        return paused(end.pauseKind, end.reason, end.error);
    case PlanEnd::Kind::Cancelled:
        break;
    }
    const domain::RunFinished finished = counted(RunStatus::Cancelled);
    m_setup.journal->append(std::nullopt,
                            {.type = u"run.ended"_s,
                             .data = {{u"status"_s, u"cancelled"_s},
                                      {u"reason"_s, end.reason},
                                      {u"counts"_s, domain::toJson(finished.steps)},
                                      {u"attempts"_s, finished.attempts},
                                      {u"costMicroUsd"_s, finished.cost}}},
                            Durability::Synced);
    return {.finished = counted(RunStatus::Cancelled), .reason = end.reason};
}

SessionEnd RunSession::finish(RunParts &parts, Validator &validator)
{
    say(u"building and testing the whole"_s);
    const auto final = validator.baseline({.name = u"final."_s + m_stage->head()}, u"final"_s);
    if (!final)
        return failedWith(final.error());
    domain::RunFinished finished = counted(RunStatus::Running);
    QString reason;
    finished.status = finalStatus(finished.steps, *m_initial, **final, m_setup.toolchain->stubMarker(),
                                  m_plan.stubbedFiles(), &reason);
    const auto written = m_setup.journal->append(std::nullopt,
                                                 {.type = u"run.ended"_s,
                                                  .data = {{u"status"_s, domain::toString(finished.status)},
                                                           {u"reason"_s, reason},
                                                           {u"counts"_s, domain::toJson(finished.steps)},
                                                           {u"attempts"_s, finished.attempts},
                                                           {u"costMicroUsd"_s, finished.cost},
                                                           {u"report"_s, parts.reportFolder + u"/summary.md"_s}}},
                                                 Durability::Synced);
    if (!written)
        return failedWith(written.error());
    if (const auto reported = report(parts); !reported)
        return {.finished = finished, .reason = reported.error().message};
    return {.finished = finished, .reason = reason};
}

Result<void> RunSession::report(RunParts &parts)
{
    if (const auto flushed = m_setup.journal->flush(); !flushed)
        return flushed;
    const auto reader = journal::JournalReader::open(m_setup.folder);
    if (!reader)
        return domain::fail(reader.error());
    const auto report = readReport(**reader);
    if (!report)
        return domain::fail(report.error());
    auto scratch = m_stage->scratch(m_effects.stop().hard);
    const QString instructions = scratch ? m_setup.toolchain->runInstructions(siteOf(*m_stage, **scratch)) : QString();
    QList<memory::Todo> todos;
    for (const memory::Todo &todo : m_setup.memory->todos(true).value_or(QList<memory::Todo>())) {
        if (todo.workspace == m_stage->workspacePath())
            todos.append(todo);
    }
    return writeReports(*report, parts.reportFolder, instructions, todos);
}

domain::RunFinished RunSession::counted(RunStatus status)
{
    domain::RunFinished finished{.run = m_setup.run, .status = status, .cost = m_budget.spent()};
    m_setup.journal->flush();
    if (const auto reader = journal::JournalReader::open(m_setup.folder)) {
        if (const auto moment = (*reader)->at()) {
            finished.steps = moment->run.counts;
            finished.attempts = moment->run.attempts;
            finished.cost = moment->run.spent;
        }
    }
    return finished;
}

SessionEnd RunSession::paused(const QString &kind, const QString &reason, std::optional<Error> error)
{
    m_setup.journal->append(std::nullopt, {.type = u"run.paused"_s, .data = {{u"kind"_s, kind}, {u"reason"_s, reason}}},
                            Durability::Synced);
    return {.finished = counted(RunStatus::Paused), .pauseKind = kind, .reason = reason, .error = std::move(error)};
}

SessionEnd RunSession::failedWith(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled) {
        const bool hard = m_effects.stop().hard.stop_requested();
        if (!hard)
            return paused(u"interrupted"_s, u"paused on request"_s, std::nullopt);
        m_setup.journal->append(
            std::nullopt,
            {.type = u"run.ended"_s, .data = {{u"status"_s, u"cancelled"_s}, {u"reason"_s, u"stopped"_s}}},
            Durability::Synced);
        return {.finished = counted(RunStatus::Cancelled), .reason = u"stopped"_s};
    }
    const QString kind = error.kind == ErrorKind::Awaiting ? u"person"_s
        : error.kind == ErrorKind::BadInput                ? u"bad_input"_s
        : error.kind == ErrorKind::MissingTool             ? u"missing"_s
        : error.kind == ErrorKind::DiskFull                ? u"disk_full"_s
        : error.kind == ErrorKind::Diverged                ? u"diverged"_s
                                                           : u"blocked"_s;
    return paused(kind, error.message, error);
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runsession.h"

#include "engine/reports/runreport.h"
#include "engine/run/runfinish.h"
#include "engine/wishes/wishwatch.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::RunStatus;
using journal::Draft;
using journal::Durability;

namespace {

DeskNews newsFor(const Result<std::unique_ptr<Notifier>> &notifier)
{
    Notifier *const teller = notifier ? notifier->get() : nullptr;
    if (!teller)
        return {};
    return {.onAsked = [teller](const domain::Request &request) { teller->asked(request); },
            .onSnoozed = [teller](const domain::Request &request, qint64 dueMs,
                                  int serial) { teller->remind(request, dueMs, serial); }};
}

} // namespace

RunSession::RunSession(SessionSetup setup, const storage::Clock &clock, StopTokens stop)
    : m_setup(std::move(setup))
    , m_clock(clock)
    , m_effects(*m_setup.journal, std::move(stop))
    , m_budget(m_setup.options.caps)
    , m_ledger(m_setup.locations.index(), m_setup.run, clock)
    , m_plan(m_setup.plan)
    , m_baselines([this](const QString &blob) { return m_setup.journal->blob(blob); })
    , m_denied(DenyList::of(m_setup.workspace))
    , m_wants(*m_setup.journal, m_setup.options.mode)
    , m_notifier(Notifier::create(m_setup.locations, clock))
    , m_desk(m_effects, m_setup.locations.index(), clock, newsFor(m_notifier))
    , m_breakpoints(m_effects, m_desk, m_wants, m_plan)
    , m_prompts(m_effects, m_desk, m_wants, m_breakpoints)
    , m_models({.effects = m_effects,
                .clients = *m_setup.clients,
                .budget = m_budget,
                .bus = m_setup.bus,
                .ledger = &m_ledger,
                .staysHere = [this](const QString &step) { return staysHere(step); },
                .beforePaidCall =
                    [this](const journal::Key &key) { return m_breakpoints.beforePaidCall(key, m_budget.spent()); },
                .beforePrompt = [this](const PromptToSend &prompt) { return m_prompts.before(prompt); }})
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
    if (!m_notifier)
        say(u"nobody is told at webhooks: "_s + m_notifier.error().message);
    std::optional<WishWatch> watch;
    if (m_setup.onHalt)
        watch.emplace(*m_setup.journal, m_wants, m_setup.sinceMs, m_setup.onHalt);
    for (const Draft &want : m_setup.wants)
        m_wants.apply(want.type, want.data);
    if (m_setup.record) {
        if (const auto closed = closeLostCalls(); !closed)
            return failedWith(closed.error());
        if (const auto restored = restore(); !restored)
            return failedWith(restored.error());
    }
    // Without its ledger nobody knows what is left of the day's cap.
    if (const auto opened = m_ledger.open(); !opened && m_budget.caps().perDay)
        return failedWith(opened.error());
    // What was asked for a step that ended since is asked for nobody.
    m_desk.withdrawMatching([this](const domain::Request &request) {
        return !request.step.isEmpty() && domain::isEnded(m_plan.state(request.step));
    });
    if (const auto opened = openStage(); !opened)
        return failedWith(opened.error());
    return live();
}

bool RunSession::staysHere(const QString &step) const
{
    const domain::Plan plan = m_plan.plan();
    const domain::Step *known = plan.step(step);
    return known && m_denied.denies(known->file);
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
            m_ledger.settle(intent.key, spent);
        }
    }
    return {};
}

/// What earlier processes spent and reached, before anything is replayed.
Result<void> RunSession::restore()
{
    const RunRecord &record = *m_setup.record;
    for (const Amendment &amendment : record.amendments)
        m_plan.amend(amendment.steps, amendment.dependent, amendment.first);
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
    for (const journal::Draft &want : record.wants)
        m_wants.apply(want.type, want.data);
    for (const RunRecord::Reached &reached : record.reached)
        m_breakpoints.restoreOwner(reached.serial, reached.step, reached.epoch);
    return {};
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
                   .denied = m_denied,
                   .onTest = m_setup.onTest,
                   .reportFolder = m_setup.folder + u"/report"_s,
                   .wants = m_wants,
                   .breakpoints = m_breakpoints,
                   .locations = m_setup.locations};
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
    for (PlanRunner::Past past = this->past();;) {
        PlanRunner runner({parts, validator, reviewer, acceptance}, past);
        const PlanEnd end = runner.run();
        if (end.kind != PlanEnd::Kind::AllEnded)
            return endOf(end);
        if (const auto finished = finish(parts, validator))
            return *finished;
        past = runner.past();
    }
}

PlanRunner::Past RunSession::past() const
{
    PlanRunner::Past past;
    if (!m_setup.record)
        return past;
    for (const journal::StepView &step : m_setup.record->moment.steps)
        past.epochs.insert(step.id, step.epoch);
    past.retries = m_setup.record->retries;
    past.moneyAnswers = m_setup.record->moneyAnswers;
    return past;
}

SessionEnd RunSession::endOf(const PlanEnd &end)
{
    if (end.kind == PlanEnd::Kind::Paused)
        return paused(end.pauseKind, end.reason, end.error);
    m_desk.withdrawAll({});
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

/// Whether the inbox holds a wish that gives an ended plan something to do.
bool RunSession::hasMoreToDo() const
{
    const auto wishes = m_setup.journal->wishes();
    return wishes && std::any_of(wishes->begin(), wishes->end(), [](const journal::Wish &wish) {
               return wish.kind == u"retry"_s || wish.kind == u"amend"_s;
           });
}

std::optional<SessionEnd> RunSession::finish(RunParts &parts, Validator &validator)
{
    say(u"building and testing the whole"_s);
    const auto final = validator.baseline({.name = u"final."_s + m_stage->head()}, u"final"_s);
    if (!final)
        return failedWith(final.error());
    if (hasMoreToDo())
        return std::nullopt;
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
        return SessionEnd{.finished = finished, .reason = reported.error().message};
    return SessionEnd{.finished = finished, .reason = reason};
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
        return endOf({.kind = PlanEnd::Kind::Cancelled, .reason = u"stopped"_s});
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

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/planrunner.h"

#include "guidance/requests.h"

#include <QJsonDocument>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using domain::Step;
using domain::StepState;

namespace {

constexpr auto kWishInterval = std::chrono::milliseconds(100);
constexpr qint64 kFirstProbeMs = 2'000;
constexpr qint64 kLongestProbeMs = 60'000;

/// Errors that end the running of the whole plan, with the kind of pause they make.
std::optional<QString> fatalKind(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::DiskFull:
        return u"disk_full"_s;
    case ErrorKind::Diverged:
        return u"diverged"_s;
    case ErrorKind::UnscriptedCall:
        return u"unscripted"_s;
    case ErrorKind::MissingTool:
        return u"missing"_s;
    case ErrorKind::Corrupt: // a damaged file does not come right by waiting
        return u"blocked"_s;
    default:
        return std::nullopt;
    }
}

} // namespace

PlanRunner::PlanRunner(RungTools tools, Past past)
    : m_tools(tools)
    , m_parts(tools.parts)
    , m_steps(tools)
    , m_epochs(std::move(past.epochs))
    , m_retries(std::move(past.retries))
    , m_moneyAsked(past.moneyAnswers)
{
}

PlanRunner::~PlanRunner()
{
    joinAll();
}

PlanEnd PlanRunner::run()
{
    const auto wake = [this] { m_wake.notify_all(); };
    const std::stop_callback onSoft(m_parts.effects.stop().soft, wake);
    const std::stop_callback onHard(m_parts.effects.stop().hard, wake);
    while (true) {
        collect();
        const bool stopping =
            m_parts.effects.stop().soft.stop_requested() || m_parts.effects.stop().hard.stop_requested();
        if (!stopping && !m_fatal) {
            watchJournal();
            takeWishes();
            release();
            while (startReady()) { }
        }
        if (m_running.empty()) {
            if (m_fatal || stopping)
                return ended();
            if (const auto end = verdictWhenIdle())
                return *end;
        }
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, kWishInterval, [this] {
            return std::any_of(m_running.begin(), m_running.end(), [](const Slot &s) { return s.result.has_value(); });
        });
    }
}

PlanEnd PlanRunner::ended()
{
    joinAll();
    if (m_parts.effects.stop().hard.stop_requested())
        return {.kind = PlanEnd::Kind::Cancelled, .reason = u"stopped"_s};
    if (m_fatal)
        return *m_fatal;
    return {.kind = PlanEnd::Kind::Paused, .pauseKind = u"interrupted"_s, .reason = u"paused on request"_s};
}

std::optional<PlanEnd> PlanRunner::verdictWhenIdle() const
{
    const domain::Plan plan = m_parts.plan.plan();
    const bool all = std::all_of(plan.steps.begin(), plan.steps.end(),
                                 [this](const Step &s) { return domain::isEnded(m_parts.plan.state(s.id)); });
    if (all)
        return PlanEnd{.kind = PlanEnd::Kind::AllEnded};
    const auto heldFor = [this](Hold why) {
        return std::find_if(m_held.begin(), m_held.end(), [why](const Held &h) { return h.why == why; });
    };
    if (const auto money = heldFor(Hold::Money); money != m_held.end())
        return PlanEnd{.kind = PlanEnd::Kind::Paused, .pauseKind = u"cap"_s, .reason = money->reason};
    if (const auto person = heldFor(Hold::Person); person != m_held.end()) {
        if (m_parts.options.noWait)
            return PlanEnd{.kind = PlanEnd::Kind::Paused, .pauseKind = u"person"_s, .reason = person->reason};
        return std::nullopt; // goes on when somebody answers
    }
    if (const auto blocked = heldFor(Hold::Surroundings); blocked != m_held.end())
        return PlanEnd{.kind = PlanEnd::Kind::Paused, .pauseKind = u"blocked"_s, .reason = blocked->reason};
    return std::nullopt;
}

bool PlanRunner::isReady(const Step &step) const
{
    if (m_parts.plan.state(step.id) != StepState::Pending || m_held.contains(step.id) || isRunning(step.id))
        return false;
    return std::all_of(step.dependsOn.begin(), step.dependsOn.end(),
                       [this](const QString &d) { return domain::isEnded(m_parts.plan.state(d)); });
}

bool PlanRunner::isRunning(const QString &step) const
{
    return std::any_of(m_running.begin(), m_running.end(), [&](const Slot &s) { return s.step == step; });
}

bool PlanRunner::startReady()
{
    if (int(m_running.size()) >= m_parts.options.parallel)
        return false;
    for (const Step &step : m_parts.plan.plan().steps) {
        if (!isReady(step))
            continue;
        if (!skipIfDependencyMissing(step))
            start(step);
        return true;
    }
    return false;
}

/// Where a dependency was skipped and its file is missing, the step is skipped with the reason (design.md §5.2).
bool PlanRunner::skipIfDependencyMissing(const Step &step)
{
    const domain::Plan plan = m_parts.plan.plan();
    for (const QString &id : step.dependsOn) {
        const Step *dependency = plan.step(id);
        if (m_parts.plan.state(id) != StepState::Skipped || !dependency || m_parts.stage.exists(dependency->file))
            continue;
        const QString reason = u"step %1 was skipped and its file %2 is missing"_s.arg(id, dependency->file);
        const journal::Key key{.step = step.id, .epoch = m_epochs.value(step.id), .name = u"step.ended"_s};
        const auto noted = m_parts.effects.note(
            key,
            {.type = u"step.ended"_s,
             .step = step.id,
             .data = {{u"state"_s, domain::toString(StepState::Skipped)}, {u"reason"_s, reason}, {u"attempts"_s, 0}}},
            journal::Durability::Committed);
        if (!noted)
            fatal(noted.error());
        m_parts.plan.setState(step.id, StepState::Skipped);
        return true;
    }
    return false;
}

void PlanRunner::start(const Step &step)
{
    m_parts.plan.setState(step.id, StepState::Running);
    Slot &slot = m_running.emplace_back(Slot{.step = step.id, .thread = {}, .capChanges = m_capChanges});
    slot.thread = std::thread(
        [this, &slot, step, epoch = m_epochs.value(step.id), stub = m_stubForMoney, words = m_retries.value(step.id)] {
            auto result = m_steps.run(step, epoch, stub, words);
            {
                const std::lock_guard lock(m_mutex);
                slot.result = std::move(result);
            }
            m_wake.notify_all();
        });
}

void PlanRunner::collect()
{
    std::list<Slot> done;
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_running.begin(); it != m_running.end();) {
            const auto next = std::next(it);
            if (it->result)
                done.splice(done.end(), m_running, it);
            it = next;
        }
    }
    for (Slot &slot : done) {
        slot.thread.join();
        took(slot);
    }
}

void PlanRunner::took(const Slot &slot)
{
    const QString &step = slot.step;
    const Result<StepEnd> &result = *slot.result;
    if (result) {
        m_held.remove(step);
        m_parts.plan.setState(step, result->state);
        if (m_retries.contains(step) && !result->commit.isEmpty())
            offerDependents(step);
        m_retries.remove(step);
        return;
    }
    const Error &error = result.error();
    m_parts.plan.setState(step, StepState::Pending);
    if (error.kind == ErrorKind::Cancelled)
        return;
    if (error.kind == ErrorKind::Awaiting) {
        if (!error.detail.isEmpty()) // else a step that has to come first: dependsOn says which
            hold(step,
                 {.why = Hold::Person,
                  .request = error.detail,
                  .reason = error.message,
                  .deadlineMs = m_parts.desk.deadlineOf(error.detail)},
                 u"step.waiting"_s, {{u"request"_s, error.detail}, {u"reason"_s, error.message}});
        return;
    }
    if (error.kind == ErrorKind::OverBudget) {
        // A cap that was raised while the step was on its way to it: it looks again.
        if (slot.capChanges == m_capChanges && !waitForReservations(step, error))
            holdForMoney(step, error);
        return;
    }
    if (const auto kind = fatalKind(error.kind)) {
        m_fatal = PlanEnd{.kind = PlanEnd::Kind::Paused, .pauseKind = *kind, .reason = error.message, .error = error};
        return;
    }
    block(step, error);
}

void PlanRunner::fatal(const Error &error)
{
    m_fatal = PlanEnd{.kind = PlanEnd::Kind::Paused,
                      .pauseKind = fatalKind(error.kind).value_or(u"blocked"_s),
                      .reason = error.message,
                      .error = error};
}

/// What depends on a step that was made anew may want to be made anew too: it is offered, not run.
void PlanRunner::offerDependents(const QString &step)
{
    QStringList open = {step};
    QSet<QString> seen;
    while (!open.isEmpty()) {
        const QString because = open.takeFirst();
        for (const Step &dependent : m_parts.plan.plan().steps) {
            if (!dependent.dependsOn.contains(because) || seen.contains(dependent.id)
                || !domain::isEnded(m_parts.plan.state(dependent.id)))
                continue;
            seen.insert(dependent.id);
            open.append(dependent.id);
            const journal::Key key{.step = dependent.id, .name = u"offered."_s + step, .ordinal = m_epochs.value(step)};
            m_parts.effects.note(key,
                                 {.type = u"step.offered"_s,
                                  .step = dependent.id,
                                  .data = {{u"because"_s, step},
                                           {u"reason"_s, u"step %1, which it depends on, was made anew"_s.arg(step)}}});
        }
    }
}

void PlanRunner::hold(const QString &step, const Held &held, const QString &type, const QJsonObject &data)
{
    m_held.insert(step, held);
    m_parts.effects.journal().append(std::nullopt, {.type = type, .step = step, .data = data});
}

void PlanRunner::block(const QString &step, const Error &error)
{
    const int tries = m_held.value(step).tries;
    const qint64 wait = std::min(kLongestProbeMs, kFirstProbeMs << std::min(tries, 10));
    hold(step,
         {.why = Hold::Surroundings,
          .reason = error.message,
          .againMs = m_parts.clock.monotonicMs() + wait,
          .tries = tries + 1},
         u"step.blocked"_s, {{u"kind"_s, domain::toString(error.kind)}, {u"reason"_s, error.message}});
}

/// Money that others set aside may come back: the step looks again when some did, and nobody is asked before.
bool PlanRunner::waitForReservations(const QString &step, const Error &error)
{
    const auto releases = models::waitsFor(error);
    if (!releases)
        return false;
    if (m_parts.models.budget().releases() != *releases)
        return true;
    if (m_running.empty())
        return false;
    m_held.insert(step, {.why = Hold::Reservations, .reason = error.message, .releases = *releases});
    return true;
}

/// One question about money for the run, however many steps wait for its answer.
void PlanRunner::holdForMoney(const QString &step, const Error &error)
{
    const journal::Key key{.name = u"budget"_s, .ordinal = m_moneyAsked};
    const QJsonObject over = QJsonDocument::fromJson(error.detail.toUtf8()).object();
    m_capAsked = over[u"cap"].toString(u"perRun"_s);
    domain::Request request = guidance::budgetRequest({.run = m_parts.effects.journal().run(),
                                                       .cap = m_capAsked,
                                                       .limit = over[u"limit"].toInteger(),
                                                       .spent = m_parts.models.budget().spent(),
                                                       .asked = over[u"asked"].toInteger()});
    request.details.insert(u"message"_s, error.message);
    const auto answer = m_parts.desk.ask(key, request);
    m_held.insert(step, {.why = Hold::Money, .request = m_parts.desk.idFor(key), .reason = error.message});
    if (!answer && answer.error().kind == ErrorKind::Awaiting)
        m_parts.effects.journal().append(
            std::nullopt,
            {.type = u"step.waiting"_s,
             .step = step,
             .data = {{u"request"_s, m_parts.desk.idFor(key)}, {u"reason"_s, error.message}}});
}

bool PlanRunner::answerAboutMoney()
{
    const journal::Key key{.name = u"budget"_s, .ordinal = m_moneyAsked};
    if (!m_answered.contains(m_parts.desk.idFor(key)) && !m_parts.desk.isAnswered(key))
        return false;
    const domain::Request asked = m_parts.desk.asked(m_parts.desk.idFor(key)).value_or(domain::Request{});
    const auto answer = m_parts.desk.ask(key, asked);
    if (!answer)
        return false;
    m_capAsked = asked.details[u"cap"].toString(m_capAsked);
    ++m_moneyAsked;
    ++m_capChanges;
    journal::Key raised = key;
    raised.name = u"budget.raised"_s;
    m_parts.effects.note(raised, {.type = u"budget.raised"_s, .data = applyMoneyAnswer(*answer)},
                         journal::Durability::Committed);
    return true;
}

QJsonObject PlanRunner::applyMoneyAnswer(const domain::Answer &answer)
{
    if (answer.kind == domain::AnswerKind::LocalOnly) {
        // Without a free generator nobody would be left to ask: the question comes again and says so.
        const bool possible = m_parts.models.hasFreePlayer(u"generator"_s);
        m_parts.models.setLocalOnly(possible);
        return {{u"localOnly"_s, possible}};
    }
    if (answer.kind != domain::AnswerKind::Amount) {
        m_stubForMoney = true;
        return {{u"stub"_s, true}};
    }
    models::Caps caps = m_parts.models.budget().caps();
    raiseCap(caps, m_capAsked, answer.amountMicroUsd);
    m_parts.models.budget().setCaps(caps);
    return {{u"cap"_s, m_capAsked}, {u"perRun"_s, answer.amountMicroUsd}, {u"caps"_s, toJson(caps)}};
}

/// What held a step is over: a person answered, money came, it is time to look at the surroundings again.
void PlanRunner::release()
{
    const bool money = answerAboutMoney() || m_lookAtMoneyAgain;
    m_lookAtMoneyAgain = false;
    for (auto it = m_held.begin(); it != m_held.end();) {
        const bool free = m_wanted.contains(it.key()) || (it->why == Hold::Money && money) || isOver(*it);
        if (!free) {
            ++it;
            continue;
        }
        if (it->why != Hold::Reservations) // nobody was told that it waits
            m_parts.effects.journal().append(std::nullopt, {.type = u"step.unblocked"_s, .step = it.key()});
        it = m_held.erase(it);
    }
    m_wanted.clear();
}

bool PlanRunner::isOver(const Held &held) const
{
    if (held.why == Hold::Surroundings)
        return m_parts.clock.monotonicMs() >= held.againMs;
    if (held.why == Hold::Reservations)
        return m_running.empty() || m_parts.models.budget().releases() != held.releases;
    if (held.why != Hold::Person)
        return false;
    const bool expired = held.deadlineMs > 0 && m_parts.clock.nowMs() > held.deadlineMs;
    return expired || m_answered.contains(held.request) || m_spoken.contains(held.request)
        || m_parts.desk.isClosed(held.request);
}

void PlanRunner::watchJournal()
{
    if (const auto broken = m_parts.effects.journal().broken()) {
        fatal(*broken);
        if (!fatalKind(broken->kind))
            m_fatal->pauseKind = u"disk_full"_s;
    }
}

void PlanRunner::joinAll()
{
    for (Slot &slot : m_running) {
        if (slot.thread.joinable())
            slot.thread.join();
    }
    m_running.clear();
}

} // namespace stepladder::engine

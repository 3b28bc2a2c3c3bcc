// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/planrunner.h"

#include "engine/control/trycode.h"
#include "engine/wishes/attaching.h"
#include "engine/wishes/breakpoints.h"
#include "engine/wishes/reopening.h"
#include "engine/wishes/wishcheck.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::StepState;
using journal::Draft;

/// Looks through the inbox: what is meant for the run comes true here, what a climbing step has to hear waits for it,
/// what cannot be is refused in one line.
void PlanRunner::takeWishes()
{
    m_answered.clear();
    m_spoken.clear();
    const auto wishes = m_parts.effects.journal().wishes();
    if (!wishes)
        return fatal(wishes.error());
    for (const journal::Wish &found : *wishes) {
        if (m_fatal)
            return;
        if (found.kind == u"answer"_s) {
            const bool final = domain::answerFromJson(found.data).final();
            (final ? m_answered : m_spoken).insert(found.data[u"request"].toString());
        } else {
            take(found);
        }
    }
}

void PlanRunner::take(const journal::Wish &found)
{
    if (found.kind == u"pause"_s || found.kind == u"stop"_s)
        return; // heard all through the session, not only while steps run
    if (found.kind == u"applied"_s)
        return consume(found, {{.type = u"run.applied"_s, .data = found.data}});
    if (found.kind == kTrialWish)
        return takeTrial(found);
    const auto wanted = readWish(found);
    if (!wanted)
        return refuse(found, wanted.error().message);
    const auto refusal = refusalOf(wanted->wish,
                                   {.plan = m_parts.plan.plan(),
                                    .ladder = m_parts.ladder,
                                    .state = [this](const QString &step) { return stateOf(step); },
                                    .spent = m_parts.models.budget().spent(),
                                    .paidCalls = m_parts.models.budget().paidCalls()});
    if (refusal)
        return refuse(found, refusal->message);
    const Wish &wish = wanted->wish;
    if (std::holds_alternative<wish::Retry>(wish))
        return retry(found, *wanted);
    if (std::holds_alternative<wish::SetBreakpoint>(wish))
        return setBreakpoint(found, *wanted);
    if (std::holds_alternative<wish::ClearBreakpoint>(wish))
        return clearBreakpoint(found, *wanted);
    if (std::holds_alternative<wish::Attach>(wish))
        return attach(found, *wanted);
    if (std::holds_alternative<wish::Amend>(wish))
        return amend(found, *wanted);
    if (std::holds_alternative<wish::RaiseCap>(wish))
        return raise(found, *wanted);
    if (const auto *detach = std::get_if<wish::Detach>(&wish))
        return consume(found,
                       {{.type = u"plan.detached"_s,
                         .step = detach->step,
                         .data = {{u"step"_s, detach->step},
                                  {u"names"_s, QJsonArray::fromStringList(detach->names)},
                                  {u"by"_s, wanted->by}}}});
    if (const auto *mode = std::get_if<wish::ChangeMode>(&wish))
        return consume(
            found,
            {{.type = u"run.changed"_s, .data = {{u"mode"_s, domain::toString(mode->mode)}, {u"by"_s, wanted->by}}}});
    takeForStep(found, *wanted);
}

/// What a person wants tried is heard by the step that asked them, when it comes back to its question.
void PlanRunner::takeTrial(const journal::Wish &found)
{
    const QString request = found.data[u"request"].toString();
    const QString step = found.data[u"step"].toString();
    const auto held = m_held.constFind(step);
    const bool waits = held != m_held.constEnd() && held->why == Hold::Person;
    if (waits && held->request == request && !m_parts.desk.isClosed(request)) {
        m_spoken.insert(request);
        return;
    }
    const bool asksAnother = waits && held->request != request;
    if (!m_parts.plan.plan().step(step) || domain::isEnded(m_parts.plan.state(step)) || asksAnother) {
        journal::Wish without = found; // the record has no use for code that nobody tried
        without.data.remove(u"content"_s);
        refuse(without, u"the question is not open any more"_s);
    }
}

/// Decisions and notes are consumed by the climbing step, at its own keys. A skip cuts it short at the next effect, as
/// a stub does; what is held goes on at once.
void PlanRunner::takeForStep(const journal::Wish &found, const Wanted &wanted)
{
    const auto decision = decisionIn(wanted);
    if (!decision)
        return;
    const QString step = stepOf(wanted.wish);
    const bool running = isRunning(step);
    if (decision->kind == Decision::Kind::Skip && !running)
        return skip(found, wanted);
    const bool atOnce = decision->kind == Decision::Kind::Skip || decision->kind == Decision::Kind::Stub;
    if (running ? atOnce : m_held.contains(step)) {
        m_parts.effects.cut(step);
        m_wanted.insert(step);
    }
}

void PlanRunner::consume(const journal::Wish &found, const QList<Draft> &entries)
{
    if (const auto consumed = m_parts.wants.consume(found.id, entries); !consumed)
        fatal(consumed.error());
}

void PlanRunner::refuse(const journal::Wish &found, const QString &reason)
{
    const QString step = found.data[u"step"].toString();
    consume(found,
            {{.type = u"wish.refused"_s,
              .step = m_parts.plan.plan().step(step) ? step : QString(),
              .data = {{u"wish"_s, found.kind}, {u"reason"_s, reason}, {u"data"_s, found.data}}}});
}

/// Waiting and blocked told apart from pending.
StepState PlanRunner::stateOf(const QString &step) const
{
    const StepState state = m_parts.plan.state(step);
    if (state != StepState::Pending)
        return state;
    if (const auto held = m_held.constFind(step); held != m_held.constEnd())
        return held->why == Hold::Surroundings ? StepState::Blocked : StepState::Waiting;
    const journal::Key started{.step = step, .epoch = m_epochs.value(step), .name = u"step.started"_s};
    return m_parts.effects.journal().noted(started) ? StepState::Running : StepState::Pending;
}

void PlanRunner::skip(const journal::Wish &found, const Wanted &wanted)
{
    const QString step = stepOf(wanted.wish);
    consume(found,
            {wishTaken(wanted),
             {.type = u"step.ended"_s,
              .step = step,
              .data = {{u"state"_s, domain::toString(StepState::Skipped)},
                       {u"reason"_s, u"skipped by %1"_s.arg(wanted.by)},
                       {u"attempts"_s, 0}}}});
    if (m_fatal)
        return;
    m_parts.desk.withdrawAll(step);
    m_held.remove(step);
    m_retries.remove(step);
    m_parts.plan.setState(step, StepState::Skipped);
}

void PlanRunner::retry(const journal::Wish &found, const Wanted &wanted)
{
    const auto &retry = std::get<wish::Retry>(wanted.wish);
    if (stateOf(retry.step) == StepState::Blocked) {
        consume(found, {wishTaken(wanted)});
        m_wanted.insert(retry.step);
        return;
    }
    const int epoch = m_epochs.value(retry.step) + 1;
    consume(found, {stepReopened(retry, epoch, wanted.by)});
    if (m_fatal)
        return;
    m_epochs.insert(retry.step, epoch);
    m_retries.insert(retry.step, retry.note);
    m_parts.plan.setState(retry.step, StepState::Pending);
}

void PlanRunner::attach(const journal::Wish &found, const Wanted &wanted)
{
    const auto entries = attachedEntries(m_parts.effects.journal(), m_parts.stage.workspacePath(),
                                         std::get<wish::Attach>(wanted.wish), wanted.by);
    if (!entries)
        return refuse(found, entries.error().message);
    consume(found, *entries);
}

void PlanRunner::amend(const journal::Wish &found, const Wanted &wanted)
{
    const auto &amend = std::get<wish::Amend>(wanted.wish);
    QJsonArray steps;
    for (const domain::Step &step : amend.steps)
        steps.append(domain::toJson(step));
    consume(found,
            {{.type = u"plan.amended"_s,
              .step = amend.before,
              .data = {{u"steps"_s, steps},
                       {u"reason"_s, amend.reason},
                       {u"approvedBy"_s, wanted.by},
                       {u"dependent"_s, amend.before}}}});
    if (!m_fatal)
        m_parts.plan.amend(amend.steps, amend.before);
}

/// Steps that wait for money look again; the open question is void.
void PlanRunner::raise(const journal::Wish &found, const Wanted &wanted)
{
    const auto &raise = std::get<wish::RaiseCap>(wanted.wish);
    models::Caps caps = m_parts.models.budget().caps();
    setCap(caps, raise.cap, raise.limit);
    const journal::Key asked{.name = u"budget"_s, .ordinal = m_moneyAsked};
    const QString question = m_parts.desk.idFor(asked);
    const bool open = m_parts.desk.isOpen(asked) && !m_answered.contains(question);
    QJsonObject data{{u"cap"_s, raise.cap}, {u"caps"_s, toJson(caps)}, {u"unasked"_s, !open}, {u"by"_s, wanted.by}};
    if (raise.cap == u"perRun"_s)
        data.insert(u"perRun"_s, raise.limit);
    consume(found, {{.type = u"budget.raised"_s, .data = data}});
    if (m_fatal)
        return;
    m_parts.models.budget().setCaps(caps);
    if (open) {
        m_parts.desk.withdraw(question);
        ++m_moneyAsked;
    }
    ++m_capChanges;
    m_lookAtMoneyAgain = true;
}

void PlanRunner::setBreakpoint(const journal::Wish &found, const Wanted &wanted)
{
    const Breakpoint &point = std::get<wish::SetBreakpoint>(wanted.wish).breakpoint;
    for (const StandingBreakpoint &one : m_parts.wants.breakpoints()) {
        if (one.point == point)
            return consume(found, {wishTaken(wanted)}); // it stands
    }
    consume(found,
            {{.type = u"breakpoint.set"_s,
              .step = point.step,
              .data = {{u"serial"_s, m_parts.wants.breakpointsEverSet()},
                       {u"breakpoint"_s, toJson(point)},
                       {u"by"_s, wanted.by}}}});
}

void PlanRunner::clearBreakpoint(const journal::Wish &found, const Wanted &wanted)
{
    const Breakpoint &point = std::get<wish::ClearBreakpoint>(wanted.wish).breakpoint;
    const QList<StandingBreakpoint> standing = m_parts.wants.breakpoints();
    const auto one =
        std::find_if(standing.begin(), standing.end(), [&](const StandingBreakpoint &b) { return b.point == point; });
    if (one == standing.end())
        return refuse(found, u"there is no breakpoint %1"_s.arg(describe(point)));
    consume(found,
            {{.type = u"breakpoint.cleared"_s,
              .step = point.step,
              .data = {{u"serial"_s, one->serial},
                       {u"breakpoint"_s, toJson(point)},
                       {u"by"_s, wanted.by},
                       {u"reached"_s, false}}}});
    m_parts.desk.withdrawMatching([serial = one->serial](const domain::Request &request) {
        return request.details.contains(u"breakpoint") && request.details[u"serial"].toInt() == serial;
    });
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/wishcheck.h"

#include "domain/plancheck.h"
#include "engine/wishes/wishjson.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::StepState;

namespace {

using Refusal = std::optional<Error>;

QString listed(const QStringList &names)
{
    constexpr qsizetype kShown = 12;
    QString text = names.mid(0, kShown).join(u", "_s);
    if (names.size() > kShown)
        text += u" and %1 more"_s.arg(names.size() - kShown);
    return text;
}

Refusal unknownStep(const QString &step, const RunStanding &now)
{
    if (now.plan.step(step))
        return std::nullopt;
    QStringList ids;
    for (const domain::Step &one : now.plan.steps)
        ids.append(one.id);
    return Error{ErrorKind::NotFound, u"the run has no step \"%1\": its steps are %2"_s.arg(step, listed(ids))};
}

Refusal unknownRung(const QString &rung, const RunStanding &now)
{
    if (now.ladder.rung(rung))
        return std::nullopt;
    QStringList ids;
    for (const domain::Rung &one : now.ladder.rungs)
        ids.append(one.id);
    return Error{ErrorKind::NotFound,
                 u"the ladder %1 has no rung \"%2\": its rungs are %3"_s.arg(now.ladder.id, rung, listed(ids))};
}

Refusal ended(const QString &step, const RunStanding &now)
{
    const StepState state = now.state(step);
    if (!domain::isEnded(state))
        return std::nullopt;
    return Error{ErrorKind::Conflict,
                 u"step %1 has ended (%2): only a retry makes it anew"_s.arg(step, domain::toString(state))};
}

Refusal begun(const QString &step, const RunStanding &now)
{
    const StepState state = now.state(step);
    if (state == StepState::Pending)
        return std::nullopt;
    return Error{ErrorKind::Conflict, u"step %1 has begun (%2)"_s.arg(step, domain::toString(state))};
}

Refusal refused(const Breakpoint &point, const RunStanding &now)
{
    if (!point.step.isEmpty()) {
        if (const auto unknown = unknownStep(point.step, now))
            return unknown;
        if (const auto over = ended(point.step, now))
            return over;
    }
    if (point.before == Breakpoint::Before::Step)
        return begun(point.step, now);
    return point.before == Breakpoint::Before::Rung ? unknownRung(point.rung, now) : std::nullopt;
}

Refusal refused(const wish::Amend &amend, const RunStanding &now)
{
    if (!amend.before.isEmpty()) {
        if (const auto unknown = unknownStep(amend.before, now))
            return unknown;
        if (const auto late = begun(amend.before, now))
            return late;
    }
    domain::Plan grown = now.plan;
    grown.steps += amend.steps;
    // What waits for the new steps closes a cycle as well.
    for (domain::Step &step : grown.steps) {
        if (step.id != amend.before)
            continue;
        for (const domain::Step &added : amend.steps)
            step.dependsOn.append(added.id);
    }
    const auto checked = domain::checkPlan(grown, u"the amended plan"_s);
    return checked ? std::nullopt : Refusal(checked.error());
}

Refusal refused(const wish::RaiseCap &raise, const RunStanding &now)
{
    if (raise.cap == u"perRun"_s && raise.limit <= now.spent)
        return Error{ErrorKind::BadInput,
                     u"%1 is not more than the %2 that the run has spent; it is the run's new total"_s.arg(
                         domain::usdText(raise.limit), domain::usdText(now.spent))};
    if (raise.cap == u"paidCalls"_s && raise.limit <= now.paidCalls)
        return Error{ErrorKind::BadInput,
                     u"the run has made %1 paid calls: expected more than that"_s.arg(now.paidCalls)};
    return raise.limit > 0
        ? std::nullopt
        : Refusal(Error{ErrorKind::BadInput, u"expected an amount above 0 (found %1)"_s.arg(raise.limit)});
}

Refusal refused(const wish::Retry &retry, const RunStanding &now)
{
    const StepState state = now.state(retry.step);
    if (domain::isEnded(state) || state == StepState::Blocked)
        return std::nullopt;
    return Error{
        ErrorKind::Conflict,
        u"step %1 has not ended (%2): there is nothing to make anew"_s.arg(retry.step, domain::toString(state))};
}

} // namespace

std::optional<Error> refusalOf(const Wish &wish, const RunStanding &now)
{
    const QString step = stepOf(wish);
    if (!step.isEmpty()) {
        if (const auto unknown = unknownStep(step, now))
            return unknown;
        if (const auto *retry = std::get_if<wish::Retry>(&wish))
            return refused(*retry, now);
        if (const auto over = std::holds_alternative<wish::Detach>(wish) ? std::nullopt : ended(step, now))
            return over;
    }
    if (const auto *jump = std::get_if<wish::Jump>(&wish))
        return unknownRung(jump->rung, now);
    if (const auto *set = std::get_if<wish::SetBreakpoint>(&wish))
        return refused(set->breakpoint, now);
    if (const auto *amend = std::get_if<wish::Amend>(&wish))
        return refused(*amend, now);
    if (const auto *raise = std::get_if<wish::RaiseCap>(&wish))
        return refused(*raise, now);
    return std::nullopt;
}

} // namespace stepladder::engine

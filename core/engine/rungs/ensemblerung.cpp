// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/ensemblerung.h"

#include "engine/desk/escalation.h"
#include "engine/ensemble/ensemble.h"

#include <QScopeGuard>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

EnsembleRung::EnsembleRung(RungTools tools)
    : m_tools(tools)
{
}

Result<RungEnd> EnsembleRung::climb(Climb &climb, const domain::Rung &rung)
{
    climb.member = u"ensemble.%1"_s.arg(climb.levels);
    const auto restore = qScopeGuard([&climb] { climb.member.clear(); });
    if (climb.comparedAt != climb.levels) {
        climb.comparedAt = climb.levels;
        if (const auto begun = escalate(m_tools.parts, climb, rung); !begun)
            return domain::fail(begun.error());
    }
    Ensemble ensemble(m_tools, climb, rung);
    if (const auto asked = ensemble.ask(); !asked)
        return domain::fail(asked.error());
    if (ensemble.isPointless()) {
        climb.leftBecause =
            u"one model plays every role and the ladder fixes its temperature: there is nothing to compare"_s;
        return RungEnd::Leave;
    }
    if (const auto judged = ensemble.judge(); !judged)
        return domain::fail(judged.error());
    return takeBest(climb, rung, ensemble);
}

/// The chosen one is taken; where the head it is to stand on refuses it, the next.
Result<RungEnd> EnsembleRung::takeBest(Climb &climb, const domain::Rung &rung, Ensemble &ensemble)
{
    const auto choice = ensemble.compare();
    if (!choice)
        return domain::fail(choice.error());
    bool overtaken = false;
    for (const int number : choice->order) {
        Ensemble::Member &member = *ensemble.member(number);
        const qsizetype words = climb.peoplesWords.size();
        member.climb.peoplesWords = climb.peoplesWords;
        member.climb.overtakenBy = climb.overtakenBy;
        const auto end = member.trial->take(*member.checked);
        if (!end)
            return domain::fail(end.error());
        ensemble.absorb(member);
        const bool rejected = climb.peoplesWords.size() > words;
        if (*end == RungEnd::Ended || rejected) {
            const bool taken = climb.end && !climb.end->commit.isEmpty();
            if (const auto ended =
                    ensemble.endRest(taken ? u"attempt %1 was taken"_s.arg(number) : u"a person decided otherwise"_s);
                !ended)
                return domain::fail(ended.error());
        }
        if (*end == RungEnd::Ended) {
            if (climb.end && climb.end->strategy == u"ladder"_s)
                climb.end->strategy = u"model_ensemble"_s;
            return RungEnd::Ended;
        }
        if (rejected)
            break;
        overtaken = overtaken || *end == RungEnd::Again;
    }
    if (const auto ended = ensemble.endRest(u"not taken"_s); !ended)
        return domain::fail(ended.error());
    // The root cause was analysed anew, and the models were others: nobody is stuck.
    climb.stuck.reset();
    climb.stuckReason.reset();
    if (overtaken)
        return RungEnd::Again;
    if (climb.repetition + 1 < rung.repeat)
        return RungEnd::GoOn;
    climb.leftBecause = ensemble.whyNobody();
    return RungEnd::Leave;
}

} // namespace stepladder::engine

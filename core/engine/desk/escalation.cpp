// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/escalation.h"

#include "engine/analysis/failureanalysis.h"
#include "engine/analysis/stepmemory.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;
using domain::Rung;

namespace {

constexpr double kAnalysisTemperature = 0.2; // base-v2.md, attempt 5

QString whyHere(const Climb &climb)
{
    const Attempt *best = climb.best();
    const QString tried = climb.counted() == 1 ? u"one attempt"_s : u"%1 attempts"_s.arg(climb.counted());
    return best
        ? u"%1 and none passed; the best, attempt %2: %3"_s.arg(tried).arg(best->number).arg(best->verdict.summary)
        : u"%1 and no candidate"_s.arg(tried);
}

} // namespace

Result<void> escalate(RunParts &parts, Climb &climb, const Rung &rung)
{
    const auto noted = parts.effects.note(climb.key(u"escalation.started"_s),
                                          {.type = u"escalation.started"_s,
                                           .step = climb.step.id,
                                           .attempt = climb.made,
                                           .data = {{u"rung"_s, rung.id},
                                                    {u"kind"_s, domain::toString(rung.kind)},
                                                    {u"attempts"_s, climb.counted()},
                                                    {u"reason"_s, whyHere(climb)}}});
    if (!noted)
        return domain::fail(noted.error());
    if (climb.attempts.isEmpty())
        return {};
    const auto similar = similarFailures(parts, climb);
    if (!similar)
        return domain::fail(similar.error());
    Rung analysis = rung;
    analysis.temperature = kAnalysisTemperature;
    const auto analyzed = analyzeFailures(parts, climb, analysis, u"thinker"_s, *similar);
    return analyzed ? Result<void>() : domain::fail(analyzed.error());
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/rethinkrung.h"

#include "engine/calls/promptcall.h"
#include "engine/steps/attemptlog.h"
#include "engine/wishes/stepwishes.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

RethinkRung::RethinkRung(RungTools tools)
    : m_tools(tools)
{
}

Result<RungEnd> RethinkRung::climb(Climb &climb, const domain::Rung &rung)
{
    RunParts &parts = m_tools.parts;
    AttemptLog log(parts);
    const QString role = rung.roles.value(0, u"thinker"_s);
    const QStringList players = log.playersOf(climb, role);
    if (const auto begun = log.begin(climb, rung, role, players.value(0)); !begun)
        return domain::fail(begun.error());
    if (const auto heard = StepWishes(parts).hear(climb, u"rethink"_s); !heard)
        return domain::fail(heard.error());
    auto call = prepareCall(parts, climb, rung, u"rethink"_s, role, players);
    if (!call)
        return domain::fail(call.error());
    call->request.schema = parts.prompts.schema(u"rethink"_s);
    QString model;
    const auto answer = parts.models.structured(climb.key(u"rethink"_s), call->players, call->request, &model);
    if (!answer)
        return domain::fail(answer.error());
    const QJsonObject rethought = answer->value_or(QJsonObject());
    QString description = climb.step.description;
    if (rethought[u"shouldSimplifyRequirements"].toBool() && !rethought[u"simplifiedVersion"].toString().isEmpty())
        description = rethought[u"simplifiedVersion"].toString();
    if (const QString approach = rethought[u"newApproach"].toString(); !approach.isEmpty())
        description += u"\n\nNew approach: "_s + approach;
    if (description != climb.step.description) {
        climb.step.description = description;
        const auto noted = parts.effects.note(
            climb.key(u"step.changed"_s),
            {.type = u"step.changed"_s,
             .step = climb.step.id,
             .attempt = climb.made,
             .data = {{u"description"_s, description}, {u"reason"_s, rethought[u"reasoning"].toString()}}});
        if (!noted)
            return domain::fail(noted.error());
        if (const auto said =
                log.insight(climb, role, model, u"insight"_s, u"new_approach"_s, rethought[u"newApproach"].toString());
            !said)
            return domain::fail(said.error());
    }
    climb.stuck.reset();
    climb.stuckReason.reset();
    climb.attempts.last().verdict.summary =
        u"rethought: %1"_s.arg(rethought[u"newApproach"].toString().section(u'\n', 0, 0));
    if (const auto ended = log.end(climb, u"ended"_s, climb.attempts.last().verdict.summary); !ended)
        return domain::fail(ended.error());
    return RungEnd::GoOn;
}

} // namespace stepladder::engine

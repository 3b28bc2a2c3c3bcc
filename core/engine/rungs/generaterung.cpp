// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/generaterung.h"

#include "engine/calls/promptcall.h"
#include "engine/judging/candidatetrial.h"
#include "engine/prompts/thinking.h"
#include "engine/wishes/stepwishes.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

QString roleOfLevel(const RunParts &parts, const domain::Rung &rung)
{
    const QString role = rung.roles.value(0, u"premium"_s);
    const bool played = role != u"premium"_s || !parts.models.clients().config().roles.value(role).isEmpty();
    return played ? role : u"best"_s;
}

GenerateRung::GenerateRung(RungTools tools)
    : m_tools(tools)
{
}

/// Base-v2's budget rule: the premium model stays away when less than a tenth of the budget is left.
Result<QString> GenerateRung::roleFor(const Climb &climb, const domain::Rung &rung)
{
    const QString role = rung.roles.value(0, u"generator"_s);
    if (role != u"premium"_s)
        return role;
    journal::Key key = climb.key(u"role"_s);
    key.attempt = climb.made + 1;
    const auto record =
        m_tools.parts.effects.once(key, {}, {}, journal::Durability::Queued, [&]() -> Result<journal::EffectResult> {
            const bool low = m_tools.parts.models.budget().inLastTenth();
            journal::EffectResult result{.record = {{u"role"_s, low ? u"reviewer"_s : role}}};
            if (low)
                result.entries.append(
                    {.type = u"insight"_s,
                     .step = climb.step.id,
                     .attempt = climb.made + 1,
                     .data = {
                         {u"role"_s, u"premium"_s},
                         {u"model"_s, QString()},
                         {u"entryType"_s, u"insight"_s},
                         {u"contentType"_s, u"budget"_s},
                         {u"text"_s, u"Less than a tenth of the budget is left: the reviewer plays this rung."_s}}});
            return result;
        });
    if (!record)
        return domain::fail(record.error());
    return (*record)[u"role"].toString();
}

Result<RungEnd> GenerateRung::climb(Climb &climb, const domain::Rung &rung)
{
    if (rung.think && !climb.thinking) {
        if (const auto thought = think(m_tools.parts, climb, rung); !thought)
            return domain::fail(thought.error());
    }
    const auto role = roleFor(climb, rung);
    if (!role)
        return domain::fail(role.error());
    return tryAs(climb, rung, *role);
}

Result<RungEnd> GenerateRung::tryAs(Climb &climb, const domain::Rung &rung, const QString &role)
{
    RunParts &parts = m_tools.parts;
    AttemptLog log(parts);
    const QStringList players = log.playersOf(climb, role);
    if (const auto begun = log.begin(climb, rung, role, players.value(0)); !begun)
        return domain::fail(begun.error());
    if (const auto heard = StepWishes(parts).hear(climb, u"generate"_s); !heard)
        return domain::fail(heard.error());
    const auto call = prepareCall(parts, climb, rung, u"generate"_s, role, players);
    if (!call)
        return domain::fail(call.error());
    const auto reply = parts.models.call(climb.key(u"generate"_s), call->players, call->request);
    if (!reply)
        return domain::fail(reply.error());
    if (const auto noted = log.insight(climb, role, reply->model, u"generation"_s, u"draft"_s,
                                       reply->failure ? reply->failure->message : reply->text);
        !noted)
        return domain::fail(noted.error());
    return CandidateTrial(m_tools, climb, rung).run(*reply);
}

} // namespace stepladder::engine

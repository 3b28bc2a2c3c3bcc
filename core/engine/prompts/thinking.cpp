// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prompts/thinking.h"

#include "engine/calls/promptcall.h"
#include "engine/steps/attemptlog.h"
#include "engine/wishes/stepwishes.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {
constexpr double kThinkingTemperature = 0.3; // base-v2.md, attempt 1
}

domain::Result<void> think(RunParts &parts, Climb &climb, const domain::Rung &rung)
{
    domain::Rung thinking = rung;
    thinking.temperature = kThinkingTemperature;
    if (const auto heard = StepWishes(parts).hear(climb, u"think"_s); !heard)
        return heard;
    auto call = prepareCall(parts, climb, thinking, u"think"_s, u"thinker"_s, parts.models.playersOf(u"thinker"_s));
    if (!call)
        return domain::fail(call.error());
    call->request.schema = parts.prompts.schema(u"think"_s);
    QString model;
    const auto answer = parts.models.structured(climb.key(u"think"_s), call->players, call->request, &model);
    if (!answer)
        return domain::fail(answer.error());
    climb.thinking = answer->value_or(QJsonObject());
    if (climb.thinking->isEmpty())
        return {};
    AttemptLog log(parts);
    if (const auto noted = log.insight(climb, u"thinker"_s, model, u"insight"_s, u"strategic_plan"_s,
                                       (*climb.thinking)[u"guidance"].toString());
        !noted)
        return noted;
    QStringList risks;
    for (const auto &risk : (*climb.thinking)[u"risks"].toArray())
        risks.append(risk.toString());
    if (risks.isEmpty())
        return {};
    return log.insight(climb, u"thinker"_s, model, u"insight"_s, u"risks"_s, risks.join(u", "_s));
}

} // namespace stepladder::engine

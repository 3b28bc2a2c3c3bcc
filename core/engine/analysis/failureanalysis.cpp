// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/failureanalysis.h"

#include "engine/analysis/rootcause.h"
#include "engine/calls/promptcall.h"
#include "engine/steps/attemptlog.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

Result<QJsonObject> analyzeFailures(RunParts &parts, Climb &climb, const domain::Rung &rung, const QString &role,
                                    const QList<memory::StepRecord> &similar)
{
    AttemptLog log(parts);
    auto call = prepareCall(parts, climb, rung, u"analyze"_s, role, log.playersOf(climb, role));
    if (!call)
        return domain::fail(call.error());
    call->request.schema = parts.prompts.schema(u"analyze"_s);
    QString model;
    const auto answer = parts.models.structured(climb.key(u"analyze"_s), call->players, call->request, &model);
    if (!answer)
        return domain::fail(answer.error());
    const QJsonObject analysis = answer->value_or(QJsonObject());
    climb.analysis = combineAnalysis(analysis, detectPatterns(similar), similar);
    const auto noted = parts.effects.note(
        climb.key(u"rootcause"_s),
        {.type = u"rootcause.analyzed"_s, .step = climb.step.id, .attempt = climb.made, .data = *climb.analysis});
    if (!noted)
        return domain::fail(noted.error());
    const QString cause = (*climb.analysis)[u"rootCause"].toString();
    if (const auto said = log.insight(climb, role, model, u"insight"_s, u"root_cause"_s, cause); !said)
        return domain::fail(said.error());
    return analysis;
}

} // namespace stepladder::engine

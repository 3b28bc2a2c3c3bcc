// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/analyzerung.h"

#include "domain/plancheck.h"
#include "engine/attemptlog.h"
#include "engine/failureanalysis.h"
#include "engine/stepmemory.h"
#include "engine/stepwishes.h"
#include "guidance/requests.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using domain::Step;

namespace {

QString idFor(const QString &file)
{
    static const QRegularExpression odd(u"[^A-Za-z0-9]+"_s);
    QString id = file.section(u'/', -1).section(u'.', 0, 0).replace(odd, u"-"_s);
    return u"first-"_s + (id.isEmpty() ? u"file"_s : id.toLower());
}

/// Files that the analysis wants first, as steps; what is no path for a step, or stands already, is left out.
QList<Step> missingSteps(const RunParts &parts, const Step &dependent, const QJsonObject &analysis)
{
    QList<Step> steps;
    for (const auto &item : analysis[u"missingFiles"].toArray()) {
        const auto path = domain::checkStepPath(item[u"file"].toString());
        if (!path || parts.stage.exists(*path) || *path == dependent.file)
            continue;
        Step step{.id = idFor(*path),
                  .title = u"%1 (needed by %2)"_s.arg(path->section(u'/', -1), dependent.title),
                  .description = item[u"description"].toString(),
                  .file = *path,
                  .dependsOn = dependent.dependsOn,
                  .complexity = 3};
        for (const auto &line : item[u"surface"].toArray())
            step.surface.append(line.toString());
        if (step.description.trimmed().isEmpty())
            step.description = u"%1, which %2 needs."_s.arg(*path, dependent.file);
        steps.append(step);
    }
    return steps;
}

} // namespace

AnalyzeRung::AnalyzeRung(RungTools tools)
    : m_tools(tools)
{
}

Result<RungEnd> AnalyzeRung::climb(Climb &climb, const domain::Rung &rung)
{
    RunParts &parts = m_tools.parts;
    AttemptLog log(parts);
    const QString role = rung.roles.value(0, u"thinker"_s);
    const QStringList players = log.playersOf(climb, role);
    const auto similar = similarFailures(parts, climb);
    if (!similar)
        return domain::fail(similar.error());
    if (const auto begun = log.begin(climb, rung, role, players.value(0)); !begun)
        return domain::fail(begun.error());
    if (const auto heard = StepWishes(parts).hear(climb, u"analyze"_s); !heard)
        return domain::fail(heard.error());
    const auto analysis = analyzeFailures(parts, climb, rung, role, *similar);
    if (!analysis)
        return domain::fail(analysis.error());
    const QString cause = (*climb.analysis)[u"rootCause"].toString();
    climb.stuck.reset();
    climb.stuckReason.reset();
    climb.attempts.last().verdict.summary = u"analysed: %1"_s.arg(cause.section(u'\n', 0, 0));
    if (const auto ended = log.end(climb, u"ended"_s, climb.attempts.last().verdict.summary); !ended)
        return domain::fail(ended.error());
    if (const auto amended = amend(climb, *analysis); !amended)
        return domain::fail(amended.error());
    return RungEnd::GoOn;
}

Result<void> AnalyzeRung::amend(Climb &climb, const QJsonObject &analysis)
{
    RunParts &parts = m_tools.parts;
    const auto record = parts.effects.once(
        climb.key(u"amendment"_s), {}, {}, journal::Durability::Queued, [&]() -> Result<journal::EffectResult> {
            QJsonArray steps;
            for (const Step &step : missingSteps(parts, climb.step, analysis))
                steps.append(domain::toJson(step));
            const bool ask = parts.asksPeople() && parts.mode() == domain::Mode::Supervised;
            return journal::EffectResult{.record = {{u"steps"_s, steps}, {u"ask"_s, ask}}};
        });
    if (!record)
        return domain::fail(record.error());
    QList<Step> steps;
    for (const auto &item : (*record)[u"steps"].toArray()) {
        const auto step = domain::stepFromJson(item.toObject(), u"amendment"_s);
        if (step)
            steps.append(*step);
    }
    if (steps.isEmpty())
        return {};
    const QString reason = (*climb.analysis)[u"rootCause"].toString();
    QString by = u"the ladder"_s;
    if ((*record)[u"ask"].toBool()) {
        const auto answer = parts.desk.ask(
            climb.key(u"amendment.asked"_s),
            guidance::amendmentRequest(
                {.run = parts.effects.journal().run(), .step = climb.step.id, .steps = steps, .reason = reason}));
        if (!answer)
            return domain::fail(answer.error());
        if (answer->kind != domain::AnswerKind::Approve) {
            climb.peoplesWords.append(answer->text);
            return {};
        }
        by = answer->by;
    }
    const auto noted = parts.effects.note(climb.key(u"plan.amended"_s),
                                          {.type = u"plan.amended"_s,
                                           .step = climb.step.id,
                                           .attempt = climb.made,
                                           .data = {{u"steps"_s, (*record)[u"steps"]},
                                                    {u"reason"_s, reason},
                                                    {u"approvedBy"_s, by},
                                                    {u"dependent"_s, climb.step.id}}},
                                          journal::Durability::Committed);
    if (!noted)
        return domain::fail(noted.error());
    parts.plan.amend(steps, climb.step.id);
    for (const Step &step : steps) {
        if (!domain::isEnded(parts.plan.state(step.id)) && parts.plan.plan().step(step.id))
            return domain::fail(ErrorKind::Awaiting, u"%1 has to come first"_s.arg(step.file));
    }
    return {};
}

} // namespace stepladder::engine

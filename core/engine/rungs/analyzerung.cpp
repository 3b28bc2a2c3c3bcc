// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/analyzerung.h"

#include "domain/plancheck.h"
#include "engine/analysis/failureanalysis.h"
#include "engine/analysis/stepmemory.h"
#include "engine/steps/attemptlog.h"
#include "engine/wishes/stepwishes.h"
#include "guidance/requests.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using domain::Step;

namespace {

/// An id that neither the plan nor \p taken has.
QString idFor(const QString &file, const domain::Plan &plan, const QList<Step> &taken)
{
    static const QRegularExpression odd(u"[^A-Za-z0-9]+"_s);
    QString name = file.section(u'/', -1).section(u'.', 0, 0).replace(odd, u" "_s).trimmed().toLower();
    name.replace(u' ', u'-');
    const QString id = u"first-"_s + (name.isEmpty() ? u"file"_s : name);
    const auto isTaken = [&](const QString &wanted) {
        return plan.step(wanted)
            || std::any_of(taken.begin(), taken.end(), [&](const Step &step) { return step.id == wanted; });
    };
    QString free = id;
    for (int n = 2; isTaken(free); ++n)
        free = u"%1-%2"_s.arg(id).arg(n);
    return free;
}

/// What has to come before a step.
struct Missing
{
    QList<Step> steps = {}; ///< new ones
    QStringList first = {}; ///< ids of steps of the plan that have not ended
};

/// Files that the analysis wants first. What is no path for a step, stands already, or needs \p dependent itself is
/// left out.
Missing missingOf(const RunParts &parts, const Step &dependent, const QJsonObject &analysis)
{
    Missing missing;
    const domain::Plan plan = parts.plan.plan();
    for (const auto &item : analysis[u"missingFiles"].toArray()) {
        const auto path = domain::checkStepPath(item[u"file"].toString());
        if (!path || parts.stage.exists(*path) || *path == dependent.file)
            continue;
        const auto makesIt = [&](const Step &step) { return step.file == *path; };
        if (std::any_of(missing.steps.begin(), missing.steps.end(), makesIt))
            continue;
        if (const auto known = std::find_if(plan.steps.begin(), plan.steps.end(), makesIt); known != plan.steps.end()) {
            const bool later = parts.plan.dependsOn(known->id, dependent.id);
            const bool already = parts.plan.dependsOn(dependent.id, known->id);
            if (!later && !already && !domain::isEnded(parts.plan.state(known->id)))
                missing.first.append(known->id);
            continue;
        }
        Step step{.id = idFor(*path, plan, missing.steps),
                  .title = u"%1 (needed by %2)"_s.arg(path->section(u'/', -1), dependent.title),
                  .description = item[u"description"].toString(),
                  .file = *path,
                  .dependsOn = dependent.dependsOn,
                  .complexity = 3};
        for (const auto &line : item[u"surface"].toArray())
            step.surface.append(line.toString());
        if (step.description.trimmed().isEmpty())
            step.description = u"%1, which %2 needs."_s.arg(*path, dependent.file);
        missing.steps.append(step);
    }
    return missing;
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
            const Missing missing = missingOf(parts, climb.step, analysis);
            QJsonArray steps;
            for (const Step &step : missing.steps)
                steps.append(domain::toJson(step));
            // Another order of what is planned already changes nothing that a person would have to agree to.
            const bool ask = parts.asksPeople() && parts.mode() == domain::Mode::Supervised && !missing.steps.isEmpty();
            return journal::EffectResult{.record = {{u"steps"_s, steps},
                                                    {u"first"_s, QJsonArray::fromStringList(missing.first)},
                                                    {u"ask"_s, ask}}};
        });
    if (!record)
        return domain::fail(record.error());
    QList<Step> steps;
    for (const auto &item : (*record)[u"steps"].toArray()) {
        const auto step = domain::stepFromJson(item.toObject(), u"amendment"_s);
        if (step)
            steps.append(*step);
    }
    const QStringList first = (*record)[u"first"].toVariant().toStringList();
    if (steps.isEmpty() && first.isEmpty())
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
    QJsonObject data{{u"steps"_s, (*record)[u"steps"]},
                     {u"reason"_s, reason},
                     {u"approvedBy"_s, by},
                     {u"dependent"_s, climb.step.id}};
    if (!first.isEmpty())
        data.insert(u"first"_s, (*record)[u"first"]);
    const auto noted =
        parts.effects.note(climb.key(u"plan.amended"_s),
                           {.type = u"plan.amended"_s, .step = climb.step.id, .attempt = climb.made, .data = data},
                           journal::Durability::Committed);
    if (!noted)
        return domain::fail(noted.error());
    parts.plan.amend(steps, climb.step.id, first);
    const domain::Plan plan = parts.plan.plan();
    for (const QString &id : plan.step(climb.step.id)->dependsOn) {
        if (plan.step(id) && !domain::isEnded(parts.plan.state(id)))
            return domain::fail(ErrorKind::Awaiting, u"%1 has to come first"_s.arg(plan.step(id)->file));
    }
    return {};
}

} // namespace stepladder::engine

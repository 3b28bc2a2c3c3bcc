// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/steprunner.h"

#include "engine/attemptlog.h"
#include "engine/candidatefiles.h"
#include "engine/stepmemory.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using domain::Rung;
using domain::RungKind;
using domain::StepState;

StepRunner::StepRunner(RungTools tools)
    : m_tools(tools)
    , m_parts(tools.parts)
{
}

Result<StepEnd> StepRunner::run(const domain::Step &step, int epoch, bool stubNow)
{
    Climb climb{.step = step, .epoch = epoch};
    const auto noted = m_parts.effects.note(climb.key(u"step.started"_s),
                                            {.type = u"step.started"_s,
                                             .step = step.id,
                                             .data = {{u"title"_s, step.title},
                                                      {u"file"_s, step.file},
                                                      {u"epoch"_s, epoch},
                                                      {u"base"_s, m_parts.stage.head()}}});
    if (!noted)
        return domain::fail(noted.error());
    auto climbed = climbRungs(climb);
    if (!climbed && climbed.error().kind == ErrorKind::OverBudget && stubNow) {
        if (!climb.attempts.isEmpty() && climb.attempts.last().verdict.summary.isEmpty()) {
            climb.attempts.removeLast(); // begun and never made
            --climb.made;
        }
        climbed = makeStub(climb);
    }
    if (!climbed)
        return domain::fail(climbed.error());
    return finish(climb);
}

Result<void> StepRunner::climbRungs(Climb &climb)
{
    for (const Rung &rung : m_parts.ladder.rungs) {
        if (const auto reason = reasonToSkip(climb, rung)) {
            if (const auto noted = noteLevel(climb, u"level.skipped"_s, rung, *reason); !noted)
                return noted;
            continue;
        }
        if (const auto climbed = climbRung(climb, rung); !climbed)
            return climbed;
        if (climb.stubAsked)
            return makeStub(climb);
        if (climb.end)
            return {};
    }
    climb.end = StepEnd{.state = StepState::Skipped,
                        .strategy = u"ladder"_s,
                        .reason = u"the ladder ends here and nothing passed"_s,
                        .needsReview = u"no rung left"_s};
    return {};
}

Result<void> StepRunner::climbRung(Climb &climb, const Rung &rung)
{
    if (const auto noted = noteLevel(climb, u"level.entered"_s, rung, {}); !noted)
        return noted;
    const auto runner = makeRung(rung.kind, m_tools);
    for (int i = 0; i < rung.repeat;) {
        const auto end = runner->climb(climb, rung);
        if (!end)
            return domain::fail(end.error());
        if (*end == RungEnd::Ended)
            return {};
        if (*end == RungEnd::Leave)
            return noteLevel(climb, u"level.left"_s, rung, *climb.stuckReason);
        if (*end == RungEnd::GoOn)
            ++i;
    }
    return {};
}

std::optional<QString> StepRunner::reasonToSkip(const Climb &climb, const Rung &rung) const
{
    const RunOptions &options = m_parts.options;
    const bool off = (rung.kind == RungKind::Ensemble && options.noEnsemble)
        || (rung.kind == RungKind::Expert && options.noExpert) || (rung.kind == RungKind::Human && options.noHuman);
    if (off)
        return u"switched off for this run"_s;
    if (!makeRung(rung.kind, m_tools))
        return u"this version has no rung of kind %1"_s.arg(domain::toString(rung.kind));
    if (!climb.stuckReason || climb.attempts.isEmpty() || rung.kind != RungKind::Generate)
        return std::nullopt;
    const QStringList players = AttemptLog(m_parts).playersOf(climb, rung.roles.value(0, u"generator"_s));
    if (players.value(0) == climb.attempts.last().model)
        return u"%1, and this rung asks the same model"_s.arg(*climb.stuckReason);
    return std::nullopt;
}

Result<void> StepRunner::noteLevel(const Climb &climb, const QString &type, const Rung &rung, const QString &reason)
{
    journal::Key key = climb.key(type + u'.' + rung.id);
    key.attempt = 0;
    QJsonObject data{{u"rung"_s, rung.id}};
    if (!reason.isEmpty())
        data.insert(u"reason"_s, reason);
    if (const auto noted =
            m_parts.effects.note(key, {.type = type, .step = climb.step.id, .attempt = climb.made, .data = data});
        !noted)
        return domain::fail(noted.error());
    return {};
}

Result<void> StepRunner::makeStub(Climb &climb)
{
    climb.end.reset();
    const Rung stub{.id = u"stub"_s, .kind = RungKind::Stub};
    return climbRung(climb, stub);
}

Result<StepEnd> StepRunner::finish(Climb &climb)
{
    if (const auto remembered = rememberStep(m_parts, climb); !remembered)
        return domain::fail(remembered.error());
    StepEnd end = *climb.end;
    const auto files = putFiles(m_parts.effects.journal(), end.files);
    if (!files)
        return domain::fail(files.error());
    journal::Key key = climb.key(u"step.ended"_s);
    key.attempt = 0;
    key.member.clear();
    const auto noted = m_parts.effects.note(key,
                                            {.type = u"step.ended"_s,
                                             .step = climb.step.id,
                                             .attempt = end.number,
                                             .data = {{u"state"_s, domain::toString(end.state)},
                                                      {u"strategy"_s, end.strategy},
                                                      {u"reason"_s, end.reason},
                                                      {u"score"_s, end.score},
                                                      {u"commit"_s, end.commit},
                                                      {u"attempts"_s, climb.made},
                                                      {u"files"_s, *files},
                                                      {u"needsReview"_s, end.needsReview},
                                                      {u"dependsOnStub"_s, m_parts.plan.dependsOnStub(climb.step.id)}}},
                                            journal::Durability::Synced);
    if (!noted)
        return domain::fail(noted.error());
    return end;
}

} // namespace stepladder::engine

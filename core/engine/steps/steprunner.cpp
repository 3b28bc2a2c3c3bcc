// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/steps/steprunner.h"

#include "engine/analysis/stepmemory.h"
#include "engine/answers/candidatefiles.h"
#include "engine/experts/learning.h"
#include "engine/steps/attemptlog.h"
#include "engine/wishes/breakpoints.h"
#include "guidance/requests.h"

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
    , m_wishes(tools.parts)
{
}

Result<StepEnd> StepRunner::run(const domain::Step &step, int epoch, bool stubNow, const QString &words)
{
    Climb climb{.step = step, .epoch = epoch};
    if (!words.isEmpty())
        climb.peoplesWords.append(words);
    const auto noted = m_parts.effects.note(climb.key(u"step.started"_s),
                                            {.type = u"step.started"_s,
                                             .step = step.id,
                                             .data = {{u"title"_s, step.title},
                                                      {u"file"_s, step.file},
                                                      {u"epoch"_s, epoch},
                                                      {u"base"_s, m_parts.stage.head()}}});
    if (!noted)
        return domain::fail(noted.error());
    if (const auto climbed = climbToEnd(climb, stubNow); !climbed)
        return domain::fail(climbed.error());
    // What was accepted is accepted: a wish that comes now comes too late.
    m_parts.effects.spare(step.id, true);
    auto end = finish(climb);
    m_parts.effects.spare(step.id, false);
    return end;
}

/// Climbs on, however often a person decides otherwise on the way.
Result<void> StepRunner::climbToEnd(Climb &climb, bool stubNow)
{
    const QString &step = climb.step.id;
    for (;;) {
        m_wishes.armRecordedCut(climb);
        const auto climbed = climbRungs(climb);
        if (climbed)
            return {};
        const auto decision = m_wishes.atEdge(climb, climbed.error());
        m_parts.effects.uncut(step);
        if (!decision)
            return domain::fail(decision.error());
        const bool stubForMoney =
            climbed.error().kind == ErrorKind::OverBudget && stubNow && !models::waitsFor(climbed.error());
        if (!*decision && !stubForMoney)
            return domain::fail(climbed.error());
        const QString why = *decision ? describe(**decision) : u"the money ran out"_s;
        climb.member.clear();
        if (const auto given = AttemptLog(m_parts).giveUp(climb, why); !given)
            return given;
        if (!*decision)
            return makeStub(climb);
        ++climb.cuts;
        if (const auto obeyed = obey(climb, **decision); !obeyed)
            return obeyed;
    }
}

Result<void> StepRunner::climbRungs(Climb &climb)
{
    const QList<Rung> &rungs = m_parts.ladder.rungs;
    while (!climb.end && !climb.stubAsked && climb.at < rungs.size()) {
        const Rung &rung = rungs.at(climb.at);
        const auto reason = climb.entered || climb.askNow ? std::nullopt : reasonToSkip(climb, rung);
        if (reason) {
            if (const auto noted = noteLevel(climb, u"level.skipped"_s, rung, *reason); !noted)
                return noted;
            ++climb.at;
            continue;
        }
        if (const auto climbed = climb.askNow ? visitPerson(climb) : climbRung(climb, rung); !climbed)
            return climbed;
    }
    if (climb.stubAsked)
        return makeStub(climb);
    if (!climb.end)
        climb.end = StepEnd{.state = StepState::Skipped,
                            .strategy = u"ladder"_s,
                            .reason = u"the ladder ends here and nothing passed"_s,
                            .needsReview = u"no rung left"_s};
    return {};
}

/// One try on \p rung, or what a person wants instead.
Result<void> StepRunner::climbRung(Climb &climb, const Rung &rung)
{
    const auto decision = m_wishes.checkpoint(climb, rung);
    if (!decision)
        return domain::fail(decision.error());
    if (*decision) {
        m_parts.effects.uncut(climb.step.id);
        return obey(climb, **decision);
    }
    if (!climb.entered) {
        climb.entered = true;
        if (const auto noted = noteLevel(climb, u"level.entered"_s, rung, {}); !noted)
            return noted;
    }
    const auto end = makeRung(rung.kind, m_tools)->climb(climb, rung);
    if (!end)
        return domain::fail(end.error());
    if (*end == RungEnd::Leave) {
        if (const auto noted = noteLevel(climb, u"level.left"_s, rung,
                                         climb.leftBecause.value_or(climb.stuckReason.value_or(QString())));
            !noted)
            return noted;
        climb.leftBecause.reset();
        return leave(climb);
    }
    if (*end == RungEnd::GoOn && ++climb.repetition >= rung.repeat)
        return leave(climb);
    return {};
}

Result<void> StepRunner::leave(Climb &climb)
{
    ++climb.at;
    climb.repetition = 0;
    climb.entered = false;
    climb.jumped = false;
    return {};
}

Result<void> StepRunner::obey(Climb &climb, const Decision &decision)
{
    const QString reason = describe(decision);
    const QList<Rung> &rungs = m_parts.ladder.rungs;
    switch (decision.kind) {
    case Decision::Kind::Skip:
        climb.end = StepEnd{.state = StepState::Skipped, .strategy = {}, .reason = reason};
        return {};
    case Decision::Kind::Stub:
        climb.peoplesWords.append(u"a person asked for a stub"_s);
        climb.stubAsked = true;
        return {};
    case Decision::Kind::AskMe:
        climb.askNow = true;
        return {};
    case Decision::Kind::Anew:
        climb.hear(decision.words);
        return {};
    case Decision::Kind::Jump:
        break;
    }
    const auto target = std::find_if(rungs.begin(), rungs.end(), [&](const Rung &r) { return r.id == decision.rung; });
    if (target == rungs.end())
        return {};
    if (climb.entered) {
        if (const auto noted = noteLevel(climb, u"level.left"_s, rungs.at(climb.at), reason); !noted)
            return noted;
    }
    climb.at = target - rungs.begin();
    climb.repetition = 0;
    climb.entered = false;
    climb.jumped = true;
    return {};
}

/// The step is put before a person, who says how it goes on.
Result<void> StepRunner::visitPerson(Climb &climb)
{
    const auto answer = m_parts.desk.ask(
        climb.key(u"asked"_s, climb.checkpoints),
        guidance::breakpointRequest(
            {.run = m_parts.effects.journal().run(), .step = climb.step.id, .where = u"you asked to be asked"_s}));
    if (!answer)
        return domain::fail(answer.error());
    climb.askNow = false;
    if (const auto decision = decisionIn(*answer))
        return obey(climb, *decision);
    if (!answer->text.trimmed().isEmpty())
        climb.peoplesWords.append(answer->text.trimmed());
    climb.stuck.reset();
    climb.stuckReason.reset();
    return {};
}

std::optional<QString> StepRunner::reasonToSkip(const Climb &climb, const Rung &rung) const
{
    const RunOptions &options = m_parts.options;
    const bool off = (rung.kind == RungKind::Ensemble && options.noEnsemble)
        || (rung.kind == RungKind::Expert && options.noExpert) || (rung.kind == RungKind::Human && options.noHuman);
    if (off && !climb.jumped)
        return u"switched off for this run"_s;
    if (!makeRung(rung.kind, m_tools))
        return u"this version has no rung of kind %1"_s.arg(domain::toString(rung.kind));
    if (climb.jumped || !climb.stuckReason || climb.attempts.isEmpty() || rung.kind != RungKind::Generate)
        return std::nullopt;
    const QStringList players = AttemptLog(m_parts).playersOf(climb, rung.roles.value(0, u"generator"_s));
    if (players.value(0) == climb.attempts.last().model)
        return u"%1, and this rung asks the same model"_s.arg(*climb.stuckReason);
    return std::nullopt;
}

Result<void> StepRunner::noteLevel(Climb &climb, const QString &type, const Rung &rung, const QString &reason)
{
    journal::Key key = climb.key(type + u'.' + rung.id, climb.levels++);
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
    if (const auto noted = noteLevel(climb, u"level.entered"_s, stub, {}); !noted)
        return noted;
    const auto end = makeRung(stub.kind, m_tools)->climb(climb, stub);
    return end ? Result<void>() : domain::fail(end.error());
}

Result<StepEnd> StepRunner::finish(Climb &climb)
{
    if (const auto remembered = rememberStep(m_parts, climb); !remembered)
        return domain::fail(remembered.error());
    if (const auto learned = learnFromPerson(m_parts, climb); !learned)
        return domain::fail(learned.error());
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
                                                      {u"attempts"_s, climb.counted()},
                                                      {u"files"_s, *files},
                                                      {u"needsReview"_s, end.needsReview},
                                                      {u"dependsOnStub"_s, m_parts.plan.dependsOnStub(climb.step.id)}}},
                                            journal::Durability::Synced);
    if (!noted)
        return domain::fail(noted.error());
    return end;
}

} // namespace stepladder::engine

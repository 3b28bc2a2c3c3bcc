// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/expertrung.h"

#include "engine/experts/experts.h"
#include "engine/rungs/generaterung.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;
using domain::Rung;
using journal::Durability;
using journal::EffectResult;

ExpertRung::ExpertRung(RungTools tools)
    : m_tools(tools)
{
}

Result<RungEnd> ExpertRung::climb(Climb &climb, const Rung &rung)
{
    Consultation &expert = climb.expert;
    if (expert.enteredAt != climb.levels) {
        expert.enteredAt = climb.levels;
        expert.tries = 0;
        expert.made = climb.made;
        if (const auto consulted = consult(climb, rung); !consulted)
            return domain::fail(consulted.error());
    }
    if (!expert.advice) {
        climb.leftBecause = expert.text;
        return RungEnd::Leave;
    }
    if (expert.tries >= kMostAdvised) {
        climb.leftBecause = u"what is known to %1 did not help"_s.arg(expert.advice->source);
        return RungEnd::Leave;
    }
    const auto end = GenerateRung(m_tools).tryAs(climb, rung, roleOfLevel(m_tools.parts, rung));
    if (!end || *end == RungEnd::Again)
        return end;
    ++expert.tries;
    const bool accepted = *end == RungEnd::Ended && climb.end && !climb.end->commit.isEmpty();
    if (accepted)
        climb.end->strategy = u"expert_system"_s;
    if (*end != RungEnd::Ended || accepted) {
        if (const auto remembered = remember(climb, accepted); !remembered)
            return domain::fail(remembered.error());
    }
    return end;
}

Result<void> ExpertRung::consult(Climb &climb, const Rung &rung)
{
    RunParts &parts = m_tools.parts;
    const QString reason =
        climb.made == 1 ? u"one attempt and it did not pass"_s : u"%1 attempts and none passed"_s.arg(climb.made);
    journal::Key key = climb.key(u"escalation.started"_s, climb.expert.consulted);
    key.member = u"expert"_s;
    const auto noted = parts.effects.note(key,
                                          {.type = u"escalation.started"_s,
                                           .step = climb.step.id,
                                           .attempt = climb.made,
                                           .data = {{u"rung"_s, rung.id},
                                                    {u"kind"_s, domain::toString(rung.kind)},
                                                    {u"attempts"_s, climb.counted()},
                                                    {u"reason"_s, reason}}});
    if (!noted)
        return domain::fail(noted.error());
    const auto text = Experts(parts, climb, rung).consult();
    if (!text)
        return domain::fail(text.error());
    climb.expert.text = *text;
    if (climb.expert.advice) { // after somebody spoke up nobody is stuck
        climb.stuck.reset();
        climb.stuckReason.reset();
    }
    return {};
}

/// The ledger of the articles that the attempt followed.
Result<void> ExpertRung::remember(const Climb &climb, bool succeeded)
{
    RunParts &parts = m_tools.parts;
    if (climb.expert.advice->articles.isEmpty())
        return {};
    const auto record = parts.effects.once(
        climb.key(u"expert.remembered"_s), {}, {}, Durability::Queued, [&]() -> Result<EffectResult> {
            for (const QString &article : climb.expert.advice->articles) {
                const auto noted = parts.memory.noteUse({.article = article,
                                                         .run = parts.effects.journal().run(),
                                                         .step = climb.step.id,
                                                         .epoch = climb.epoch,
                                                         .attempt = climb.made,
                                                         .succeeded = succeeded,
                                                         .timeMs = parts.clock.nowMs()});
                if (!noted)
                    return domain::fail(noted.error());
            }
            return EffectResult{};
        });
    return record ? Result<void>() : domain::fail(record.error());
}

} // namespace stepladder::engine

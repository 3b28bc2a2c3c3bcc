// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/humanrung.h"

#include "engine/analysis/stepmemory.h"
#include "engine/desk/codetrials.h"
#include "engine/desk/escalation.h"
#include "engine/desk/helpdigest.h"
#include "engine/desk/personscode.h"
#include "engine/rungs/generaterung.h"

#include <QScopeGuard>

#include <cmath>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::AnswerKind;
using domain::Result;
using domain::Rung;
using domain::StepState;
using journal::Durability;
using journal::EffectResult;

namespace {

constexpr double kHourMs = 3'600'000;

/// Keys of what is done for the next question are none of the attempts before it.
QString memberOf(int question)
{
    return u"human.%1"_s.arg(question);
}

} // namespace

HumanRung::HumanRung(RungTools tools)
    : m_tools(tools)
{
}

Result<RungEnd> HumanRung::climb(Climb &climb, const Rung &rung)
{
    if (climb.human.enteredAt != climb.levels) {
        climb.human.enteredAt = climb.levels;
        climb.human.guided = 0;
        if (climb.human.made < 0)
            climb.human.made = climb.made;
        if (const auto begun = begin(climb, rung); !begun)
            return domain::fail(begun.error());
    }
    const auto answer = ask(climb, rung);
    if (!answer)
        return domain::fail(answer.error());
    if (!*answer) {
        climb.human.expired = true;
        climb.leftBecause = u"expired: nobody answered in time"_s;
        return RungEnd::Leave;
    }
    climb.human.by = (*answer)->by;
    climb.stuck.reset();
    climb.stuckReason.reset();
    return obey(climb, rung, **answer);
}

Result<void> HumanRung::begin(Climb &climb, const Rung &rung)
{
    climb.member = memberOf(climb.human.asked + 1);
    const auto restore = qScopeGuard([&climb] { climb.member.clear(); });
    return escalate(m_tools.parts, climb, rung);
}

Result<std::optional<Answer>> HumanRung::ask(Climb &climb, const Rung &rung)
{
    RunParts &parts = m_tools.parts;
    climb.member = memberOf(++climb.human.asked);
    const auto restore = qScopeGuard([&climb] { climb.member.clear(); });
    const auto similar = similarFailures(parts, climb);
    if (!similar)
        return domain::fail(similar.error());
    const auto until = deadline(climb, rung);
    if (!until)
        return domain::fail(until.error());
    guidance::HelpAsk help = helpAsk(parts, climb, *similar);
    help.deadlineMs = *until;
    const auto answer = parts.desk.askUntil(climb.key(u"human"_s), guidance::guidanceRequest(help));
    if (answer || answer.error().kind != domain::ErrorKind::Awaiting)
        return answer;
    // Nobody has decided yet; what they want to see tried before is tried meanwhile.
    if (const auto tried = CodeTrials(m_tools, climb).run(answer.error().detail); !tried)
        return domain::fail(tried.error());
    return answer;
}

/// Recorded once: a restart gives nobody more time.
Result<qint64> HumanRung::deadline(const Climb &climb, const Rung &rung)
{
    const auto record = m_tools.parts.effects.once(
        climb.key(u"deadline"_s), {}, {}, Durability::Committed, [&]() -> Result<EffectResult> {
            const qint64 until = m_tools.parts.clock.nowMs() + std::llround(rung.deadlineHours * kHourMs);
            return EffectResult{.record = {{u"deadlineMs"_s, until}}};
        });
    if (!record)
        return domain::fail(record.error());
    return (*record)[u"deadlineMs"].toInteger();
}

Result<RungEnd> HumanRung::obey(Climb &climb, const Rung &rung, const Answer &answer)
{
    const QString text = answer.text.trimmed();
    switch (answer.kind) {
    case AnswerKind::Example:
        climb.human.example = QString::fromUtf8(answer.content);
        climb.human.shown = climb.human.example;
        [[fallthrough]];
    case AnswerKind::Guidance:
        if (!text.isEmpty()) {
            climb.peoplesWords.append(text);
            climb.human.said.append(text);
        }
        return generate(climb, rung);
    case AnswerKind::Code:
        return tryCode(climb, rung, answer);
    case AnswerKind::Again:
        climb.instead = text;
        climb.leftBecause = u"one more ladder with %1"_s.arg(text);
        climb.at = -1; // to the rung behind it, the first
        return RungEnd::Leave;
    case AnswerKind::Skip:
        climb.end = StepEnd{.state = StepState::Skipped, .strategy = {}, .reason = u"skipped by %1"_s.arg(answer.by)};
        return RungEnd::Ended;
    default:
        climb.peoplesWords.append(u"a person asked for a stub"_s);
        climb.stubAsked = true;
        return RungEnd::Ended;
    }
}

/// One attempt with what the person said, judged like any other; what fails comes back to the desk.
Result<RungEnd> HumanRung::generate(Climb &climb, const Rung &rung)
{
    if (climb.human.guided >= kMostGuided)
        return RungEnd::Again;
    ++climb.human.guided;
    const QString role = roleOfLevel(m_tools.parts, rung);
    Result<RungEnd> end = RungEnd::Again;
    while (end && *end == RungEnd::Again) // overtaken: once more, and nobody is asked for it
        end = GenerateRung(m_tools).tryAs(climb, rung, role);
    if (!end)
        return end;
    climb.human.example.clear();
    climb.stuck.reset();
    climb.stuckReason.reset();
    if (*end != RungEnd::Ended)
        return RungEnd::Again;
    if (climb.end && !climb.end->commit.isEmpty())
        climb.end->strategy = u"human_guided"_s;
    return RungEnd::Ended;
}

/// The code is tried first; where it fails, it and what was said with it go into the next generation.
Result<RungEnd> HumanRung::tryCode(Climb &climb, const Rung &rung, const Answer &answer)
{
    if (const QString text = answer.text.trimmed(); !text.isEmpty())
        climb.human.said.append(text);
    const auto taken = PersonsCode(m_tools, climb, rung).run(answer);
    if (!taken)
        return domain::fail(taken.error());
    if (*taken)
        return RungEnd::Ended;
    const QString text = answer.acceptAsIs ? QString() : answer.text.trimmed();
    if (text.isEmpty())
        return RungEnd::Again;
    climb.peoplesWords.append(text);
    climb.peoplesWords.append(u"A person's own code for the file, given as an example, did not hold: %1"_s.arg(
        climb.human.ownCode.last().verdict.summary));
    climb.human.example = QString::fromUtf8(answer.content);
    return generate(climb, rung);
}

} // namespace stepladder::engine

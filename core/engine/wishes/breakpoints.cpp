// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/breakpoints.h"

#include "guidance/requests.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::AnswerKind;
using domain::ErrorKind;
using domain::Result;
using journal::Key;
using Before = Breakpoint::Before;

std::optional<Decision> decisionIn(const Answer &answer)
{
    const QString by = answer.by.isEmpty() ? u"somebody"_s : answer.by;
    if (answer.kind == AnswerKind::Skip)
        return Decision{.kind = Decision::Kind::Skip, .by = by};
    if (answer.kind == AnswerKind::Stub)
        return Decision{.kind = Decision::Kind::Stub, .by = by};
    return std::nullopt;
}

Breakpoints::Breakpoints(Effects &effects, Desk &desk, Wants &wants, const PlanState &plan)
    : m_effects(effects)
    , m_desk(desk)
    , m_wants(wants)
    , m_plan(plan)
{
}

QList<int> Breakpoints::before(const QString &step, const QString &rung, bool begins, bool enters) const
{
    QList<int> serials;
    for (const StandingBreakpoint &one : m_wants.breakpoints()) {
        const Breakpoint &point = one.point;
        const bool atStep = point.before == Before::Step && begins && point.step == step;
        const bool atRung = point.before == Before::Rung && enters && point.rung == rung
            && (point.step.isEmpty() || point.step == step);
        if (atStep || atRung)
            serials.append(one.serial);
    }
    return serials;
}

Result<Answer> Breakpoints::ask(const Key &key, int serial)
{
    const auto point = m_wants.breakpoint(serial);
    if (!point)
        return domain::fail(ErrorKind::Internal, u"there is no breakpoint %1"_s.arg(serial));
    // Cleared while it was open: nobody is asked any more.
    const QList<StandingBreakpoint> standing = m_wants.breakpoints();
    const bool stands = std::any_of(standing.begin(), standing.end(),
                                    [serial](const StandingBreakpoint &b) { return b.serial == serial; });
    if (!stands && !m_effects.journal().consumedAt(key))
        return Answer{.request = {}, .kind = AnswerKind::Approve};
    Key reached = key;
    reached.name += u".reached"_s;
    const auto noted = m_effects.note(reached,
                                      {.type = u"breakpoint.reached"_s,
                                       .step = key.step,
                                       .data = {{u"serial"_s, serial},
                                                {u"breakpoint"_s, toJson(point->point)},
                                                {u"epoch"_s, key.epoch},
                                                {u"request"_s, m_desk.idFor(key)}}});
    if (!noted)
        return domain::fail(noted.error());
    return m_desk.ask(key,
                      guidance::breakpointRequest({.run = m_effects.journal().run(),
                                                   .step = key.step,
                                                   .where = describe(point->point),
                                                   .breakpoint = toJson(point->point),
                                                   .serial = serial}));
}

Key Breakpoints::keyFor(int serial, const QString &step, int epoch) const
{
    return {.step = step, .epoch = epoch, .name = u"breakpoint.%1"_s.arg(serial)};
}

void Breakpoints::restoreOwner(int serial, const QString &step, int epoch)
{
    const Key key = keyFor(serial, step, epoch);
    const std::lock_guard lock(m_mutex);
    if (!m_effects.journal().consumedAt(key))
        m_owners.insert(serial, key);
}

void Breakpoints::dropOwner(const QString &step)
{
    const std::lock_guard lock(m_mutex);
    m_owners.removeIf([&](QHash<int, Key>::iterator it) { return it->step == step; });
}

Result<void> Breakpoints::beforePaidCall(const Key &call, domain::MicroUsd spent)
{
    const QString &step = call.step;
    // What was answered for this step before counts again, also where the breakpoint is gone by now.
    for (int serial = 0; serial < m_wants.breakpointsEverSet(); ++serial) {
        const auto before = m_effects.journal().consumedAt(keyFor(serial, step, call.epoch));
        if (const auto decision = before ? decisionIn(domain::answerFromJson(before->data)) : std::nullopt)
            return decide(step, *decision);
    }
    for (const StandingBreakpoint &one : m_wants.breakpoints()) {
        const bool reached =
            one.point.before == Before::PaidCall || (one.point.before == Before::Spend && spent >= one.point.amount);
        if (!reached)
            continue;
        Key key = keyFor(one.serial, step, call.epoch);
        {
            const std::lock_guard lock(m_mutex);
            const Key owner = m_owners.value(one.serial, key);
            if (!domain::isEnded(m_plan.state(owner.step)))
                key = owner;
            m_owners.insert(one.serial, key);
        }
        if (key.step != step)
            return domain::fail(ErrorKind::Awaiting, u"breakpoint %1"_s.arg(describe(one.point)), m_desk.idFor(key));
        if (const auto done = settle(one, key); !done)
            return done;
    }
    return {};
}

Result<void> Breakpoints::settle(const StandingBreakpoint &point, const Key &key)
{
    const auto answer = ask(key, point.serial);
    if (!answer)
        return domain::fail(answer.error());
    if (const auto decision = decisionIn(*answer))
        return decide(key.step, *decision);
    return clear(point, answer->by);
}

Result<void> Breakpoints::clear(const StandingBreakpoint &point, const QString &by)
{
    const QJsonObject data{
        {u"serial"_s, point.serial}, {u"breakpoint"_s, toJson(point.point)}, {u"by"_s, by}, {u"reached"_s, true}};
    const auto noted = m_effects.note({.name = u"breakpoint.%1.cleared"_s.arg(point.serial)},
                                      {.type = u"breakpoint.cleared"_s, .data = data}, journal::Durability::Committed);
    if (!noted)
        return domain::fail(noted.error());
    m_wants.apply(u"breakpoint.cleared"_s, data);
    return {};
}

Result<void> Breakpoints::decide(const QString &step, const Decision &decision)
{
    dropOwner(step);
    const std::lock_guard lock(m_mutex);
    m_decided.insert(step, decision);
    return domain::fail(ErrorKind::Cancelled, describe(decision), kCut);
}

std::optional<Decision> Breakpoints::takeDecided(const QString &step)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_decided.constFind(step);
    if (found == m_decided.constEnd())
        return std::nullopt;
    const Decision decision = *found;
    m_decided.erase(found);
    return decision;
}

} // namespace stepladder::engine

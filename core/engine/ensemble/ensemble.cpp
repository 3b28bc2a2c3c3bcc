// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ensemble/ensemble.h"

#include "engine/calls/promptcall.h"
#include "engine/ensemble/distinguishing.h"
#include "engine/wishes/stepwishes.h"

#include <future>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Carry;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using journal::Durability;
using journal::EffectResult;

namespace {

/// A failure of one member; what else there is concerns all of them.
bool isMembersOwn(ErrorKind kind)
{
    return domain::isInfrastructure(kind) || kind == ErrorKind::ContextTooLong || kind == ErrorKind::BadInput;
}

domain::Rung withoutEarlierCode(const domain::Rung &rung)
{
    domain::Rung afresh = rung;
    afresh.carries.clear();
    for (const Carry carry : {Carry::Insights, Carry::Similar}) {
        if (rung.carriesWhat(carry))
            afresh.carries.append(carry);
    }
    return afresh;
}

} // namespace

Ensemble::Ensemble(RungTools tools, Climb &climb, const domain::Rung &rung)
    : m_tools(tools)
    , m_parts(tools.parts)
    , m_climb(climb)
    , m_rung(rung)
    , m_afresh(withoutEarlierCode(rung))
    , m_log(tools.parts)
    , m_before(climb.made)
    , m_earlier(climb.attempts.size())
{
}

/// Who is asked is settled once what they may cost is set aside: until then "local models only" may still change it.
Result<QList<EnsembleMember>> Ensemble::whoIsAsked() const
{
    const journal::Key key = m_climb.key(u"members"_s);
    if (m_parts.effects.journal().has(key)) {
        const auto record =
            m_parts.effects.once(key, {}, {}, Durability::Queued, [] { return Result<EffectResult>(EffectResult()); });
        if (!record)
            return domain::fail(record.error());
        return membersFromJson((*record)[u"members"].toArray());
    }
    return ensembleMembers(m_rung, m_parts.models.clients().config(),
                           [this](const QString &role) { return m_log.playersOf(m_climb, role).value(0); });
}

/// What was said until now goes into every member's prompt; what comes later into none.
Result<void> Ensemble::hear()
{
    if (const auto heard = StepWishes(m_parts).hear(m_climb, u"ensemble"_s); !heard)
        return heard;
    const auto sealed = m_parts.effects.once(m_climb.key(u"context.ensemble"_s), {}, {}, Durability::Committed, [] {
        return Result<EffectResult>(EffectResult{.record = {{u"sealed"_s, true}}});
    });
    return sealed ? Result<void>() : domain::fail(sealed.error());
}

Result<void> Ensemble::ask()
{
    if (const auto heard = hear(); !heard)
        return heard;
    const auto asked = whoIsAsked();
    if (!asked)
        return domain::fail(asked.error());
    for (qsizetype i = 0; i < asked->size(); ++i) {
        Member &member = m_members.emplace_back(Member{.asked = asked->at(i), .climb = m_climb});
        member.climb.made = m_before + int(i);
        member.climb.member = u"%1.%2"_s.arg(i + 1).arg(member.asked.model);
        AttemptLog::number(member.climb, m_rung, member.asked.model);
    }
    if (isPointless())
        return {};
    knowUnreachable();
    for (Member &member : m_members) {
        if (const auto prepared = prepare(member); !prepared)
            return prepared;
    }
    return callAll();
}

bool Ensemble::isPointless() const
{
    return m_members.empty() || (m_rung.temperature && m_members.size() < 2);
}

/// Who could not be reached is not asked again: the others' candidates stand already.
void Ensemble::knowUnreachable()
{
    const journal::Key key = m_climb.key(u"unreachable"_s);
    if (!m_parts.effects.journal().has(key))
        return;
    const auto record =
        m_parts.effects.once(key, {}, {}, Durability::Committed, [] { return Result<EffectResult>(EffectResult()); });
    const QJsonObject known = record ? (*record)[u"attempts"].toObject() : QJsonObject();
    for (Member &member : m_members) {
        if (const QString number = QString::number(member.climb.made); known.contains(number))
            member.unreachable = Error{ErrorKind::Network, known[number].toString()};
    }
}

Result<void> Ensemble::prepare(Member &member)
{
    if (member.unreachable)
        return {};
    const auto call =
        prepareCall(m_parts, member.climb, m_afresh, u"generate"_s, member.asked.role, {member.asked.model});
    if (!call && !isMembersOwn(call.error().kind))
        return domain::fail(call.error());
    if (!call) {
        member.unreachable = call.error();
        return {};
    }
    member.request = call->request;
    member.request->temperature = member.asked.temperature;
    return {};
}

/// Nothing has been sent yet, and nothing keeps it from being sent any more.
Result<void> Ensemble::begin()
{
    QList<EnsembleMember> asked;
    for (const Member &member : m_members)
        asked.append(member.asked);
    const auto settled = m_parts.effects.once(m_climb.key(u"members"_s), {}, {}, Durability::Committed, [&] {
        return Result<EffectResult>(EffectResult{.record = {{u"members"_s, toJson(asked)}}});
    });
    if (!settled)
        return domain::fail(settled.error());
    if (const QString family = familyText(asked); !family.isEmpty()) {
        const auto said = m_log.insight(m_climb, m_members.front().asked.role, m_members.front().asked.model,
                                        u"insight"_s, u"one_family"_s, family);
        if (!said)
            return said;
    }
    for (const Member &member : m_members) {
        if (const auto started = m_log.started(member.climb, m_rung, member.asked.role); !started)
            return started;
    }
    m_climb.made = m_before + int(m_members.size());
    sync();
    return {};
}

Result<void> Ensemble::callAll()
{
    QList<ModelCaller::Call> calls;
    QList<Member *> asked;
    for (Member &member : m_members) {
        if (!member.request)
            continue;
        calls.append({member.climb.key(u"generate"_s), member.asked.model, *member.request});
        asked.append(&member);
    }
    const auto replies = m_parts.models.callTogether(calls, [this] { return begin(); });
    if (!replies)
        return domain::fail(replies.error());
    for (qsizetype i = 0; i < replies->size(); ++i) {
        const auto &reply = replies->at(i);
        if (reply)
            asked.at(i)->reply = *reply;
        else if (isMembersOwn(reply.error().kind))
            asked.at(i)->unreachable = reply.error();
        else
            return domain::fail(reply.error());
    }
    return noteUnreachable();
}

Result<void> Ensemble::noteUnreachable()
{
    QJsonObject attempts;
    const Member *first = nullptr;
    for (const Member &member : m_members) {
        if (!member.unreachable)
            continue;
        first = first ? first : &member;
        attempts.insert(QString::number(member.climb.made), member.unreachable->message);
    }
    if (!first)
        return {};
    if (attempts.size() == qsizetype(m_members.size()))
        return domain::fail(*first->unreachable);
    const journal::Key key{.step = m_climb.step.id,
                           .epoch = m_climb.epoch,
                           .attempt = m_before,
                           .member = m_climb.key({}).member,
                           .name = u"unreachable"_s};
    const auto known = m_parts.effects.once(key, {}, {}, Durability::Committed, [&] {
        return Result<EffectResult>(EffectResult{.record = {{u"attempts"_s, attempts}}});
    });
    if (!known)
        return domain::fail(known.error());
    for (Member &member : m_members) {
        if (!member.unreachable)
            continue;
        const QString why = u"%1 could not be asked: %2"_s.arg(member.asked.model, member.unreachable->message);
        if (const auto ended = m_log.endUncounted(member.climb, why); !ended)
            return ended;
        ++m_climb.unused;
    }
    sync();
    return {};
}

Result<void> Ensemble::judge()
{
    std::vector<std::future<Result<void>>> judged;
    for (Member &member : m_members) {
        if (!member.reply)
            continue;
        member.trial.emplace(m_tools, member.climb, m_rung);
        judged.push_back(std::async(std::launch::async, [this, &member]() -> Result<void> {
            const ModelReply &reply = *member.reply;
            const QString said = reply.failure ? reply.failure->message : reply.text;
            if (const auto noted =
                    m_log.insight(member.climb, member.asked.role, reply.model, u"generation"_s, u"draft"_s, said);
                !noted)
                return noted;
            auto checked = member.trial->judge(reply);
            if (!checked)
                return domain::fail(checked.error());
            member.checked = std::move(*checked);
            return {};
        }));
    }
    Result<void> all;
    for (auto &one : judged) {
        const auto done = one.get();
        if (!done && all)
            all = done;
    }
    sync();
    if (!all)
        return all;
    for (Member &member : m_members) {
        if (!member.trial || (member.checked && member.trial->mayBeTaken()))
            continue;
        if (const auto ended = member.checked ? member.trial->failed() : member.trial->withoutCandidate(); !ended)
            return domain::fail(ended.error());
    }
    sync();
    return {};
}

void Ensemble::sync()
{
    m_climb.attempts.resize(m_earlier);
    for (const Member &member : m_members) {
        if (!member.unreachable)
            m_climb.attempts.append(member.attempt());
    }
}

Ensemble::Member *Ensemble::member(int attempt)
{
    const auto found = std::find_if(m_members.begin(), m_members.end(),
                                    [attempt](const Member &m) { return m.attempt().number == attempt; });
    return found == m_members.end() ? nullptr : &*found;
}

/// Who passed; where nobody did, who is unproven for the first time.
QList<Ensemble::Member *> Ensemble::survivors()
{
    QList<Member *> passed;
    QList<Member *> unproven;
    for (Member &member : m_members) {
        if (member.checked && !member.attempt().ended && member.trial->mayBeTaken())
            (member.attempt().verdict.passed ? passed : unproven).append(&member);
    }
    return passed.isEmpty() ? unproven : passed;
}

Result<EnsembleChoice> Ensemble::compare()
{
    const QList<Member *> left = survivors();
    QList<const Attempt *> attempts;
    QList<Survivor> candidates;
    for (const Member *member : left) {
        attempts.append(&member->attempt());
        candidates.append({.attempt = member->attempt().number,
                           .family = member->asked.family,
                           .score = member->attempt().verdict.score});
    }
    Distinguishing distinguishing(m_parts, m_rung);
    QList<DistinguishingInput> inputs;
    if (distinguishing.isPossible(attempts)) {
        const auto proposed = distinguishing.inputs(m_climb, attempts);
        if (!proposed)
            return domain::fail(proposed.error());
        inputs = *proposed;
    }
    for (qsizetype i = 0; i < left.size() && !inputs.isEmpty(); ++i) {
        const auto outcomes = distinguishing.outcomes(left.at(i)->climb, inputs);
        if (!outcomes)
            return domain::fail(outcomes.error());
        candidates[i].outcomes = *outcomes;
    }
    // One that nothing was run on could not be compared with the others.
    const bool allRun = std::all_of(candidates.begin(), candidates.end(),
                                    [&](const Survivor &s) { return s.outcomes.size() == inputs.size(); });
    if (!allRun) {
        inputs.clear();
        for (Survivor &survivor : candidates)
            survivor.outcomes.clear();
    }
    EnsembleChoice choice = choose(candidates, inputs);
    if (choice.order.isEmpty())
        choice.reason = whyNobody();
    if (const auto noted = note(choice, candidates, inputs); !noted)
        return domain::fail(noted.error());
    return choice;
}

void Ensemble::absorb(const Member &member)
{
    Climb merged = member.climb;
    merged.made = m_climb.made;
    merged.unused = m_climb.unused;
    merged.member = m_climb.member;
    merged.attempts = m_climb.attempts;
    m_climb = std::move(merged);
    sync();
}

Result<void> Ensemble::endRest(const QString &why)
{
    for (Member &member : m_members) {
        if (!member.trial || member.attempt().ended)
            continue;
        const domain::Verdict &verdict = member.attempt().verdict;
        const QString state = verdict.passed ? u"passed"_s : u"unproven"_s;
        if (const auto ended = m_log.end(member.climb, state, u"%1; %2"_s.arg(verdict.summary, why)); !ended)
            return ended;
    }
    sync();
    return {};
}

QString Ensemble::whyNobody() const
{
    QStringList reasons;
    for (const Member &member : m_members) {
        const QString what = member.unreachable ? u"could not be asked: "_s + member.unreachable->message
                                                : member.attempt().verdict.summary;
        reasons.append(u"%1 (%2) %3"_s.arg(member.asked.role, member.asked.model, what));
    }
    return u"none of %1 candidates was taken: %2"_s.arg(m_members.size()).arg(reasons.join(u"; "_s));
}

} // namespace stepladder::engine

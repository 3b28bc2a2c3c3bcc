// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ensemble/ensemble.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

constexpr qsizetype kMostTests = 100;

QString stateOf(const Ensemble::Member &member)
{
    if (member.unreachable)
        return u"unreachable"_s;
    if (!member.checked)
        return u"no_candidate"_s;
    const domain::Verdict &verdict = member.attempt().verdict;
    return verdict.passed ? u"passed"_s : verdict.unproven ? u"unproven"_s : u"failed"_s;
}

QJsonArray inputsJson(const QList<DistinguishingInput> &inputs, const QList<Survivor> &survivors)
{
    QJsonArray json;
    for (qsizetype i = 0; i < inputs.size(); ++i) {
        const DistinguishingInput &input = inputs.at(i);
        QJsonArray outcomes;
        for (const Survivor &survivor : survivors) {
            const toolchain::ProbeOutcome &outcome = survivor.outcomes.at(i);
            QJsonObject one{
                {u"attempt"_s, survivor.attempt}, {u"kind"_s, toString(outcome.kind)}, {u"text"_s, outcome.text}};
            if (input.expected)
                one.insert(u"met"_s, meets(*input.expected, outcome));
            outcomes.append(one);
        }
        json.append(QJsonObject{{u"expression"_s, input.expression},
                                {u"expected"_s, input.expected ? QJsonValue(*input.expected) : QJsonValue()},
                                {u"outcomes"_s, outcomes}});
    }
    return json;
}

QJsonArray groupsJson(const EnsembleChoice &choice)
{
    QJsonArray json;
    for (const SurvivorGroup &group : choice.groups) {
        QJsonArray attempts;
        for (const int attempt : group.attempts)
            attempts.append(attempt);
        json.append(QJsonObject{{u"attempts"_s, attempts}, {u"families"_s, group.families}, {u"met"_s, group.met}});
    }
    return json;
}

} // namespace

QJsonObject Ensemble::candidateJson(const Member &member) const
{
    const domain::Verdict &verdict = member.attempt().verdict;
    QJsonObject json{{u"attempt"_s, member.attempt().number},
                     {u"role"_s, member.asked.role},
                     {u"model"_s, member.attempt().model},
                     {u"family"_s, member.asked.family},
                     {u"state"_s, stateOf(member)},
                     {u"score"_s, verdict.score},
                     {u"summary"_s, member.unreachable ? member.unreachable->message : verdict.summary}};
    if (member.asked.temperature)
        json.insert(u"temperature"_s, *member.asked.temperature);
    if (member.checked) {
        json.insert(u"testsPassed"_s, member.checked->judgement.judgedPassed);
        json.insert(u"testsFailed"_s, member.checked->judgement.judgedFailed);
    }
    return json;
}

/// The tests that some candidate fails, and which: those that all pass tell nobody apart.
QJsonArray Ensemble::testsJson() const
{
    QMap<QString, QJsonArray> failed;
    for (const Member &member : m_members) {
        for (const QString &test : member.checked ? member.checked->judgement.failedTests : QStringList())
            failed[test].append(member.attempt().number);
    }
    QJsonArray json;
    for (auto it = failed.constBegin(); it != failed.constEnd() && json.size() < kMostTests; ++it)
        json.append(QJsonObject{{u"test"_s, it.key()}, {u"failed"_s, it.value()}});
    return json;
}

Result<void> Ensemble::note(const EnsembleChoice &choice, const QList<Survivor> &survivors,
                            const QList<DistinguishingInput> &inputs)
{
    QJsonArray candidates;
    QList<EnsembleMember> asked;
    for (const Member &member : m_members) {
        candidates.append(candidateJson(member));
        asked.append(member.asked);
    }
    const auto noted = m_parts.effects.note(m_climb.key(u"ensemble.compared"_s),
                                            {.type = u"ensemble.compared"_s,
                                             .step = m_climb.step.id,
                                             .attempt = choice.order.value(0, m_climb.made),
                                             .data = {{u"rung"_s, m_rung.id},
                                                      {u"candidates"_s, candidates},
                                                      {u"oneFamily"_s, isOneFamily(asked)},
                                                      {u"tests"_s, testsJson()},
                                                      {u"inputs"_s, inputsJson(inputs, survivors)},
                                                      {u"groups"_s, groupsJson(choice)},
                                                      {u"chosen"_s, choice.order.value(0, 0)},
                                                      {u"by"_s, toString(choice.by)},
                                                      {u"reason"_s, choice.reason}}});
    if (!noted)
        return domain::fail(noted.error());
    return {};
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/acceptance.h"

#include "engine/judging/baselines.h"
#include "engine/judging/validator.h"

#include <QJsonDocument>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Candidate;
using domain::Result;
using journal::Draft;
using journal::Durability;
using journal::EffectResult;

namespace {
QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}
} // namespace

Acceptance::Acceptance(RunParts &parts, Validator &validator)
    : m_parts(parts)
    , m_validator(validator)
{
}

Result<Acceptance::Outcome> Acceptance::accept(const Climb &climb, const Candidate &candidate, const QString &base,
                                               const Judgement &before, const QString &message, const Gate &gate)
{
    journal::Journal &journal = m_parts.effects.journal();
    const auto record = m_parts.effects.once(
        climb.key(u"accept"_s), inputHash({candidate.hash().toUtf8()}), {{u"candidate"_s, candidate.hash()}},
        Durability::Synced, [&]() -> Result<EffectResult> {
            const std::lock_guard turn(m_turn);
            const auto outcome = execute(climb, candidate, base, before, message, gate);
            if (!outcome)
                return domain::fail(outcome.error());
            const auto judgement = journal.putBlob(compact(toJson(outcome->judgement)));
            const auto evidence = journal.putBlob(compact(domain::toJson(outcome->judgement.evidence)));
            if (!judgement || !evidence)
                return domain::fail(judgement ? evidence.error() : judgement.error());
            QJsonObject data = testsFinished(u"acceptance"_s, outcome->commit, outcome->judgement.evidence);
            data.insert(u"blob"_s, *evidence);
            data.insert(u"judgement"_s, *judgement);
            return EffectResult{
                .record = {{u"committed"_s, outcome->committed},
                           {u"overtaken"_s, outcome->overtaken},
                           {u"commit"_s, outcome->commit},
                           {u"judgement"_s, *judgement}},
                .entries = {
                    Draft{.type = u"tests.finished"_s, .step = climb.step.id, .attempt = climb.made, .data = data}}};
        });
    if (!record)
        return domain::fail(record.error());
    const auto bytes = journal.blob((*record)[u"judgement"].toString());
    if (!bytes)
        return domain::fail(bytes.error());
    return Outcome{.committed = (*record)[u"committed"].toBool(),
                   .overtaken = (*record)[u"overtaken"].toBool(),
                   .commit = (*record)[u"commit"].toString(),
                   .judgement = judgementFromJson(QJsonDocument::fromJson(*bytes).object())};
}

Result<Acceptance::Outcome> Acceptance::execute(const Climb &climb, const Candidate &candidate, const QString &base,
                                                const Judgement &before, const QString &message, const Gate &gate)
{
    const QString head = m_parts.stage.head();
    Outcome outcome{.commit = {}, .judgement = before};
    const bool stands = head == base && before.evidence.fullSpeed;
    if (!stands) {
        auto scratch = m_parts.stage.scratch(m_parts.effects.stop().hard);
        if (!scratch)
            return domain::fail(scratch.error());
        if (const auto written = (*scratch)->write(candidate.files); !written)
            return domain::fail(written.error());
        const auto judgement = m_validator.checkFully(climb, candidate, **scratch, head);
        if (!judgement)
            return domain::fail(judgement.error());
        outcome.judgement = *judgement;
        if (gate && !gate(*judgement)) {
            outcome.overtaken = head != base;
            return outcome;
        }
        if (judgement->evidence.buildOk)
            m_parts.stage.keepOutputs(**scratch);
    }
    const auto commit = m_parts.stage.commit(candidate.files, message);
    if (!commit)
        return domain::fail(commit.error());
    outcome.committed = true;
    outcome.commit = *commit;
    m_parts.baselines.put(*commit, std::make_shared<const domain::Evidence>(outcome.judgement.evidence));
    return outcome;
}

} // namespace stepladder::engine

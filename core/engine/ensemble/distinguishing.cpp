// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ensemble/distinguishing.h"

#include "engine/prompts/contextbuilder.h"

#include <QJsonArray>
#include <QSet>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;
using journal::EffectResult;
using models::ChatMessage;
using toolchain::ProbeOutcome;

namespace {

constexpr qsizetype kMostInputs = 12;
constexpr int kSpare = 400; ///< tokens of the prompt's own text
constexpr double kTemperature = 0.3;

/// "5", 5 and true are one expectation each; null is none.
std::optional<QString> expectedIn(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 15);
    return std::nullopt;
}

QList<DistinguishingInput> readInputs(const QJsonObject &answer)
{
    QList<DistinguishingInput> inputs;
    for (const auto &item : answer[u"inputs"].toArray()) {
        const QString expression = item[u"expression"].toString().trimmed();
        const bool known = std::any_of(inputs.begin(), inputs.end(),
                                       [&](const DistinguishingInput &i) { return i.expression == expression; });
        if (!expression.isEmpty() && !known && inputs.size() < kMostInputs)
            inputs.append({expression, expectedIn(item[u"expected"])});
    }
    return inputs;
}

QByteArray hashOf(const domain::Candidate &candidate, const QList<DistinguishingInput> &inputs)
{
    QStringList expressions;
    for (const DistinguishingInput &input : inputs)
        expressions.append(input.expression);
    return inputHash({candidate.hash().toUtf8(), expressions.join(u'\n').toUtf8()});
}

} // namespace

Distinguishing::Distinguishing(RunParts &parts, const domain::Rung &rung)
    : m_parts(parts)
    , m_rung(rung)
{
}

bool Distinguishing::isPossible(const QList<const Attempt *> &candidates) const
{
    QSet<QString> different;
    for (const Attempt *attempt : candidates)
        different.insert(attempt->candidate.hash());
    // A run that began with an older program has no prompt for it.
    return different.size() > 1 && m_parts.toolchain.canProbe() && !m_parts.prompts.schema(u"inputs"_s).isEmpty();
}

Result<QString> Distinguishing::prompt(const Climb &climb, const QList<const Attempt *> &candidates,
                                       const QStringList &players) const
{
    const domain::Plan plan = m_parts.plan.plan();
    QString code;
    QChar name = u'A';
    for (const Attempt *attempt : candidates) {
        code += u"Candidate %1:\n```%2\n%3\n```\n"_s.arg(name).arg(
            m_parts.toolchain.fence(), QString::fromUtf8(attempt->candidate.files.first().content));
        name = QChar(name.unicode() + 1);
    }
    const auto context = fitContext(
        {{.name = u"step"_s, .text = climb.step.description, .required = true, .title = u"the step"_s},
         {.name = u"file"_s, .text = climb.step.file, .required = true, .title = u"the step's file"_s},
         {.name = u"language"_s, .text = plan.language, .required = true, .title = u"the language"_s},
         {.name = u"surface"_s, .text = climb.step.surface.join(u'\n'), .priority = 6, .title = u"the surface"_s},
         {.name = u"code"_s, .text = code, .priority = 5, .cuttable = true, .title = u"the candidates"_s},
         {.name = u"task"_s, .text = plan.task, .priority = 3, .cuttable = true, .title = u"the task"_s}},
        m_parts.models.contextTokens(players) - m_parts.models.maxOutputTokens(players) - kSpare);
    if (!context)
        return domain::fail(context.error());
    return m_parts.prompts.render(u"inputs"_s, context->values);
}

Result<QList<DistinguishingInput>> Distinguishing::inputs(const Climb &climb, const QList<const Attempt *> &candidates)
{
    const auto players = m_parts.models.whoAnswers(climb.step.id, u"thinker"_s, m_parts.models.playersOf(u"thinker"_s));
    if (!players)
        return domain::fail(players.error());
    const auto text = prompt(climb, candidates, *players);
    if (!text)
        return domain::fail(text.error());
    models::ChatRequest request{.messages = {{ChatMessage::Role::User, *text}},
                                .temperature = kTemperature,
                                .maxOutputTokens = m_parts.models.maxOutputTokens(*players),
                                .schema = m_parts.prompts.schema(u"inputs"_s),
                                .context = {.purpose = u"tests"_s,
                                            .role = u"thinker"_s,
                                            .step = climb.step.id,
                                            .attempt = climb.made,
                                            .rung = m_rung.id}};
    const auto answer = m_parts.models.structured(climb.key(u"inputs"_s), *players, request);
    if (!answer)
        return domain::fail(answer.error());
    return readInputs(answer->value_or(QJsonObject()));
}

Result<QList<ProbeOutcome>> Distinguishing::outcomes(const Climb &climb, const QList<DistinguishingInput> &inputs)
{
    const domain::Candidate &candidate = climb.attempts.last().candidate;
    const auto record = m_parts.effects.once(
        climb.key(u"outcomes"_s), hashOf(candidate, inputs), {{u"candidate"_s, candidate.hash()}},
        journal::Durability::Committed, [&]() -> Result<EffectResult> {
            const std::stop_token stop = m_parts.effects.stop().hard;
            auto scratch = m_parts.stage.scratch(stop);
            if (!scratch)
                return domain::fail(scratch.error());
            if (const auto written = (*scratch)->write(candidate.files); !written)
                return domain::fail(written.error());
            toolchain::ProbeRequest request{
                .site = siteOf(m_parts.stage, **scratch), .file = climb.step.file, .expressions = {}};
            for (const DistinguishingInput &input : inputs)
                request.expressions.append(input.expression);
            const auto outcomes = m_parts.toolchain.probe(request, stop);
            if (!outcomes)
                return domain::fail(outcomes.error());
            QJsonArray json;
            for (const ProbeOutcome &outcome : *outcomes)
                json.append(QJsonObject{{u"kind"_s, toString(outcome.kind)}, {u"text"_s, outcome.text}});
            return EffectResult{.record = {{u"outcomes"_s, json}}};
        });
    if (!record)
        return domain::fail(record.error());
    QList<ProbeOutcome> outcomes;
    for (const auto &item : (*record)[u"outcomes"].toArray())
        outcomes.append(
            {toolchain::outcomeKindFromString(item[u"kind"].toString()).value_or(toolchain::OutcomeKind::Crashed),
             item[u"text"].toString()});
    return outcomes;
}

} // namespace stepladder::engine

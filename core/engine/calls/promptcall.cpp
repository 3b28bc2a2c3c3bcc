// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/promptcall.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using journal::EffectResult;
using models::ChatMessage;

Result<PreparedCall> prepareCall(RunParts &parts, const Climb &climb, const domain::Rung &rung, const QString &purpose,
                                 const QString &role, const QStringList &candidates)
{
    const auto who = parts.models.whoAnswers(climb.step.id, role, candidates);
    if (!who)
        return domain::fail(who.error());
    const QStringList &players = *who;
    const auto record = parts.effects.once(
        climb.key(u"context."_s + purpose), contextHash(climb, purpose), {}, journal::Durability::Queued,
        [&]() -> Result<EffectResult> {
            Result<StepContext::Prompt> prompt;
            qsizetype first = 0;
            for (; first < players.size(); ++first) {
                const QStringList rest = players.mid(first);
                prompt = StepContext(parts, climb, rung, parts.models.leavesMachine(rest))
                             .render(purpose, parts.models.contextTokens(rest), parts.models.maxOutputTokens(rest));
                if (prompt || prompt.error().kind != ErrorKind::ContextTooLong)
                    break;
            }
            if (!prompt)
                return domain::fail(prompt.error());
            const auto blob = parts.effects.journal().putBlob(prompt->text.toUtf8());
            if (!blob)
                return domain::fail(blob.error());
            EffectResult result{.record = {{u"prompt"_s, *blob},
                                           {u"players"_s, QJsonArray::fromStringList(players.mid(first))},
                                           {u"leftOut"_s, QJsonArray::fromStringList(prompt->leftOut)}}};
            if (!prompt->leftOut.isEmpty()) {
                const QString text = u"The prompt leaves out: %1."_s.arg(prompt->leftOut.join(u", "_s));
                result.entries.append({.type = u"insight"_s,
                                       .step = climb.step.id,
                                       .attempt = climb.made,
                                       .data = {{u"role"_s, role},
                                                {u"model"_s, players.value(first)},
                                                {u"entryType"_s, u"insight"_s},
                                                {u"contentType"_s, u"context"_s},
                                                {u"text"_s, text}}});
            }
            return result;
        });
    if (!record)
        return domain::fail(record.error());
    const auto text = parts.effects.journal().blob((*record)[u"prompt"].toString());
    if (!text)
        return domain::fail(text.error());
    const QStringList fitting = (*record)[u"players"].toVariant().toStringList();
    return PreparedCall{.request = {.messages = {{ChatMessage::Role::User, QString::fromUtf8(*text)}},
                                    .temperature = rung.temperature,
                                    .maxOutputTokens = parts.models.maxOutputTokens(fitting),
                                    .context = {.purpose = purpose,
                                                .role = role,
                                                .step = climb.step.id,
                                                .attempt = climb.made,
                                                .rung = rung.id}},
                        .players = fitting};
}

} // namespace stepladder::engine

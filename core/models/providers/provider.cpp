// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/provider.h"

#include "models/providers/anthropicclient.h"
#include "models/providers/ollamaclient.h"
#include "models/providers/openaiclient.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;

std::unique_ptr<Provider> Provider::of(domain::EndpointKind kind)
{
    switch (kind) {
    case domain::EndpointKind::Ollama:
        return std::make_unique<OllamaClient>();
    case domain::EndpointKind::Anthropic:
        return std::make_unique<AnthropicClient>();
    case domain::EndpointKind::OpenAi:
        return std::make_unique<OpenAiClient>();
    case domain::EndpointKind::Scripted:
        break;
    }
    return nullptr;
}

QString nameOf(ChatMessage::Role role)
{
    if (role == ChatMessage::Role::System)
        return u"system"_s;
    return role == ChatMessage::Role::User ? u"user"_s : u"assistant"_s;
}

void mergeParams(QJsonObject &body, const QJsonObject &params)
{
    for (auto it = params.constBegin(); it != params.constEnd(); ++it) {
        const QJsonValue ours = body.value(it.key());
        if (it->isNull()) {
            body.remove(it.key());
        } else if (ours.isObject() && it->isObject()) {
            QJsonObject merged = ours.toObject();
            mergeParams(merged, it->toObject());
            body.insert(it.key(), merged);
        } else if (ours.isUndefined()) {
            body.insert(it.key(), *it);
        }
    }
}

QString schemaInstruction(const QJsonObject &schema)
{
    return u"Answer with one JSON object and nothing else. It must be valid against this JSON schema:\n"_s
        + QString::fromUtf8(QJsonDocument(schema).toJson(QJsonDocument::Compact));
}

int outputLimit(const domain::Model &model, const ChatRequest &request)
{
    return request.maxOutputTokens > 0 ? request.maxOutputTokens : model.maxOutputTokens;
}

std::optional<QStringList> namesIn(const QJsonObject &body, QLatin1String list, QLatin1String field)
{
    if (!body.value(list).isArray())
        return std::nullopt;
    QStringList names;
    const QJsonArray items = body.value(list).toArray();
    for (const QJsonValue &item : items) {
        const QString name = item.toObject().value(field).toString();
        if (!name.isEmpty())
            names.append(name);
    }
    return names;
}

} // namespace stepladder::models

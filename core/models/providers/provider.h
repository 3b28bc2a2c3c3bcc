// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/http/httptransport.h"
#include "models/streams/replydecoder.h"

#include <memory>

namespace stepladder::models {

/// What differs between the makers of model servers: how a request looks and what its reply means. Stateless,
/// thread-safe.
class Provider
{
public:
    virtual ~Provider() = default;

    /// The request for \p request to \p model. \p key may be empty: then none is sent.
    virtual HttpRequest chatRequest(const domain::Endpoint &endpoint, const domain::Model &model,
                                    const ChatRequest &request, const QString &key) const = 0;
    virtual std::unique_ptr<ReplyDecoder> decoder(TokenSink *sink) const = 0;
    /// The request for the list of models.
    virtual HttpRequest listRequest(const domain::Endpoint &endpoint, const QString &key) const = 0;
    /// The names in such a list; nullopt where \p body is none.
    virtual std::optional<QStringList> modelNames(const QJsonObject &body) const = 0;

    /// Null for EndpointKind::Scripted, which has no server.
    static std::unique_ptr<Provider> of(domain::EndpointKind kind);
};

/// As Ollama and OpenAI call \p role: "system", "user", "assistant".
QString nameOf(ChatMessage::Role role);

/// Puts a model's params into \p body: what we set ourselves stays, objects are merged, and null takes a field away
/// that a server does not know.
void mergeParams(QJsonObject &body, const QJsonObject &params);

/// What tells a model to answer by \p schema where the protocol has no field for that.
QString schemaInstruction(const QJsonObject &schema);

/// The output limit of \p request, the model's own where it has none.
int outputLimit(const domain::Model &model, const ChatRequest &request);

/// The values of \p field in the list of objects under \p list; nullopt where there is no such list.
std::optional<QStringList> namesIn(const QJsonObject &body, QLatin1String list, QLatin1String field);

} // namespace stepladder::models

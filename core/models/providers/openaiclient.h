// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/providers/provider.h"

namespace stepladder::models {

/// OpenAI's Chat Completions and what speaks like it: llama.cpp server, vLLM, LM Studio, DeepSeek, gateways.
class OpenAiClient final : public Provider
{
public:
    HttpRequest chatRequest(const domain::Endpoint &endpoint, const domain::Model &model, const ChatRequest &request,
                            const QString &key) const override;
    std::unique_ptr<ReplyDecoder> decoder(TokenSink *sink) const override;
    HttpRequest listRequest(const domain::Endpoint &endpoint, const QString &key) const override;
    std::optional<QStringList> modelNames(const QJsonObject &body) const override;
};

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/providers/script.h"

namespace stepladder::models {

/// Answers from a file, as if a model had given them.
class ScriptedClient final : public ChatModel
{
public:
    explicit ScriptedClient(std::shared_ptr<Script> script)
        : m_script(std::move(script))
    {
    }

    /// UnscriptedCall, Cancelled (the line is then unused again), Malformed (an empty answer), or what the line's error
    /// status means.
    domain::Result<ChatResponse> complete(const ChatRequest &request, TokenSink *sink, std::stop_token stop) override;
    /// The same; \p usedLine gets the line that was used up, also by an error, else 0.
    domain::Result<ChatResponse> answer(const ChatRequest &request, TokenSink *sink, std::stop_token stop,
                                        int *usedLine);

private:
    std::shared_ptr<Script> m_script;
};

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/http/jsonpost.h"

namespace stepladder::models {

enum class CompletionApi {
    OpenAi, ///< `/completions` with a suffix: llama.cpp, vLLM, DeepSeek, Mistral …
    LlamaCpp, ///< `/infill`
};

/// An endpoint that goes on writing where a text breaks off.
struct CompletionEndpoint
{
    CompletionApi api = CompletionApi::OpenAi;
    QString url = {}; ///< what precedes /completions or /infill
    QString model = {}; ///< as the server calls it; empty: it has one alone
    QString key = {};
    int maxTokens = 1024;
    Timeouts timeouts = {};
};

/// What belongs between \p prefix and \p suffix. CutOff: there was no room for the whole of it. Else as postJson().
domain::Result<QString> fillIn(HttpTransport &transport, const CompletionEndpoint &endpoint, const QString &prefix,
                               const QString &suffix, std::stop_token stop);

} // namespace stepladder::models

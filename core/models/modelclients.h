// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <memory>

namespace stepladder::models {

/// Resolves the name of a secret to its value; empty where there is none. Environment variables for now.
using SecretSource = std::function<QString(const QString &name)>;
SecretSource environmentSecrets();

/// All clients of a models file: endpoints with their own limits on calls at once, retries with jittered backoff and
/// `retry-after`, recording. Thread-safe. Destroying it cancels what is under way and joins its I/O threads.
class ModelClients
{
public:
    struct Options
    {
        Timeouts timeouts = {};
        int maxRetries = 4;
        QString recordFile = {}; ///< scripted answers of what is asked live are appended here
        QSet<int> usedScriptLines = {}; ///< of a run that is resumed or forked, when there is one scripted endpoint
        SecretSource secrets = environmentSecrets();
        qint64 firstRetryMs = 1'000; ///< doubled for each further try, jittered; `retry-after` goes before it
        QHash<QString, QSet<int>> usedScriptLinesByEndpoint = {}; ///< where there are several scripted endpoints
        QHash<QString, QString> withhold = {}; ///< values that do not leave the machine, with what each is called
    };

    /// Reads scripted answers at once. BadInput names file and line.
    static domain::Result<std::unique_ptr<ModelClients>> create(domain::ModelsConfig config, Options options);
    virtual ~ModelClients() = default;

    /// Any thread, as all that follows.
    virtual const domain::ModelsConfig &config() const = 0;
    /// Asks \p modelId. Sends exactly one HTTP request a try. A prompt that cannot fit contextTokens (bytes / 3 +
    /// maxOutputTokens estimate, of which at most half the context counts) is ContextTooLong before sending; a secret
    /// that is named and missing is Authentication before sending. BadInput: there is no such model, or the server
    /// refuses the request itself (a wrong model name or parameter). An answer that could not be recorded
    /// is a warning in the log: it was paid for. To an endpoint that is not local (Endpoint::isLocal) go no secrets
    /// (SecretScan, the keys of all endpoints, Options::withhold): \p sink is told, the answer gets them back.
    virtual domain::Result<ChatResponse> complete(const QString &modelId, const ChatRequest &request, TokenSink *sink,
                                                  std::stop_token stop) = 0;
    /// A cheap look whether the endpoint of \p modelId answers at all (GET of its model list; scripted: true).
    virtual bool probe(const QString &modelId, std::stop_token stop) = 0;
};

} // namespace stepladder::models

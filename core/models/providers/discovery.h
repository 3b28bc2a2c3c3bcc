// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/modelclients.h"

#include <QStringList>

namespace stepladder::models {

/// The names of the models that \p endpoint offers: Ollama's /api/tags, /models or /v1/models elsewhere; none for
/// scripted answers. Blocks, at most 15 s. Authentication (also where its secret is not set), ConnectTimeout, Network,
/// Malformed (no such list), and what else a status means; Cancelled.
domain::Result<QStringList> availableModels(const domain::Endpoint &endpoint, const SecretSource &secrets,
                                            std::stop_token stop);

/// A model server that answers on this machine.
struct FoundServer
{
    domain::EndpointKind kind = domain::EndpointKind::Ollama;
    QString url; ///< as an endpoint of a models file has it
    QStringList models; ///< those that can be asked: none that only embeds

    bool operator==(const FoundServer &) const = default;
};

/// Where one may be.
struct ServerPlace
{
    domain::EndpointKind kind = domain::EndpointKind::Ollama;
    quint16 port = 0;
};
/// Ollama on 11434; OpenAI-compatible servers (LM Studio 1234, llama.cpp 8080, vLLM 8000).
QList<ServerPlace> usualPlaces();

/// Asks \p places of 127.0.0.1, and nothing beyond it, all at once; those that answer with at least one model, in the
/// order of \p places. Blocks, at most 300 ms; what \p stop cuts short was not found.
QList<FoundServer> findLocalServers(const QList<ServerPlace> &places, std::stop_token stop);

/// A models file for \p server: all its models, free of charge; \p thinker plans and, where it is another model than
/// \p generator, judges.
domain::ModelsConfig configFor(const FoundServer &server, const QString &thinker, const QString &generator);
/// Which of \p models is likely best at writing code, by its name; the first where none tells. Empty without models.
QString likelyGenerator(const QStringList &models);
/// Which is to think: another one than the likely generator where there is one.
QString likelyThinker(const QStringList &models);

} // namespace stepladder::models

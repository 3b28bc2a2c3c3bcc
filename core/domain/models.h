// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

namespace stepladder::domain {

enum class EndpointKind { Ollama, Anthropic, OpenAi, Scripted };
QString toString(EndpointKind kind);

struct Endpoint
{
    QString id;
    EndpointKind kind = EndpointKind::Ollama;
    QString url = {}; ///< what precedes /api/chat, /v1/messages, /chat/completions
    QString secret = {}; ///< keychain or environment name of the key, never the key
    QString file = {}; ///< scripted answers, absolute once read
    int parallel = 1; ///< 0: unlimited

    /// Whether what is sent to it stays on this machine: a file, or a server on its loopback. A name that merely leads
    /// there does not count.
    bool isLocal() const;
    bool operator==(const Endpoint &) const = default;
};

/// Dollars per million tokens; absent = unknown.
struct Price
{
    std::optional<double> inputPerMTok = {};
    std::optional<double> outputPerMTok = {};
    std::optional<double> cacheReadPerMTok = {};
    std::optional<double> cacheWritePerMTok = {};

    bool known() const { return inputPerMTok && outputPerMTok; }
    bool paid() const
    {
        const auto above = [](const std::optional<double> &p) { return p && *p > 0; };
        return above(inputPerMTok) || above(outputPerMTok) || above(cacheReadPerMTok) || above(cacheWritePerMTok);
    }
    bool operator==(const Price &) const = default;
};

struct Model
{
    QString id;
    QString endpoint;
    QString name; ///< as the provider calls it
    QString family = {};
    int contextTokens = 8192;
    int maxOutputTokens = 4096;
    Price price = {};
    QJsonObject params = {}; ///< passed on to the provider

    bool operator==(const Model &) const = default;
};

/// What a models file says: who can be asked, and who plays which role.
struct ModelsConfig
{
    QList<Endpoint> endpoints;
    QList<Model> models;
    QHash<QString, QStringList> roles; ///< role → model ids, at least thinker and generator

    const Endpoint *endpoint(const QString &id) const;
    const Model *model(const QString &id) const;
    /// The first model of a role after its fallbacks (premium → reviewer → generator, thinker → generator,
    /// expert → premium); null where nobody plays it. `judges` has no fallback.
    const Model *playerOf(const QString &role) const;
    bool operator==(const ModelsConfig &) const = default;
};

/// Reads a models file strictly. A relative `file` of an endpoint is made absolute against \p folder. BadInput.
Result<ModelsConfig> modelsFromJson(const QJsonObject &json, const QString &where, const QString &folder);
QJsonObject toJson(const ModelsConfig &config);

} // namespace stepladder::domain

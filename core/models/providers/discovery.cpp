// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/discovery.h"

#include "models/http/httpclient.h"

#include <QRegularExpression>

#include <thread>
#include <vector>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::EndpointKind;

namespace {

constexpr Timeouts kLocal{300, 300, 300};

domain::Endpoint endpointAt(const ServerPlace &place)
{
    const QString root = u"http://127.0.0.1:%1"_s.arg(place.port);
    const bool ollama = place.kind == EndpointKind::Ollama;
    return {.id = ollama ? u"ollama"_s : u"local"_s, .kind = place.kind, .url = ollama ? root : root + u"/v1"_s};
}

bool matches(const QString &model, const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption).match(model).hasMatch();
}

/// Models that turn text into vectors answer no chat.
QStringList chatModels(const QStringList &names)
{
    QStringList chat;
    for (const QString &name : names) {
        if (!matches(name, u"embed|\\b(bge|minilm|rerank|whisper|clip)"_s))
            chat.append(name);
    }
    return chat;
}

} // namespace

domain::Result<QStringList> availableModels(const domain::Endpoint &endpoint, const SecretSource &secrets,
                                            std::stop_token stop)
{
    if (endpoint.kind == domain::EndpointKind::Scripted)
        return QStringList();
    HttpTransport transport;
    const HttpClient client(endpoint, transport, secrets);
    auto names = client.list({5'000, 10'000, 15'000}, std::move(stop));
    if (!names)
        names.error().message.prepend(endpoint.id + QStringLiteral(": "));
    return names;
}

QList<ServerPlace> usualPlaces()
{
    return {{EndpointKind::Ollama, 11434},
            {EndpointKind::OpenAi, 1234},
            {EndpointKind::OpenAi, 8080},
            {EndpointKind::OpenAi, 8000}};
}

QList<FoundServer> findLocalServers(const QList<ServerPlace> &places, std::stop_token stop)
{
    std::vector<QStringList> answers(size_t(places.size()));
    HttpTransport transport;
    {
        std::vector<std::jthread> asking;
        for (size_t i = 0; i < answers.size(); ++i) {
            asking.emplace_back([&, i] {
                const HttpClient client(endpointAt(places.at(qsizetype(i))), transport, {});
                if (const auto names = client.list(kLocal, stop))
                    answers[i] = chatModels(*names);
            });
        }
    }
    QList<FoundServer> found;
    for (size_t i = 0; i < answers.size(); ++i) {
        const domain::Endpoint endpoint = endpointAt(places.at(qsizetype(i)));
        if (!answers[i].isEmpty())
            found.append({endpoint.kind, endpoint.url, answers[i]});
    }
    return found;
}

domain::ModelsConfig configFor(const FoundServer &server, const QString &thinker, const QString &generator)
{
    const QString endpoint = server.kind == EndpointKind::Ollama ? u"ollama"_s : u"local"_s;
    domain::ModelsConfig config;
    config.endpoints = {{.id = endpoint, .kind = server.kind, .url = server.url}};
    for (const QString &name : server.models)
        config.models.append({.id = name, .endpoint = endpoint, .name = name, .price = {0, 0}});
    config.roles = {{u"thinker"_s, {thinker}}, {u"generator"_s, {generator}}};
    if (thinker != generator)
        config.roles.insert(u"judges"_s, {thinker});
    return config;
}

QString likelyGenerator(const QStringList &models)
{
    for (const QString &pattern : {u"coder|codestral|starcoder|codellama|devstral"_s, u"deepseek"_s}) {
        for (const QString &model : models) {
            if (matches(model, pattern))
                return model;
        }
    }
    return models.value(0);
}

QString likelyThinker(const QStringList &models)
{
    const QString generator = likelyGenerator(models);
    for (const QString &model : models) {
        if (matches(model, u"phi4|qwq|reason|think|gpt-oss|-r1"_s) && model != generator)
            return model;
    }
    for (const QString &model : models) {
        if (model != generator)
            return model;
    }
    return generator;
}

} // namespace stepladder::models

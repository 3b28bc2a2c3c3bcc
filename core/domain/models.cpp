// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/models.h"

#include "domain/jsonreader.h"
#include "domain/ladder.h"
#include "domain/shown.h"

#include <QDir>
#include <QRegularExpression>
#include <QUrl>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {

const QStringList &endpointKindNames()
{
    static const QStringList names = {u"ollama"_s, u"anthropic"_s, u"openai"_s, u"scripted"_s};
    return names;
}

Endpoint readEndpoint(JsonReader &in, const QString &folder)
{
    Endpoint endpoint;
    endpoint.id = in.name("id"_L1);
    endpoint.kind = EndpointKind(in.oneOf("kind"_L1, endpointKindNames()));
    const bool scripted = endpoint.kind == EndpointKind::Scripted;
    endpoint.url = scripted ? in.text("url"_L1, {}) : in.text("url"_L1);
    endpoint.secret = in.text("secret"_L1, {});
    endpoint.file = scripted ? in.text("file"_L1) : in.text("file"_L1, {});
    endpoint.parallel = int(in.integer("parallel"_L1, 1, 1000, scripted ? 0 : 1));
    if (!endpoint.file.isEmpty())
        endpoint.file = QDir::cleanPath(QDir(folder).absoluteFilePath(endpoint.file));
    if (!scripted) {
        const QUrl url(endpoint.url, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http"_s && url.scheme() != u"https"_s))
            in.fault("url"_L1, u"expected an http or https address"_s);
        // A key in an address would reach journals and messages with it.
        if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
            in.fault("url"_L1, u"expected an address without user, query or fragment"_s);
        while (endpoint.url.endsWith(u'/'))
            endpoint.url.chop(1);
    }
    return endpoint;
}

Model readModel(JsonReader &in, const ModelsConfig &config)
{
    constexpr double kMaxPrice = 100'000;
    constexpr qint64 kMaxTokens = 100'000'000;
    Model model;
    model.id = in.name("id"_L1);
    model.endpoint = in.text("endpoint"_L1);
    model.name = in.name("name"_L1);
    model.family = in.text("family"_L1, {});
    model.contextTokens = int(in.integer("contextTokens"_L1, 1, kMaxTokens, 8192));
    // Half of a context that the usual limit would fill: only a limit that somebody chose is refused.
    const int usual = model.contextTokens > 4096 ? 4096 : std::max(1, model.contextTokens / 2);
    model.maxOutputTokens = int(in.integer("maxOutputTokens"_L1, 1, kMaxTokens, usual));
    if (model.maxOutputTokens >= model.contextTokens)
        in.fault("maxOutputTokens"_L1, u"expected less than contextTokens, which is %1"_s.arg(model.contextTokens));
    model.price.inputPerMTok = in.optionalNumber("inputPerMTok"_L1, 0, kMaxPrice);
    model.price.outputPerMTok = in.optionalNumber("outputPerMTok"_L1, 0, kMaxPrice);
    model.price.cacheReadPerMTok = in.optionalNumber("cacheReadPerMTok"_L1, 0, kMaxPrice);
    model.price.cacheWritePerMTok = in.optionalNumber("cacheWritePerMTok"_L1, 0, kMaxPrice);
    model.params = in.object("params"_L1, {});
    const Endpoint *endpoint = config.endpoint(model.endpoint);
    if (!endpoint) {
        in.fault("endpoint"_L1, u"no endpoint has the id %1"_s.arg(shown(model.endpoint)));
    } else if (endpoint->kind == EndpointKind::Ollama || endpoint->kind == EndpointKind::Scripted) {
        model.price.inputPerMTok = model.price.inputPerMTok.value_or(0);
        model.price.outputPerMTok = model.price.outputPerMTok.value_or(0);
    }
    return model;
}

void readRoles(JsonReader &in, ModelsConfig &config)
{
    for (const QString &role : knownRoles()) {
        const QByteArray name = role.toLatin1();
        const QLatin1String key(name);
        const bool needed = role == u"thinker"_s || role == u"generator"_s;
        const QJsonValue value = in.any(key);
        if (value.isUndefined()) {
            if (needed)
                in.fault(key, u"is missing"_s);
            continue;
        }
        if (!value.isString() && !value.isArray())
            in.fault(key, u"expected the id of a model or a list of ids"_s);
        const QStringList ids = value.isString() ? QStringList{value.toString()} : in.texts(key);
        if (ids.isEmpty() && needed)
            in.fault(key, u"expected the id of a model"_s);
        for (const QString &id : ids) {
            if (!config.model(id))
                in.fault(key, u"no model has the id %1"_s.arg(shown(id)));
        }
        if (!ids.isEmpty())
            config.roles.insert(role, ids);
    }
}

} // namespace

QString toString(EndpointKind kind)
{
    return endpointKindNames().at(int(kind));
}

bool Endpoint::isLocal() const
{
    if (kind == EndpointKind::Scripted)
        return true;
    static const QRegularExpression four(u"\\A127(?:\\.\\d{1,3}){3}\\z"_s);
    const QString host = QUrl(url, QUrl::StrictMode).host();
    return host == u"localhost"_s || host == u"::1"_s || four.match(host).hasMatch();
}

const Endpoint *ModelsConfig::endpoint(const QString &id) const
{
    const auto it = std::find_if(endpoints.begin(), endpoints.end(), [&](const Endpoint &e) { return e.id == id; });
    return it == endpoints.end() ? nullptr : &*it;
}

const Model *ModelsConfig::model(const QString &id) const
{
    const auto it = std::find_if(models.begin(), models.end(), [&](const Model &m) { return m.id == id; });
    return it == models.end() ? nullptr : &*it;
}

const Model *ModelsConfig::playerOf(const QString &role) const
{
    static const QHash<QString, QString> fallback = {{u"premium"_s, u"reviewer"_s},
                                                     {u"reviewer"_s, u"generator"_s},
                                                     {u"thinker"_s, u"generator"_s},
                                                     {u"expert"_s, u"premium"_s}};
    for (QString name = role; !name.isEmpty(); name = fallback.value(name)) {
        if (const QStringList ids = roles.value(name); !ids.isEmpty())
            return model(ids.first());
    }
    return nullptr;
}

Result<ModelsConfig> modelsFromJson(const QJsonObject &json, const QString &where, const QString &folder)
{
    JsonReader in(json, where);
    ModelsConfig config;
    in.each("endpoints"_L1, true, [&](JsonReader &reader) {
        const Endpoint endpoint = readEndpoint(reader, folder);
        if (config.endpoint(endpoint.id))
            reader.fault("id"_L1, u"%1 is already the id of another endpoint"_s.arg(shown(endpoint.id)));
        config.endpoints.append(endpoint);
    });
    in.each("models"_L1, true, [&](JsonReader &reader) {
        const Model model = readModel(reader, config);
        if (config.model(model.id))
            reader.fault("id"_L1, u"%1 is already the id of another model"_s.arg(shown(model.id)));
        config.models.append(model);
    });
    in.child("roles"_L1, true, [&](JsonReader &reader) { readRoles(reader, config); });
    if (const auto read = in.finish(); !read)
        return fail(read.error());
    return config;
}

QJsonObject toJson(const ModelsConfig &config)
{
    QJsonArray endpoints;
    for (const Endpoint &endpoint : config.endpoints) {
        QJsonObject json{{u"id"_s, endpoint.id}, {u"kind"_s, toString(endpoint.kind)}};
        for (const auto &[key, value] : {std::pair(u"url"_s, endpoint.url), std::pair(u"secret"_s, endpoint.secret),
                                         std::pair(u"file"_s, endpoint.file)}) {
            if (!value.isEmpty())
                json.insert(key, value);
        }
        if (endpoint.parallel > 0)
            json.insert(u"parallel"_s, endpoint.parallel);
        endpoints.append(json);
    }
    QJsonArray models;
    for (const Model &model : config.models) {
        QJsonObject json{{u"id"_s, model.id},
                         {u"endpoint"_s, model.endpoint},
                         {u"name"_s, model.name},
                         {u"family"_s, model.family},
                         {u"contextTokens"_s, model.contextTokens},
                         {u"maxOutputTokens"_s, model.maxOutputTokens},
                         {u"params"_s, model.params}};
        for (const auto &[key, value] : {std::pair(u"inputPerMTok"_s, model.price.inputPerMTok),
                                         std::pair(u"outputPerMTok"_s, model.price.outputPerMTok),
                                         std::pair(u"cacheReadPerMTok"_s, model.price.cacheReadPerMTok),
                                         std::pair(u"cacheWritePerMTok"_s, model.price.cacheWritePerMTok)}) {
            if (value)
                json.insert(key, *value);
        }
        models.append(json);
    }
    QJsonObject roles;
    for (auto it = config.roles.constBegin(); it != config.roles.constEnd(); ++it)
        roles.insert(it.key(), QJsonArray::fromStringList(it.value()));
    return {{u"endpoints"_s, endpoints}, {u"models"_s, models}, {u"roles"_s, roles}};
}

} // namespace stepladder::domain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/expertsources.h"

#include "domain/jsonreader.h"
#include "domain/models.h"

#include <QDir>
#include <QFile>
#include <QUrl>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::JsonReader;
using domain::Result;
using Kind = ExpertSource::Kind;

namespace {

constexpr qint64 kMostBytes = 1'000'000;

const QStringList &kinds()
{
    static const QStringList names = {u"articles"_s, u"http"_s, u"model"_s, u"completion"_s};
    return names;
}

const QStringList &apis()
{
    static const QStringList names = {u"openai"_s, u"llama"_s};
    return names;
}

/// Scheme, host and port say who it is; the rest of an address may hold a key.
QString hostOf(const QString &url)
{
    return QUrl(url).toString(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

QString readUrl(JsonReader &reader)
{
    const QString text = reader.name("url"_L1);
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == u"http" || url.scheme() == u"https";
    if (!web || url.host().isEmpty() || !url.userInfo().isEmpty())
        reader.fault("url"_L1, u"expected an address that begins with http:// or https:// and holds no password"_s);
    return text.endsWith(u'/') ? text.chopped(1) : text;
}

} // namespace

QString nameOf(const ExpertSource &source)
{
    switch (source.kind) {
    case Kind::Articles:
        return source.folder.isEmpty() ? u"articles"_s : u"articles in %1"_s.arg(source.folder);
    case Kind::Http:
        return u"the expert at %1"_s.arg(hostOf(source.url));
    case Kind::Model:
        return source.model.isEmpty() ? u"the model that plays expert"_s : u"model %1"_s.arg(source.model);
    case Kind::Completion:
        break;
    }
    return u"completion at %1"_s.arg(hostOf(source.url));
}

bool staysHere(const ExpertSource &source)
{
    const domain::Endpoint endpoint{.id = {}, .kind = domain::EndpointKind::OpenAi, .url = source.url};
    return source.url.isEmpty() || endpoint.isLocal();
}

QJsonObject toJson(const ExpertSource &source)
{
    QJsonObject json{{u"kind"_s, kinds().at(int(source.kind))}};
    for (const auto &[key, value] :
         {std::pair(u"folder"_s, source.folder), std::pair(u"url"_s, source.url), std::pair(u"api"_s, source.api),
          std::pair(u"secret"_s, source.secret), std::pair(u"model"_s, source.model)}) {
        if (!value.isEmpty())
            json.insert(key, value);
    }
    return json;
}

Result<ExpertSource> expertSourceFromJson(const QJsonObject &json, const QString &where)
{
    JsonReader reader(json, where);
    ExpertSource source{.kind = Kind(reader.oneOf("kind"_L1, kinds()))};
    const bool web = source.kind == Kind::Http || source.kind == Kind::Completion;
    if (source.kind == Kind::Articles) {
        source.folder = reader.text("folder"_L1, {});
        if (!source.folder.isEmpty() && !QDir::isAbsolutePath(source.folder))
            reader.fault("folder"_L1, u"expected an absolute path"_s);
    }
    if (web) {
        source.url = readUrl(reader);
        source.secret = reader.text("secret"_L1, {});
    }
    if (source.kind == Kind::Completion)
        source.api = apis().at(std::max(0, reader.oneOf("api"_L1, apis(), 0)));
    if (source.kind == Kind::Completion || source.kind == Kind::Model)
        source.model = reader.text("model"_L1, {});
    if (const auto whole = reader.finish(); !whole)
        return domain::fail(whole.error());
    return source;
}

ExpertSources readExpertSources(const storage::Locations &locations)
{
    const ExpertSources usual{{{.kind = Kind::Articles}, {.kind = Kind::Model}}, {}};
    const QString name = locations.config + u"/experts.json"_s;
    QFile file(name);
    if (!file.exists())
        return usual;
    const auto broken = [&usual](const QString &why) { return ExpertSources{usual.sources, {why}}; };
    if (!file.open(QIODevice::ReadOnly))
        return broken(u"%1: %2"_s.arg(name, file.errorString()));
    const auto json = domain::parseJsonObject(file.read(kMostBytes), name);
    if (!json)
        return broken(json.error().message);
    JsonReader reader(*json, name);
    const QJsonArray items = reader.array("sources"_L1);
    if (const auto whole = reader.finish(); !whole)
        return broken(whole.error().message);
    ExpertSources read;
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QString where = u"%1: sources[%2]"_s.arg(name, QString::number(i));
        const auto source = items.at(i).isObject()
            ? expertSourceFromJson(items.at(i).toObject(), where)
            : Result<ExpertSource>(domain::fail(domain::ErrorKind::BadInput, u"%1: expected an object"_s.arg(where)));
        if (source)
            read.sources.append(*source);
        else
            read.problems.append(source.error().message);
    }
    return read;
}

} // namespace stepladder::guidance

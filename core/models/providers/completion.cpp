// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/completion.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr double kTemperature = 0.2;

QJsonObject requestOf(const CompletionEndpoint &endpoint, const QString &prefix, const QString &suffix)
{
    QJsonObject body{{u"temperature"_s, kTemperature}, {u"stream"_s, false}};
    if (!endpoint.model.isEmpty())
        body.insert(u"model"_s, endpoint.model);
    if (endpoint.api == CompletionApi::LlamaCpp) {
        body.insert(u"input_prefix"_s, prefix);
        body.insert(u"input_suffix"_s, suffix);
        body.insert(u"n_predict"_s, endpoint.maxTokens);
        return body;
    }
    body.insert(u"prompt"_s, prefix);
    if (!suffix.isEmpty())
        body.insert(u"suffix"_s, suffix);
    body.insert(u"max_tokens"_s, endpoint.maxTokens);
    return body;
}

Result<QString> textOf(const QJsonObject &answer, CompletionApi api)
{
    const bool llama = api == CompletionApi::LlamaCpp;
    const QJsonObject choice = llama ? answer : answer[u"choices"][0].toObject();
    const QJsonValue text = choice[llama ? u"content"_s : u"text"_s];
    if (!text.isString())
        return domain::fail(ErrorKind::Malformed, u"the answer holds no completion"_s);
    const bool cut = llama
        ? answer[u"stop_type"] == u"limit"_s || answer[u"stopped_limit"].toBool() || answer[u"truncated"].toBool()
        : choice[u"finish_reason"] == u"length"_s;
    if (cut)
        return domain::fail(ErrorKind::CutOff, u"the completion was cut off at its longest"_s);
    return text.toString();
}

} // namespace

Result<QString> fillIn(HttpTransport &transport, const CompletionEndpoint &endpoint, const QString &prefix,
                       const QString &suffix, std::stop_token stop)
{
    const QString path = endpoint.api == CompletionApi::LlamaCpp ? u"/infill"_s : u"/completions"_s;
    const auto answer =
        postJson(transport, {.url = QUrl(endpoint.url + path), .key = endpoint.key, .timeouts = endpoint.timeouts},
                 requestOf(endpoint, prefix, suffix), std::move(stop));
    if (!answer)
        return domain::fail(answer.error());
    return textOf(QJsonDocument::fromJson(*answer).object(), endpoint.api);
}

} // namespace stepladder::models

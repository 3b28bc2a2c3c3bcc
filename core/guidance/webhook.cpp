// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/webhook.h"

#include "domain/jsonreader.h"
#include "guidance/requests.h"

#include <QDateTime>
#include <QHostAddress>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::JsonReader;
using domain::Request;
using domain::RequestKind;
using domain::Result;

namespace {

constexpr qsizetype kCodeLines = 40;
constexpr qsizetype kLongestQuestion = 2'000;

const QStringList &kindNames()
{
    static const QStringList names = {u"slack"_s, u"teams"_s, u"json"_s};
    return names;
}

const QStringList &placeholders()
{
    static const QStringList names = {u"title"_s, u"question"_s, u"run"_s,    u"step"_s,
                                      u"kind"_s,  u"deadline"_s, u"answer"_s, u"code"_s};
    return names;
}

const QRegularExpression &placeholder()
{
    static const QRegularExpression pattern(uR"(\{([a-z]+)\})"_s);
    return pattern;
}

Webhook readWebhook(JsonReader &json)
{
    Webhook hook{.id = json.name("id"_L1),
                 .kind = WebhookKind(json.oneOf("kind"_L1, kindNames())),
                 .url = json.text("url"_L1, QString()),
                 .secret = json.text("secret"_L1, QString()),
                 .code = json.boolean("code"_L1, false),
                 .text = json.text("text"_L1, QString())};
    for (const QString &name : json.texts("requests"_L1, QStringList())) {
        if (const auto kind = domain::requestKindFromString(name))
            hook.kinds.append(*kind);
        else
            json.fault("requests"_L1, u"\"%1\" is no kind of request"_s.arg(name));
    }
    if (hook.url.isEmpty() && hook.secret.isEmpty())
        json.fault("url"_L1, u"expected an address, or a secret that holds it"_s);
    else if (!hook.url.isEmpty() && !isWebhookAddress(hook.url))
        json.fault("url"_L1, u"expected an https address (http for this machine alone)"_s);
    for (auto it = placeholder().globalMatch(hook.text); it.hasNext();) {
        const QString name = it.next().captured(1);
        if (!placeholders().contains(name))
            json.fault("text"_L1, u"{%1} is none of {%2}"_s.arg(name, placeholders().join(u"} {"_s)));
    }
    return hook;
}

QString excerptOf(const Request &request)
{
    for (const auto name : {"bestCode"_L1, "diff"_L1}) {
        const QString code = request.details[name].toString();
        if (!code.isEmpty())
            return code.split(u'\n').first(std::min(kCodeLines, code.count(u'\n') + 1)).join(u'\n');
    }
    return {};
}

QString deadlineText(const Request &request)
{
    if (request.deadlineMs == 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(request.deadlineMs, Qt::UTC).toString(u"yyyy-MM-dd HH:mm 'UTC'"_s);
}

QString valueOf(const QString &name, const Webhook &hook, const Request &request)
{
    if (name == u"title")
        return request.title;
    if (name == u"question")
        return request.question.left(kLongestQuestion);
    if (name == u"run")
        return request.run;
    if (name == u"step")
        return request.step;
    if (name == u"kind")
        return domain::toString(request.kind);
    if (name == u"deadline")
        return deadlineText(request);
    if (name == u"answer")
        return u"stepladder guidance show "_s + request.id;
    return hook.code ? excerptOf(request) : QString();
}

/// The template's placeholders filled, in one pass: what a model wrote is not read as a placeholder again.
QString filled(const QString &text, const Webhook &hook, const Request &request)
{
    QString result;
    qsizetype at = 0;
    for (auto it = placeholder().globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        result += text.mid(at, match.capturedStart() - at);
        result += valueOf(match.captured(1), hook, request);
        at = match.capturedEnd();
    }
    return result + text.mid(at);
}

QString ourText(const Webhook &hook, const Request &request)
{
    QString text = u"{title}\n{question}\n"_s;
    if (request.deadlineMs > 0)
        text += u"Until {deadline}. "_s;
    text += u"Run {run}: {answer}"_s;
    if (hook.code && !excerptOf(request).isEmpty())
        text += u"\n```\n{code}\n```"_s;
    return text;
}

/// Slack reads &, < and > as its own.
QString slackText(QString text)
{
    return text.replace(u'&', u"&amp;"_s).replace(u'<', u"&lt;"_s).replace(u'>', u"&gt;"_s);
}

QJsonObject teamsMessage(const QString &text)
{
    const QJsonObject block{{u"type"_s, u"TextBlock"_s}, {u"text"_s, text}, {u"wrap"_s, true}};
    const QJsonObject card{{u"type"_s, u"AdaptiveCard"_s},
                           {u"$schema"_s, u"http://adaptivecards.io/schemas/adaptive-card.json"_s},
                           {u"version"_s, u"1.4"_s},
                           {u"body"_s, QJsonArray{block}}};
    const QJsonObject attachment{{u"contentType"_s, u"application/vnd.microsoft.card.adaptive"_s},
                                 {u"content"_s, card}};
    return {{u"type"_s, u"message"_s}, {u"attachments"_s, QJsonArray{attachment}}};
}

QJsonObject jsonMessage(const Webhook &hook, const Request &request, NotificationEvent event, const QString &text)
{
    QJsonObject message{{u"type"_s, u"request"_s},
                        {u"event"_s, event == NotificationEvent::Asked ? u"asked"_s : u"reminder"_s},
                        {u"id"_s, request.id},
                        {u"text"_s, text}};
    for (const QString &name : placeholders()) {
        if (name != u"deadline" && (name != u"code" || hook.code))
            message.insert(name, valueOf(name, hook, request));
    }
    if (request.deadlineMs > 0)
        message.insert(u"deadline"_s,
                       QDateTime::fromMSecsSinceEpoch(request.deadlineMs, Qt::UTC).toString(Qt::ISODate));
    return message;
}

} // namespace

Result<QList<Webhook>> readWebhooks(const QByteArray &text, const QString &file)
{
    const auto object = domain::parseJsonObject(text, file);
    if (!object)
        return domain::fail(object.error());
    JsonReader json(*object, file);
    QList<Webhook> hooks;
    QSet<QString> ids;
    json.each("webhooks"_L1, true, [&](JsonReader &one) {
        const Webhook hook = readWebhook(one);
        if (ids.contains(hook.id))
            one.fault("id"_L1, u"\"%1\" is there already"_s.arg(hook.id));
        ids.insert(hook.id);
        hooks.append(hook);
    });
    if (const auto finished = json.finish(); !finished)
        return domain::fail(finished.error());
    return hooks;
}

bool isWebhookAddress(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return false;
    const bool here = url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
    return url.scheme() == u"https" || (url.scheme() == u"http" && here);
}

QByteArray webhookBody(const Webhook &hook, const Request &request, NotificationEvent event)
{
    QString text = filled(hook.text.isEmpty() ? ourText(hook, request) : hook.text, hook, request);
    if (event == NotificationEvent::Reminder)
        text.prepend(u"Reminder: "_s);
    QJsonObject message;
    switch (hook.kind) {
    case WebhookKind::Slack:
        message = {{u"text"_s, slackText(text)}};
        break;
    case WebhookKind::Teams:
        message = teamsMessage(text);
        break;
    case WebhookKind::Json:
        message = jsonMessage(hook, request, event, text);
        break;
    }
    return QJsonDocument(message).toJson(QJsonDocument::Compact);
}

} // namespace stepladder::guidance

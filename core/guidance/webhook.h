// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/request.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace stepladder::guidance {

enum class WebhookKind {
    Slack, ///< an incoming webhook: {"text"} in Slack's mrkdwn
    Teams, ///< a workflow's webhook: a message with one adaptive card, version 1.4
    Json, ///< {"type":"request","event","id","run","step","kind","title","question","deadline","answer","text"}
};

/// An address at which people elsewhere are told of requests.
struct Webhook
{
    QString id;
    WebhookKind kind = WebhookKind::Json;
    QString url = {}; ///< empty: it is the secret's value
    QString secret = {}; ///< name of a secret; beside a url it is sent as a bearer token
    QList<domain::RequestKind> kinds = {}; ///< that are told; empty: all
    bool code = false; ///< whether an excerpt of the code goes along
    QString text = {}; ///< template with {title} {question} {run} {step} {kind} {deadline} {answer} {code}; empty: ours

    bool tells(domain::RequestKind request) const { return kinds.isEmpty() || kinds.contains(request); }
    bool operator==(const Webhook &) const = default;
};

/// Reads the user's `webhooks.json`:
/// {"webhooks":[{"id","kind":"slack|teams|json","url","secret","requests":["guidance", …],"code":false,"text":"{title}
/// …"}]}. BadInput, in one line: neither url nor secret, an address that is not https (http is taken for this machine
/// alone), an unknown placeholder, two of one id.
domain::Result<QList<Webhook>> readWebhooks(const QByteArray &json, const QString &file);
/// Whether \p url may be told at all.
bool isWebhookAddress(const QString &url);

/// Why people are told.
enum class NotificationEvent { Asked, Reminder };

/// What \p hook is sent of \p request. Code goes along only where the webhook says so, at most 40 lines of it.
QByteArray webhookBody(const Webhook &hook, const domain::Request &request, NotificationEvent event);

} // namespace stepladder::guidance

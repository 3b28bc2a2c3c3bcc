// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http/jsonpost.h"

#include "models/http/httpfault.h"

#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::ErrorKind;

namespace {
constexpr qsizetype kMaxAnswer = 4 * 1024 * 1024;
}

domain::Result<QByteArray> postJson(HttpTransport &transport, const JsonEndpoint &endpoint, const QJsonObject &body,
                                    std::stop_token stop)
{
    HttpRequest request{.url = endpoint.url, .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
    if (!endpoint.key.isEmpty())
        request.headers.append({"Authorization", "Bearer " + endpoint.key.toUtf8()});
    QByteArray answer;
    HttpHead answered;
    const auto head =
        transport.send(request, endpoint.timeouts, std::move(stop), [&](const HttpHead &seen, QByteArrayView bytes) {
            answered = seen;
            appendUpTo(answer, bytes, kMaxAnswer + 1);
            return answer.size() <= kMaxAnswer;
        });
    if (!head && head.error().kind == ErrorKind::Cancelled)
        return domain::fail(head.error());
    if (head)
        answered = *head;
    if (answered.status > 0 && !isSuccess(answered.status))
        return domain::fail(withoutKey(errorOfReply(answered, answer), endpoint.key));
    if (!head)
        return domain::fail(withoutKey(head.error(), endpoint.key));
    if (answer.size() > kMaxAnswer)
        return domain::fail(ErrorKind::Malformed, u"the answer is longer than 4 MiB"_s);
    if (!QJsonDocument::fromJson(answer).isObject())
        return domain::fail(ErrorKind::Malformed, u"the answer is no JSON object"_s);
    return answer;
}

} // namespace stepladder::models

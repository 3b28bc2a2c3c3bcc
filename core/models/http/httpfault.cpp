// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http/httpfault.h"

#include "models/providers/providererror.h"

#include <QDateTime>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;

void appendUpTo(QByteArray &body, QByteArrayView bytes, qsizetype limit)
{
    body.append(bytes.first(std::min(bytes.size(), limit - body.size())));
}

Error errorOfReply(const HttpHead &head, const QByteArray &body)
{
    if (head.status >= 300 && head.status < 400) {
        const QUrl target = QUrl::fromEncoded(head.location);
        // Scheme, host and port say who it is; the rest of an address may hold a key.
        const QString where = target.host().isEmpty()
            ? u"another address"_s
            : target.toString(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
        Error error = errorForStatus(head.status, {});
        error.message = u"the server redirects (%1) to %2, which is not followed: name the address itself as url"_s.arg(
            QString::number(head.status), oneLine(where));
        return error;
    }
    QString type;
    const QString message = errorMessageOf(body, &type);
    const bool isPage = body.trimmed().startsWith('<');
    Error error = errorForStatus(head.status, isPage ? u"a web page"_s : message);
    if (error.kind == ErrorKind::BadInput && speaksOfContext(type))
        error.kind = ErrorKind::ContextTooLong;
    if (error.status < 500 && speaksOfAccount(type))
        error.kind = ErrorKind::Authentication;
    error.retryAfter = retryAfterOf(head.retryAfterMs, head.retryAfter, QDateTime::currentMSecsSinceEpoch());
    return error;
}

Error withoutKey(Error error, const QString &key)
{
    if (!key.isEmpty()) {
        error.message.replace(key, u"***"_s);
        error.detail.replace(key, u"***"_s);
    }
    return error;
}

} // namespace stepladder::models

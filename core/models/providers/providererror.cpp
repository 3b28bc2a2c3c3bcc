// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/providers/providererror.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;

namespace {

constexpr qsizetype kMaxMessage = 300;

ErrorKind kindOfStatus(int status)
{
    if (status == 401 || status == 403)
        return ErrorKind::Authentication;
    if (status == 429)
        return ErrorKind::RateLimited;
    if (status == 503 || status == 529)
        return ErrorKind::Overloaded;
    if (status >= 500)
        return ErrorKind::ServerError;
    if (status == 413)
        return ErrorKind::ContextTooLong;
    if (status == 408 || status == 425 || (status >= 300 && status < 400))
        return ErrorKind::Network;
    return ErrorKind::BadInput;
}

QString textOf(const QJsonValue &value)
{
    return value.isString() ? value.toString() : value.toVariant().toString();
}

} // namespace

QString oneLine(const QString &text)
{
    QString line = text.left(4 * kMaxMessage);
    std::replace_if(
        line.begin(), line.end(), [](QChar c) { return c.category() == QChar::Other_Control; }, u' ');
    line = line.simplified();
    return line.size() > kMaxMessage ? line.left(kMaxMessage) + u'…' : line;
}

bool speaksOfContext(const QString &text)
{
    static const std::array words = {"context length"_L1,       "context_length"_L1,  "prompt is too long"_L1,
                                     "maximum context"_L1,      "context window"_L1,  "context size"_L1,
                                     "exceeds the context"_L1,  "exceed context"_L1,  "input is too long"_L1,
                                     "input length exceeds"_L1, "too many tokens"_L1, "request_too_large"_L1,
                                     "reduce the length of"_L1};
    return std::any_of(words.begin(), words.end(),
                       [&](QLatin1String word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool speaksOfAccount(const QString &text)
{
    static const std::array words = {"insufficient_quota"_L1,   "exceeded your current quota"_L1,
                                     "insufficient balance"_L1, "credit balance is too low"_L1,
                                     "insufficient credits"_L1, "billing_error"_L1};
    return std::any_of(words.begin(), words.end(),
                       [&](QLatin1String word) { return text.contains(word, Qt::CaseInsensitive); });
}

Error errorForStatus(int status, const QString &message)
{
    Error error;
    error.status = status;
    error.kind = kindOfStatus(status);
    if (status >= 400 && status < 500 && error.kind == ErrorKind::BadInput && speaksOfContext(message))
        error.kind = ErrorKind::ContextTooLong;
    if (status == 402 || (status >= 400 && status < 500 && speaksOfAccount(message)))
        error.kind = ErrorKind::Authentication; // waiting fills no account
    const QString said = oneLine(message);
    error.message =
        u"the server answers %1%2"_s.arg(QString::number(status), said.isEmpty() ? QString() : u": "_s + said);
    return error;
}

Error errorForType(const QString &type, const QString &message)
{
    Error error;
    const auto is = [&type](QLatin1String word) { return type.contains(word, Qt::CaseInsensitive); };
    bool isNumber = false;
    const int status = type.section(u' ', 0, 0).toInt(&isNumber);
    if (isNumber && status >= 400 && status < 600 && !speaksOfAccount(type))
        return errorForStatus(status, message);
    if (speaksOfContext(type) || speaksOfContext(message))
        error.kind = ErrorKind::ContextTooLong;
    else if (speaksOfAccount(type) || speaksOfAccount(message))
        error.kind = ErrorKind::Authentication;
    else if (is("overloaded"_L1))
        error.kind = ErrorKind::Overloaded;
    else if (is("rate_limit"_L1))
        error.kind = ErrorKind::RateLimited;
    else if (is("authentication"_L1) || is("permission"_L1) || is("invalid_api_key"_L1))
        error.kind = ErrorKind::Authentication;
    else if (is("invalid_request"_L1) || is("not_found"_L1))
        error.kind = ErrorKind::BadInput;
    else if (is("content_filter"_L1) || is("content_policy"_L1))
        error.kind = ErrorKind::Refused;
    else
        error.kind = ErrorKind::ServerError;
    const QString said = oneLine(message.isEmpty() ? type : message);
    error.message = u"the server breaks off with an error: "_s + (said.isEmpty() ? u"it gives no reason"_s : said);
    return error;
}

QString errorMessageOf(const QByteArray &body, QString *type)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return QString::fromUtf8(body.left(4 * kMaxMessage));
    const QJsonObject json = document.object();
    const QJsonValue error = json.value("error"_L1);
    if (error.isString())
        return error.toString();
    const QJsonObject object = error.isObject() ? error.toObject() : json;
    if (type) {
        for (const auto key : {"code"_L1, "type"_L1}) {
            const QString text = textOf(object.value(key));
            if (!text.isEmpty())
                *type += (type->isEmpty() ? QString() : u" "_s) + text;
        }
    }
    for (const auto key : {"message"_L1, "detail"_L1}) {
        if (object.value(key).isString())
            return object.value(key).toString();
    }
    return QString::fromUtf8(body.left(4 * kMaxMessage));
}

domain::Result<ChatResponse> judgedReply(ChatResponse reply)
{
    if (reply.stop == StopReason::Refused) {
        const QString said = oneLine(reply.text);
        return domain::fail(ErrorKind::Refused,
                            said.isEmpty() ? u"the model refuses to answer"_s : u"the model refuses: "_s + said,
                            reply.text);
    }
    if (reply.stop == StopReason::Length) {
        return domain::fail(ErrorKind::CutOff, u"the answer is cut off at the limit of its length"_s, reply.text);
    }
    if (reply.text.trimmed().isEmpty())
        return domain::fail(ErrorKind::Malformed, u"the answer is empty"_s);
    return reply;
}

std::optional<std::chrono::milliseconds> retryAfterOf(const QByteArray &retryAfterMs, const QByteArray &retryAfter,
                                                      qint64 nowMs)
{
    static constexpr double kMost = 366.0 * 24 * 3600 * 1000;
    bool ok = false;
    const auto positive = [](double ms) {
        return std::chrono::milliseconds(qint64(std::ceil(std::clamp(ms, 0.0, kMost))));
    };
    if (const double ms = retryAfterMs.trimmed().toDouble(&ok); ok && std::isfinite(ms))
        return positive(ms);
    if (const double seconds = retryAfter.trimmed().toDouble(&ok); ok && std::isfinite(seconds))
        return positive(seconds * 1000);
    QString text = QString::fromLatin1(retryAfter.trimmed());
    if (text.endsWith("GMT"_L1))
        text.replace(text.size() - 3, 3, u"+0000"_s); // what HTTP writes and Qt reads differ in this
    const QDateTime date = QDateTime::fromString(text, Qt::RFC2822Date);
    return date.isValid() ? std::optional(positive(double(date.toMSecsSinceEpoch() - nowMs))) : std::nullopt;
}

} // namespace stepladder::models

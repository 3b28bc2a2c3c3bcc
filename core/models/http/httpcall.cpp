// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http/httpcall.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>

#include <cstring>
#include <limits>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;

namespace {

constexpr qint64 kMaxBody = 256LL * 1024 * 1024;

/// The body as a device that cannot be read twice: so QNetworkAccessManager cannot send it twice, as it otherwise does
/// when a server closes before it replies.
class OneWayBody final : public QIODevice
{
public:
    OneWayBody(QByteArray body, QObject *parent)
        : QIODevice(parent)
        , m_body(std::move(body))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }
    bool seek(qint64) override { return false; } // without the warning of QIODevice
    bool atEnd() const override { return m_at >= m_body.size(); }
    qint64 bytesAvailable() const override { return m_body.size() - m_at + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        if (atEnd())
            return -1;
        const qint64 count = std::min<qint64>(size, m_body.size() - m_at);
        std::memcpy(data, m_body.constData() + m_at, std::size_t(count));
        m_at += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_body;
    qint64 m_at = 0;
};

QNetworkRequest networkRequest(const HttpRequest &request)
{
    QNetworkRequest result(request.url);
    for (const auto &[name, value] : request.headers)
        result.setRawHeader(name, value);
    // A connection of its own: one that was kept open may be closed by the server the moment we write into it, and
    // then nobody knows whether the request arrived.
    result.setRawHeader("Connection", "close");
    result.setRawHeader("User-Agent", "stepladder");
    result.setRawHeader("Accept-Encoding", "identity"); // a compressed stream arrives in lumps
    result.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    result.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    result.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    result.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    result.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    if (!request.body.isEmpty()) {
        result.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        result.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        result.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    }
    return result;
}

} // namespace

HttpCall::HttpCall(std::shared_ptr<Exchange> exchange, const Timeouts &timeouts, std::function<void(HttpCall *)> ended,
                   QObject *parent)
    : QObject(parent)
    , m_exchange(std::move(exchange))
    , m_timeouts(timeouts)
    , m_ended(std::move(ended))
    , m_connectTimer(this)
    , m_idleTimer(this)
    , m_totalTimer(this)
{
}

void HttpCall::start(QNetworkAccessManager &manager, const HttpRequest &request)
{
    const QNetworkRequest network = networkRequest(request);
    m_reply = request.body.isEmpty() ? manager.get(network) : manager.post(network, new OneWayBody(request.body, this));
    connect(m_reply, &QNetworkReply::requestSent, this, &HttpCall::noteSent);
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent) {
        if (sent > 0)
            noteSent();
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpCall::takeHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpCall::takeBytes);
    connect(m_reply, &QNetworkReply::finished, this, &HttpCall::takeEnd);
    watch(m_connectTimer, m_timeouts.connectMs, ErrorKind::ConnectTimeout, u"no connection within %1 ms"_s);
    watch(m_totalTimer, m_timeouts.totalMs, ErrorKind::TotalTimeout, u"the reply was not complete within %1 ms"_s);
}

void HttpCall::watch(QTimer &timer, qint64 ms, ErrorKind kind, const QString &message)
{
    if (ms <= 0)
        return;
    timer.setSingleShot(true);
    // Our own timers, not the transfer timeout: that ends like a cancel and cannot be told from it.
    connect(&timer, &QTimer::timeout, this, [this, kind, text = message.arg(ms)] { end(Error{kind, text}); });
    timer.start(int(std::min<qint64>(ms, std::numeric_limits<int>::max())));
}

void HttpCall::noteSent()
{
    m_connectTimer.stop();
    if (m_idleTimer.isSingleShot())
        m_idleTimer.start();
    else
        watch(m_idleTimer, m_timeouts.idleMs, ErrorKind::IdleTimeout, u"nothing came for %1 ms"_s);
}

void HttpCall::takeHead()
{
    noteSent();
    const std::lock_guard lock(m_exchange->mutex);
    HttpHead &head = m_exchange->head;
    head.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    head.retryAfter = m_reply->rawHeader("retry-after");
    head.retryAfterMs = m_reply->rawHeader("retry-after-ms");
    head.location = m_reply->rawHeader("location");
}

void HttpCall::takeBytes()
{
    const QByteArray bytes = m_reply->readAll();
    if (bytes.isEmpty())
        return;
    noteSent();
    m_received += bytes.size();
    if (m_received > kMaxBody) {
        end(Error{ErrorKind::Malformed, u"the reply is longer than %1 MiB"_s.arg(kMaxBody / 1024 / 1024)});
        return;
    }
    {
        const std::lock_guard lock(m_exchange->mutex);
        m_exchange->pending.append(bytes);
    }
    m_exchange->changed.notify_all();
}

void HttpCall::takeEnd()
{
    takeHead();
    takeBytes();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto error = m_reply->error();
    // A status that is an error is an answer all the same; so is a redirect, of which Qt says that the body cannot be
    // sent again. What is below is about the connection.
    const bool answered = status >= 300 && error > QNetworkReply::UnknownProxyError;
    if (error == QNetworkReply::NoError || answered) {
        if (status > 0)
            end(std::nullopt);
        else
            end(Error{ErrorKind::Network, u"the server does not speak HTTP"_s});
        return;
    }
    const bool unanswered =
        status == 0 && (error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::ContentReSendError);
    end(Error{ErrorKind::Network,
              unanswered ? u"the server closed the connection before it answered"_s
                         : m_reply->errorString().simplified()});
}

void HttpCall::abort()
{
    end(Error{ErrorKind::Cancelled, u"cancelled"_s});
}

void HttpCall::end(std::optional<Error> error)
{
    if (std::exchange(m_over, true))
        return;
    for (QTimer *timer : {&m_connectTimer, &m_idleTimer, &m_totalTimer})
        timer->stop();
    if (m_reply) {
        m_reply->disconnect(this);
        // Emits finished at once, which nobody hears any more. One that failed already and has not said so yet would
        // warn.
        if (m_reply->error() == QNetworkReply::NoError)
            m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }
    {
        const std::lock_guard lock(m_exchange->mutex);
        m_exchange->ended = true;
        m_exchange->error = std::move(error);
    }
    m_exchange->changed.notify_all();
    m_ended(this);
}

} // namespace stepladder::models

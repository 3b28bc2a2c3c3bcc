// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http/httpclient.h"

#include "models/http/httpfault.h"

#include <QElapsedTimer>
#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr qsizetype kMaxErrorBody = 64 * 1024;
constexpr qsizetype kMaxList = 8 * 1024 * 1024;
constexpr Timeouts kShort{5'000, 10'000, 15'000};

} // namespace

HttpClient::HttpClient(domain::Endpoint endpoint, HttpTransport &transport, SecretSource secrets)
    : m_endpoint(std::move(endpoint))
    , m_transport(transport)
    , m_secrets(std::move(secrets))
    , m_provider(Provider::of(m_endpoint.kind))
{
}

Result<QString> HttpClient::key() const
{
    if (m_endpoint.secret.isEmpty())
        return QString();
    const QString value = m_secrets ? m_secrets(m_endpoint.secret).trimmed() : QString();
    if (value.isEmpty())
        return domain::fail(ErrorKind::Authentication, u"its secret %1 is not set"_s.arg(m_endpoint.secret));
    return value;
}

Result<ChatResponse> HttpClient::ask(const domain::Model &model, const ChatRequest &request, TokenSink *sink,
                                     const Timeouts &timeouts, std::stop_token stop) const
{
    const auto secret = key();
    if (!secret)
        return domain::fail(secret.error());
    QElapsedTimer timer;
    timer.start();
    const auto decoder = m_provider->decoder(sink);
    QByteArray errorBody;
    HttpHead answered;
    const HttpRequest http = m_provider->chatRequest(m_endpoint, model, request, *secret);
    const auto head = m_transport.send(http, timeouts, stop, [&](const HttpHead &seen, QByteArrayView bytes) {
        answered = seen;
        if (!isSuccess(seen.status)) {
            appendUpTo(errorBody, bytes, kMaxErrorBody);
            return errorBody.size() < kMaxErrorBody;
        }
        decoder->feed(bytes);
        return !decoder->isOver();
    });
    // Whatever became of the connection after the terminal event: the reply is whole.
    const bool stopped = !head && head.error().kind == ErrorKind::Cancelled;
    const bool whole = decoder->isTerminal() && !stopped;
    if (head)
        answered = *head;
    const auto failed = [&](Error error) {
        if (sink && decoder->hasBegun())
            sink->lost(decoder->usage());
        return domain::fail(withoutKey(std::move(error), *secret));
    };
    // An error status says more than what became of the connection behind it.
    if (!stopped && answered.status > 0 && !isSuccess(answered.status))
        return domain::fail(withoutKey(errorOfReply(answered, errorBody), *secret));
    if (!head && !whole)
        return failed(head.error());
    auto reply = decoder->finish();
    if (!reply) {
        reply.error().status = answered.status;
        return failed(reply.error());
    }
    reply->ms = timer.elapsed();
    return reply;
}

Result<QStringList> HttpClient::list(const Timeouts &timeouts, std::stop_token stop) const
{
    const auto secret = key();
    if (!secret)
        return domain::fail(secret.error());
    QByteArray body;
    const auto head = m_transport.send(m_provider->listRequest(m_endpoint, *secret), timeouts, stop,
                                       [&](const HttpHead &, QByteArrayView bytes) {
                                           appendUpTo(body, bytes, kMaxList);
                                           return body.size() < kMaxList;
                                       });
    if (!head)
        return domain::fail(withoutKey(head.error(), *secret));
    if (!isSuccess(head->status))
        return domain::fail(withoutKey(errorOfReply(*head, body), *secret));
    const auto names = m_provider->modelNames(QJsonDocument::fromJson(body).object());
    if (!names)
        return domain::fail(ErrorKind::Malformed, u"the server's answer is no list of models"_s);
    return *names;
}

bool HttpClient::probe(std::stop_token stop) const
{
    const auto names = list(kShort, std::move(stop));
    return names || names.error().status == 404 || names.error().status == 405;
}

} // namespace stepladder::models

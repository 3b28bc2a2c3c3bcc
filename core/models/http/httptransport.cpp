// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http/httptransport.h"

#include "models/http/httpcall.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;

namespace {

/// The system's proxies, but never for a server on this machine.
class Proxies final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QString host = query.peerHostName();
        if (host == u"localhost"_s || QHostAddress(host).isLoopback())
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

} // namespace

/// Owns the calls under way; all of it on the I/O thread.
class HttpWorker final : public QObject
{
public:
    void start(const std::shared_ptr<Exchange> &exchange, const HttpRequest &request, const Timeouts &timeouts);
    void abort(const Exchange *exchange);

private:
    QList<HttpCall *> m_calls;
};

void HttpWorker::start(const std::shared_ptr<Exchange> &exchange, const HttpRequest &request, const Timeouts &timeouts)
{
    const auto ended = [this](HttpCall *call) {
        m_calls.removeOne(call);
        call->deleteLater();
    };
    auto *call = new HttpCall(exchange, timeouts, ended, this);
    m_calls.append(call);
    // A manager for each call. One that is shared runs six calls to a host at once and queues the rest without a word,
    // and it gives a new call the channel of an ended one, whose late close then hits the new one.
    auto *manager = new QNetworkAccessManager(call);
    manager->setProxyFactory(new Proxies);
    call->start(*manager, request);
}

void HttpWorker::abort(const Exchange *exchange)
{
    const auto it = std::find_if(m_calls.begin(), m_calls.end(),
                                 [exchange](const HttpCall *call) { return call->exchange() == exchange; });
    if (it != m_calls.end())
        (*it)->abort();
}

HttpTransport::HttpTransport()
    : m_worker(new HttpWorker)
{
    m_thread.setObjectName(u"models-io"_s);
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

HttpTransport::~HttpTransport()
{
    m_thread.quit();
    m_thread.wait();
}

domain::Result<HttpHead> HttpTransport::send(const HttpRequest &request, const Timeouts &timeouts, std::stop_token stop,
                                             const Receiver &receive)
{
    const auto exchange = std::make_shared<Exchange>();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, exchange, request, timeouts] { worker->start(exchange, request, timeouts); },
        Qt::QueuedConnection);
    const auto close = [&] {
        QMetaObject::invokeMethod(
            m_worker, [worker = m_worker, exchange] { worker->abort(exchange.get()); }, Qt::QueuedConnection);
    };
    while (true) {
        std::unique_lock lock(exchange->mutex);
        const bool changed =
            exchange->changed.wait(lock, stop, [&] { return exchange->ended || !exchange->pending.isEmpty(); });
        if (!changed || stop.stop_requested()) {
            close();
            return domain::fail(ErrorKind::Cancelled, u"cancelled"_s);
        }
        const QByteArray bytes = std::exchange(exchange->pending, {});
        const HttpHead head = exchange->head;
        const bool ended = exchange->ended;
        const std::optional<Error> error = exchange->error;
        lock.unlock();
        if (!bytes.isEmpty() && !receive(head, bytes)) {
            close();
            return head;
        }
        if (!ended)
            continue;
        if (!error)
            return head;
        Error failed = *error;
        failed.status = head.status;
        return domain::fail(failed);
    }
}

} // namespace stepladder::models

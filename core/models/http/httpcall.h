// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/http/httptransport.h"

#include <QNetworkReply>
#include <QTimer>

#include <condition_variable>
#include <mutex>

class QNetworkAccessManager;

namespace stepladder::models {

/// What a call has brought so far, between the I/O thread that fills it and the thread that waits for it.
struct Exchange
{
    std::mutex mutex;
    std::condition_variable_any changed;
    HttpHead head;
    QByteArray pending;
    bool ended = false;
    std::optional<domain::Error> error;
};

/// One request and its answer, on the I/O thread. It ends exactly once.
class HttpCall final : public QObject
{
public:
    /// \p ended is called once, last of all.
    HttpCall(std::shared_ptr<Exchange> exchange, const Timeouts &timeouts, std::function<void(HttpCall *)> ended,
             QObject *parent);

    void start(QNetworkAccessManager &manager, const HttpRequest &request);
    /// Closes the connection; nothing more is delivered.
    void abort();
    const Exchange *exchange() const { return m_exchange.get(); }

private:
    void watch(QTimer &timer, qint64 ms, domain::ErrorKind kind, const QString &message);
    void noteSent();
    void takeHead();
    void takeBytes();
    void takeEnd();
    void end(std::optional<domain::Error> error);

    const std::shared_ptr<Exchange> m_exchange;
    const Timeouts m_timeouts;
    const std::function<void(HttpCall *)> m_ended;
    QNetworkReply *m_reply = nullptr;
    QTimer m_connectTimer;
    QTimer m_idleTimer;
    QTimer m_totalTimer;
    qint64 m_received = 0;
    bool m_over = false;
};

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <QList>
#include <QPair>
#include <QThread>
#include <QUrl>

#include <functional>
#include <memory>

namespace stepladder::models {

/// A body makes it a POST of JSON, none a GET.
struct HttpRequest
{
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers = {};
    QByteArray body = {};
};

struct HttpHead
{
    int status = 0;
    QByteArray retryAfter = {};
    QByteArray retryAfterMs = {};
    QByteArray location = {};
};

class HttpWorker;

/// Sends requests from worker threads through an I/O thread of its own. A call is exactly one request on a connection
/// of its own, whatever the server does; no redirect is followed; no call waits behind another one.
class HttpTransport
{
public:
    /// Takes what came; false: enough, the connection is closed. On the thread that called send().
    using Receiver = std::function<bool(const HttpHead &head, QByteArrayView bytes)>;

    HttpTransport();
    /// All calls of send() must have returned.
    ~HttpTransport();
    HttpTransport(const HttpTransport &) = delete;
    HttpTransport &operator=(const HttpTransport &) = delete;

    /// Sends \p request and blocks until the answer is complete, whatever its HTTP status. ConnectTimeout, IdleTimeout,
    /// TotalTimeout, Network (also when the connection breaks before the answer), Malformed (an answer without end),
    /// Cancelled, at once. A body that is cut off cannot be told from a whole one here (Qt 6.4).
    domain::Result<HttpHead> send(const HttpRequest &request, const Timeouts &timeouts, std::stop_token stop,
                                  const Receiver &receive);

private:
    QThread m_thread;
    HttpWorker *m_worker; ///< lives on m_thread and is deleted by it
};

} // namespace stepladder::models

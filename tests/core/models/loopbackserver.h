// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QList>
#include <QString>

#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace stepladder::tests {

/// An HTTP server on 127.0.0.1 that does what a test tells it to, byte by byte if need be, and counts what reaches it.
/// A thread for each connection; handlers run on it and may block.
class LoopbackServer
{
public:
    struct Request
    {
        QByteArray method;
        QByteArray path;
        QHash<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;
    };
    struct Piece
    {
        QByteArray bytes;
        int pauseMs = 0; ///< before it is sent
    };
    enum class End {
        Close, ///< in order
        Reset, ///< with a TCP reset
        KeepOpen, ///< until the client or the test ends it
    };
    struct Reply
    {
        QList<Piece> pieces; ///< raw: status line and headers included
        End end = End::Close;
    };
    /// \p number counts requests from 0 in the order they came.
    using Handler = std::function<Reply(const Request &request, int number)>;

    explicit LoopbackServer(Handler handler);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer &) = delete;
    LoopbackServer &operator=(const LoopbackServer &) = delete;

    QString url() const; ///< http://127.0.0.1:port
    /// All requests that came, whether they were answered or not.
    QList<Request> requests() const;
    int requestCount() const { return int(requests().size()); }
    /// The most requests that were under way at the same time.
    int mostAtOnce() const;
    /// Requests under way now: 0 also proves that the client closed what it cancelled.
    int underWay() const;

    /// A whole reply of \p status; \p headers are lines like "Retry-After: 3".
    static Reply whole(int status, const QByteArray &body, const QByteArrayList &headers = {});
    /// A chunked 200 with one HTTP chunk for each of \p chunks, \p pauseMs apart, and the last chunk that ends it.
    static Reply chunked(const QByteArrayList &chunks, int pauseMs = 0);
    /// The same without the last chunk: a body that breaks off.
    static Reply truncated(const QByteArrayList &chunks, End end = End::Close);

private:
    struct Connection
    {
        int socket = -1;
        std::jthread thread;
    };
    void accept();
    void serve(Connection &connection);
    bool readRequest(int socket, Request &request) const;
    void sendReply(int socket, const Reply &reply);
    void waitForClient(int socket) const;

    const Handler m_handler;
    int m_listener = -1;
    quint16 m_port = 0;
    mutable std::mutex m_mutex;
    QList<Request> m_requests;
    int m_underWay = 0;
    int m_mostAtOnce = 0;
    std::list<Connection> m_connections;
    std::atomic<bool> m_stopping = false;
    std::jthread m_acceptor;
};

} // namespace stepladder::tests

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"

#include <arpa/inet.h>
#include <chrono>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace stepladder::tests {

using namespace Qt::StringLiterals;

namespace {

bool sendAll(int socket, const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const auto sent = ::send(socket, bytes.constData() + at, std::size_t(bytes.size() - at), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
    }
    return true;
}

} // namespace

LoopbackServer::LoopbackServer(Handler handler)
    : m_handler(std::move(handler))
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *raw = reinterpret_cast<sockaddr *>(&address);
    if (m_listener < 0 || ::bind(m_listener, raw, size) != 0 || ::listen(m_listener, 128) != 0
        || ::getsockname(m_listener, raw, &size) != 0)
        qFatal("no loopback server can be opened");
    m_port = ntohs(address.sin_port);
    m_acceptor = std::jthread([this] { accept(); });
}

LoopbackServer::~LoopbackServer()
{
    m_stopping = true;
    m_acceptor.join();
    {
        const std::lock_guard lock(m_mutex);
        for (const Connection &connection : m_connections)
            ::shutdown(connection.socket, SHUT_RDWR);
    }
    for (Connection &connection : m_connections) {
        connection.thread.join();
        ::close(connection.socket);
    }
    ::close(m_listener);
}

QString LoopbackServer::url() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

QList<LoopbackServer::Request> LoopbackServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

int LoopbackServer::mostAtOnce() const
{
    const std::lock_guard lock(m_mutex);
    return m_mostAtOnce;
}

int LoopbackServer::underWay() const
{
    const std::lock_guard lock(m_mutex);
    return m_underWay;
}

void LoopbackServer::accept()
{
    while (!m_stopping) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0)
            continue;
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        const std::lock_guard lock(m_mutex);
        Connection &connection = m_connections.emplace_back();
        connection.socket = socket;
        connection.thread = std::jthread([this, &connection] { serve(connection); });
    }
}

void LoopbackServer::serve(Connection &connection)
{
    const int socket = connection.socket;
    Request request;
    while (readRequest(socket, request)) {
        int number = 0;
        {
            const std::lock_guard lock(m_mutex);
            number = int(m_requests.size());
            m_requests.append(request);
            m_mostAtOnce = std::max(m_mostAtOnce, ++m_underWay);
        }
        const Reply reply = m_handler(request, number);
        sendReply(socket, reply);
        if (reply.end == End::KeepOpen)
            waitForClient(socket);
        {
            const std::lock_guard lock(m_mutex);
            --m_underWay;
        }
        if (reply.end == End::Reset) {
            const linger now{1, 0};
            ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
            // shutdown() would be in order; only a close with no linger resets, so the number is kept by a dummy.
            const int dummy = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            ::dup3(dummy, socket, O_CLOEXEC);
            ::close(dummy);
            return;
        }
        ::shutdown(socket, SHUT_WR);
        waitForClient(socket);
        return;
    }
}

bool LoopbackServer::readRequest(int socket, Request &request) const
{
    QByteArray bytes;
    qsizetype head = -1;
    qsizetype length = 0;
    char buffer[16384];
    while (head < 0 || bytes.size() < head + length) {
        const auto got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0)
            return false;
        bytes.append(buffer, got);
        if (head < 0 && (head = bytes.indexOf("\r\n\r\n")) >= 0) {
            head += 4;
            const QByteArrayList lines = bytes.left(head).split('\n');
            const QByteArrayList first = lines.first().split(' ');
            request = {first.value(0), first.value(1), {}, {}};
            for (const QByteArray &line : lines.mid(1)) {
                const auto colon = line.indexOf(':');
                if (colon > 0)
                    request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
            }
            length = request.headers.value("content-length").toLongLong();
        }
    }
    request.body = bytes.mid(head, length);
    return true;
}

void LoopbackServer::sendReply(int socket, const Reply &reply)
{
    for (const Piece &piece : reply.pieces) {
        for (int waited = 0; waited < piece.pauseMs && !m_stopping; waited += 5)
            std::this_thread::sleep_for(std::chrono::milliseconds(std::min(5, piece.pauseMs - waited)));
        if (m_stopping || !sendAll(socket, piece.bytes))
            return;
    }
}

void LoopbackServer::waitForClient(int socket) const
{
    char buffer[1024];
    while (!m_stopping && ::recv(socket, buffer, sizeof buffer, 0) > 0) { }
}

LoopbackServer::Reply LoopbackServer::whole(int status, const QByteArray &body, const QByteArrayList &headers)
{
    QByteArray bytes =
        "HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    for (const QByteArray &header : headers)
        bytes += header + "\r\n";
    return {{{bytes + "\r\n" + body}}};
}

LoopbackServer::Reply LoopbackServer::chunked(const QByteArrayList &chunks, int pauseMs)
{
    Reply reply = truncated(chunks);
    for (qsizetype i = 1; i < reply.pieces.size(); ++i)
        reply.pieces[i].pauseMs = pauseMs;
    reply.pieces.append({"0\r\n\r\n"});
    return reply;
}

LoopbackServer::Reply LoopbackServer::truncated(const QByteArrayList &chunks, End end)
{
    Reply reply{{{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"}}, end};
    for (const QByteArray &chunk : chunks)
        reply.pieces.append({QByteArray::number(chunk.size(), 16) + "\r\n" + chunk + "\r\n"});
    return reply;
}

} // namespace stepladder::tests

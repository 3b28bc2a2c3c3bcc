// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace stepladder::models {

/// One event of a `text/event-stream`. The views are valid during the call only.
struct SseEvent
{
    QByteArrayView type; ///< empty where the stream named none
    QByteArrayView data; ///< lines joined by \n
};

/// Cuts a server-sent event stream into events, on bytes, however they are split. CR, LF and CRLF end lines, comments
/// and a byte order mark are dropped, events without data are none (the HTML standard, "Server-sent events"). Beyond
/// it: a line `error: …`, as llama.cpp's server writes, begins an event of type "error".
class SseDecoder
{
public:
    using Handler = std::function<void(const SseEvent &)>;

    explicit SseDecoder(Handler handler, qsizetype maxEventBytes = 16 * 1024 * 1024);

    /// False when a line or an event is longer than allowed: then nothing more is taken.
    bool feed(QByteArrayView bytes);
    /// The stream is over: a last event without its blank line counts, too. False as feed().
    bool finish();

private:
    void takeLine(QByteArrayView line);
    void takeField(QByteArrayView name, QByteArrayView value);
    void dispatch();

    const Handler m_handler;
    const qsizetype m_maxBytes;
    QByteArray m_partial; ///< a line whose end has not come yet
    QByteArray m_type;
    QByteArray m_data;
    bool m_hasData = false;
    bool m_afterCr = false;
    bool m_atStart = true;
    bool m_tooLong = false;
};

} // namespace stepladder::models

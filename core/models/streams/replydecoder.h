// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <QByteArrayView>

#include <string_view>

namespace stepladder::models {

/// Turns the bytes of a provider's streamed reply into deltas and, at the end, into the reply. One for each try; not
/// thread-safe. Each provider has its own.
class ReplyDecoder
{
public:
    /// \p sink may be null and must outlive the decoder.
    explicit ReplyDecoder(TokenSink *sink)
        : m_sink(sink)
    {
    }
    virtual ~ReplyDecoder() = default;
    ReplyDecoder(const ReplyDecoder &) = delete;
    ReplyDecoder &operator=(const ReplyDecoder &) = delete;

    /// Takes bytes as they come, split anywhere. After an error nothing more is taken.
    void feed(QByteArrayView bytes);
    /// No more bytes come. Malformed (no such stream, nothing at all, a broken event), Network (the stream ended
    /// without its terminal event), or what an error inside the stream means. What a whole reply means is not looked
    /// at.
    domain::Result<ChatResponse> finish();

    /// The protocol's terminal event was seen: whatever the connection does now, the reply is whole.
    bool isTerminal() const { return m_terminal; }
    /// Something of a stream came, whatever became of it.
    bool hasBegun() const { return m_events > 0; }
    /// What was told of it until now.
    const std::optional<Usage> &usage() const { return m_reply.usage; }
    /// Nothing more is worth waiting for: the end of the stream, or an error.
    bool isOver() const { return m_over || m_error.has_value(); }

protected:
    virtual void takeBytes(QByteArrayView bytes) = 0;
    virtual void takeEnd() = 0;
    /// The whole reply in one JSON object, from a server that does not stream. False: it is no reply of the protocol.
    virtual bool takeWhole(QByteArrayView json) = 0;

    void addText(std::string_view utf8);
    void addReasoning(std::string_view utf8);
    void setError(domain::Error error);
    void setMalformed(const QString &message);
    void setTerminal() { m_terminal = true; }
    void setOver() { m_over = true; }
    /// An event of the protocol was read: this is such a stream.
    void noteEvent() { ++m_events; }
    ChatResponse &reply() { return m_reply; }

private:
    QString take(std::string_view utf8);
    void finishWithoutEvents();

    TokenSink *const m_sink;
    ChatResponse m_reply;
    std::optional<domain::Error> m_error;
    QByteArray m_beginning; ///< what came instead of a stream; whole where it looks like JSON
    qint64 m_textBytes = 0;
    qint64 m_events = 0;
    bool m_terminal = false;
    bool m_over = false;
};

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/streams/ssereplydecoder.h"

namespace stepladder::models {

using namespace Qt::StringLiterals;

SseReplyDecoder::SseReplyDecoder(TokenSink *sink)
    : ReplyDecoder(sink)
    , m_events([this](const SseEvent &sse) { takeSse(sse); })
{
}

void SseReplyDecoder::takeBytes(QByteArrayView bytes)
{
    if (!m_events.feed(bytes))
        setMalformed(u"an event of the stream is too long"_s);
}

void SseReplyDecoder::takeEnd()
{
    if (!m_events.finish())
        setMalformed(u"an event of the stream is too long"_s);
}

bool SseReplyDecoder::takeWhole(QByteArrayView json)
{
    return takeReply(m_json.parse(json));
}

bool SseReplyDecoder::isEndMark(QByteArrayView) const
{
    return false;
}

void SseReplyDecoder::takeSse(const SseEvent &sse)
{
    if (isOver())
        return;
    if (isEndMark(sse.data)) {
        noteEvent();
        setOver();
        return;
    }
    const DeltaValue event = m_json.parse(sse.data);
    if (!event) {
        setMalformed(u"an event of the stream is no JSON object"_s);
        return;
    }
    if (const auto error = streamedError(event, sse.type)) {
        setError(*error);
        return;
    }
    noteEvent();
    takeEvent(event);
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/providers/deltajson.h"
#include "models/streams/replydecoder.h"
#include "models/streams/ssedecoder.h"

namespace stepladder::models {

/// The reply of a provider whose stream is server-sent events with a JSON object in each: what is none is malformed,
/// what says that it is an error ends the reply. For the decoders only: it brings a heavy header.
class SseReplyDecoder : public ReplyDecoder
{
public:
    explicit SseReplyDecoder(TokenSink *sink);

protected:
    void takeBytes(QByteArrayView bytes) final;
    void takeEnd() final;
    bool takeWhole(QByteArrayView json) final;

    /// One event of the stream.
    virtual void takeEvent(DeltaValue event) = 0;
    /// The reply in one object. False: it is none of the protocol.
    virtual bool takeReply(DeltaValue whole) = 0;
    /// Whether \p data, which is no JSON, says that the stream is over.
    virtual bool isEndMark(QByteArrayView data) const;

private:
    void takeSse(const SseEvent &sse);

    SseDecoder m_events;
    DeltaJson m_json;
};

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/streams/ndjsondecoder.h"

#include <cstring>
#include <utility>

namespace stepladder::models {

NdjsonDecoder::NdjsonDecoder(Handler handler, qsizetype maxLineBytes)
    : m_handler(std::move(handler))
    , m_maxBytes(maxLineBytes)
{
}

bool NdjsonDecoder::feed(QByteArrayView bytes)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at < end && !m_tooLong) {
        const auto *stop = static_cast<const char *>(std::memchr(at, '\n', std::size_t(end - at)));
        const QByteArrayView piece(at, stop ? stop : end);
        if (m_partial.size() + piece.size() > m_maxBytes) {
            m_tooLong = true;
            break;
        }
        if (!stop) {
            m_partial.append(piece);
            break;
        }
        if (m_partial.isEmpty()) {
            takeLine(piece);
        } else {
            m_partial.append(piece);
            takeLine(m_partial);
            m_partial.resize(0);
        }
        at = stop + 1;
    }
    return !m_tooLong;
}

bool NdjsonDecoder::finish()
{
    if (m_tooLong)
        return false;
    if (!m_partial.isEmpty())
        takeLine(std::exchange(m_partial, {}));
    return true;
}

void NdjsonDecoder::takeLine(QByteArrayView line)
{
    if (std::exchange(m_atStart, false) && line.startsWith("\xEF\xBB\xBF"))
        line = line.sliced(3);
    line = line.trimmed();
    if (!line.isEmpty())
        m_handler(line);
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/streams/ssedecoder.h"

#include <cstring>
#include <utility>

namespace stepladder::models {

namespace {

const char *find(const char *from, const char *end, char what)
{
    return static_cast<const char *>(std::memchr(from, what, std::size_t(end - from)));
}

/// The first CR or LF; null where there is none.
const char *endOfLine(const char *from, const char *end)
{
    const char *lf = find(from, end, '\n');
    const char *cr = find(from, lf ? lf : end, '\r');
    return cr ? cr : lf;
}

} // namespace

SseDecoder::SseDecoder(Handler handler, qsizetype maxEventBytes)
    : m_handler(std::move(handler))
    , m_maxBytes(maxEventBytes)
{
}

bool SseDecoder::feed(QByteArrayView bytes)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at < end && !m_tooLong) {
        if (std::exchange(m_afterCr, false) && *at == '\n') {
            ++at;
            continue;
        }
        const char *stop = endOfLine(at, end);
        const QByteArrayView piece(at, stop ? stop : end);
        if (m_partial.size() + piece.size() + m_data.size() > m_maxBytes) {
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
        m_afterCr = *stop == '\r';
        at = stop + 1;
    }
    return !m_tooLong;
}

bool SseDecoder::finish()
{
    if (m_tooLong)
        return false;
    if (!m_partial.isEmpty())
        takeLine(std::exchange(m_partial, {}));
    dispatch();
    return true;
}

void SseDecoder::takeLine(QByteArrayView line)
{
    if (std::exchange(m_atStart, false) && line.startsWith("\xEF\xBB\xBF"))
        line = line.sliced(3);
    if (line.isEmpty()) {
        dispatch();
        return;
    }
    const char *colon = find(line.begin(), line.end(), ':');
    if (!colon) {
        takeField(line, {});
        return;
    }
    QByteArrayView value(colon + 1, line.end());
    if (value.startsWith(' '))
        value = value.sliced(1);
    takeField(QByteArrayView(line.begin(), colon), value); // a comment is a field without a name
}

void SseDecoder::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == "data") {
        if (m_hasData)
            m_data.append('\n');
        m_hasData = true;
        m_data.append(value);
    } else if (name == "event") {
        m_type = value.toByteArray();
    } else if (name == "error") {
        dispatch();
        m_type = "error";
        m_data = value.toByteArray();
        m_hasData = true;
    }
}

void SseDecoder::dispatch()
{
    if (!m_data.isEmpty())
        m_handler({m_type, m_data});
    m_hasData = false;
    m_data.resize(0);
    m_type.resize(0);
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/cappedoutput.h"

#include <algorithm>

namespace stepladder::toolchain {

void CappedOutput::append(const QByteArray &chunk)
{
    m_total += chunk.size();
    const qint64 toHead = std::min<qint64>(chunk.size(), m_half - m_head.size());
    m_head.append(chunk.constData(), toHead);
    m_tail.append(chunk.constData() + toHead, chunk.size() - toHead);
    // Cut only when it has doubled: each byte is moved once on average.
    if (m_tail.size() > 2 * m_half)
        m_tail.remove(0, m_tail.size() - m_half);
}

QByteArray CappedOutput::text() const
{
    const QByteArray tail = m_tail.right(m_half);
    const qint64 dropped = m_total - m_head.size() - tail.size();
    if (dropped == 0)
        return m_head + tail;
    return m_head + "\n[... " + QByteArray::number(dropped) + " bytes left out ...]\n" + tail;
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace stepladder::toolchain {

/// Keeps the head and the tail of a stream that may be endless, each at most half of the limit.
class CappedOutput
{
public:
    explicit CappedOutput(qint64 limit)
        : m_half(limit > 1 ? limit / 2 : 0)
    {
    }

    void append(const QByteArray &chunk);
    qint64 total() const { return m_total; } ///< bytes that came, kept or not
    /// Head, a line saying how many bytes are left out (where any are), tail.
    QByteArray text() const;

private:
    qint64 m_half;
    qint64 m_total = 0;
    QByteArray m_head;
    QByteArray m_tail;
};

} // namespace stepladder::toolchain

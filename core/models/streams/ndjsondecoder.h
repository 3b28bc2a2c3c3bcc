// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace stepladder::models {

/// Cuts newline-delimited JSON into lines, on bytes, however they are split. Blank lines, a CR before the LF and a byte
/// order mark are dropped.
class NdjsonDecoder
{
public:
    /// The view is valid during the call only.
    using Handler = std::function<void(QByteArrayView line)>;

    explicit NdjsonDecoder(Handler handler, qsizetype maxLineBytes = 16 * 1024 * 1024);

    /// False when a line is longer than allowed: then nothing more is taken.
    bool feed(QByteArrayView bytes);
    /// The stream is over: a last line without its LF counts, too. False as feed().
    bool finish();

private:
    void takeLine(QByteArrayView line);

    const Handler m_handler;
    const qsizetype m_maxBytes;
    QByteArray m_partial;
    bool m_atStart = true;
    bool m_tooLong = false;
};

} // namespace stepladder::models

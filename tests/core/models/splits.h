// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>

namespace stepladder::tests {

/// \p bytes cut in two at every position, then byte by byte, then whole: what a decoder must not notice.
inline QList<QByteArrayList> splitsOf(const QByteArray &bytes)
{
    QList<QByteArrayList> all = {{bytes}};
    for (qsizetype at = 1; at < bytes.size(); ++at)
        all.append({bytes.left(at), bytes.mid(at)});
    QByteArrayList single;
    for (const char byte : bytes)
        single.append(QByteArray(1, byte));
    all.append(single);
    return all;
}

} // namespace stepladder::tests

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <algorithm>

namespace stepladder::guidance {

inline QString oneLine(const QString &text)
{
    return text.simplified();
}

/// A fenced block whose fence is longer than any in \p content.
inline QString block(const QString &language, const QString &content)
{
    qsizetype longest = 2;
    qsizetype run = 0;
    for (const QChar c : content) {
        run = c == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const QString fence(longest + 1, u'`');
    const QString end = content.endsWith(u'\n') ? QString() : QString(u'\n');
    return fence + language + u'\n' + content + end + fence + u'\n';
}

inline QString utc(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd hh:mm 'UTC'"));
}

} // namespace stepladder::guidance

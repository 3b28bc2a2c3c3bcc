// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/key.h"

namespace stepladder::journal {

namespace {

/// Appends \p part with the separator escaped, so that no two keys have one text.
void appendEscaped(QString &text, const QString &part)
{
    for (const QChar c : part) {
        if (c == u'/')
            text += QLatin1String("%2F");
        else if (c == u'%')
            text += QLatin1String("%25");
        else
            text += c;
    }
}

} // namespace

QString Key::toString() const
{
    QString text;
    text.reserve(step.size() + member.size() + name.size() + 24);
    appendEscaped(text, step);
    text += u'/' + QString::number(epoch) + u'/' + QString::number(attempt) + u'/';
    appendEscaped(text, member);
    text += u'/';
    appendEscaped(text, name);
    text += u'/' + QString::number(ordinal);
    return text;
}

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/shown.h"

namespace stepladder::domain {

using namespace Qt::StringLiterals;

bool isUnprintable(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

namespace {
bool isPairAt(const QString &text, qsizetype i)
{
    return text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
}
} // namespace

bool isPrintable(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (isPairAt(text, i))
            ++i;
        else if (isUnprintable(text.at(i)))
            return false;
    }
    return true;
}

QString shown(const QString &value, int limit)
{
    QString text;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (text.size() >= limit) {
            text += u'…';
            break;
        }
        const QChar c = value.at(i);
        if (isPairAt(value, i))
            text += value.mid(i++, 2);
        else if (isUnprintable(c))
            text += u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, QChar(u'0'));
        else
            text += c;
    }
    return u'"' + text + u'"';
}

} // namespace stepladder::domain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/source/sourcemask.h"

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

void blank(QString &text, qsizetype from, qsizetype to)
{
    for (qsizetype i = from; i < std::min(to, text.size()); ++i) {
        if (text[i] != u'\n')
            text[i] = u' ';
    }
}

qsizetype startsWithAny(const QStringList &marks, const QString &source, qsizetype at)
{
    for (const QString &mark : marks) {
        if (QStringView(source).mid(at).startsWith(mark))
            return mark.size();
    }
    return 0;
}

/// Where the text opened just before \p from ends (before its closing mark). A text in single marks ends with its line.
qsizetype endOfText(const Lexis &lexis, const QString &source, qsizetype from, const QPair<QString, QString> &marks)
{
    const bool escapes = lexis.escapes && !marks.first.contains(u'@') && !marks.first.contains(u'r');
    const bool oneLine = marks.second.size() == 1 && !marks.first.contains(u'@');
    for (qsizetype i = from; i < source.size(); ++i) {
        if (escapes && source[i] == u'\\')
            ++i;
        else if (QStringView(source).mid(i).startsWith(marks.second) || (oneLine && source[i] == u'\n'))
            return i;
    }
    return source.size();
}

} // namespace

QString maskSource(const Lexis &lexis, const QString &source)
{
    QString out = source;
    for (qsizetype i = 0; i < source.size();) {
        if (startsWithAny(lexis.lineComments, source, i) > 0) {
            const qsizetype end = source.indexOf(u'\n', i);
            const qsizetype to = end < 0 ? source.size() : end;
            blank(out, i, to);
            i = to;
            continue;
        }
        const auto opened = [&](const auto &list) {
            return std::find_if(list.begin(), list.end(),
                                [&](const auto &marks) { return QStringView(source).mid(i).startsWith(marks.first); });
        };
        if (const auto block = opened(lexis.blockComments); block != lexis.blockComments.end()) {
            const qsizetype end = source.indexOf(block->second, i + block->first.size());
            const qsizetype to = end < 0 ? source.size() : end + block->second.size();
            blank(out, i, to);
            i = to;
        } else if (const auto text = opened(lexis.strings); text != lexis.strings.end()) {
            const qsizetype from = i + text->first.size();
            const qsizetype to = endOfText(lexis, source, from, *text);
            blank(out, from, to);
            i = std::min(source.size(), to + text->second.size());
        } else {
            ++i;
        }
    }
    return out;
}

qsizetype afterClosing(const QString &masked, qsizetype open)
{
    int depth = 0;
    for (qsizetype i = open; i < masked.size(); ++i) {
        const QChar c = masked[i];
        if (c == u'{' || c == u'(' || c == u'[')
            ++depth;
        else if ((c == u'}' || c == u')' || c == u']') && --depth == 0)
            return i + 1;
    }
    return masked.size();
}

} // namespace stepladder::toolchain

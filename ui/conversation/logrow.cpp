// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logrow.h"

#include "ui/conversation/logtext.h"

#include <QDateTime>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;

namespace {

QString chipOf(const Entry &entry)
{
    QStringList parts{words(entry.data[u"entryType"].toString()), words(entry.data[u"contentType"].toString())};
    parts.removeAll(QString());
    parts.removeDuplicates();
    if (entry.attempt > 0)
        parts.append(LogText::tr("attempt %1").arg(entry.attempt));
    return parts.join(u" · "_s);
}

bool isFence(QStringView line, QChar *mark)
{
    qsizetype start = 0;
    while (start < line.size() && start < 3 && line.at(start) == u' ')
        ++start;
    const QStringView bare = line.mid(start);
    for (const QChar c : {QChar(u'`'), QChar(u'~')}) {
        if (bare.size() >= 3 && bare.at(0) == c && bare.at(1) == c && bare.at(2) == c) {
            *mark = c;
            return true;
        }
    }
    return false;
}

} // namespace

LogRow logRowOf(const Entry &entry, qsizetype kept)
{
    LogRow row{.seq = entry.seq, .timeMs = entry.timeMs, .step = entry.step, .attempt = entry.attempt};
    QString text = sentenceOf(entry);
    if (entry.type == u"insight" && !entry.data.contains(u"erased"_s)) {
        row.kind = LogKind::Said;
        row.who = entry.data[u"model"].toString();
        row.chip = chipOf(entry);
    } else {
        row.mark = markOf(entry);
        text = text.simplified();
    }
    row.length = text.size();
    row.text = text.size() > kept ? text.left(kept) : text;
    return row;
}

QString plainTextOf(const LogRow &row)
{
    const QString time =
        row.timeMs > 0 ? QDateTime::fromMSecsSinceEpoch(row.timeMs).toString(u"HH:mm:ss "_s) : QString();
    return row.who.isEmpty() ? time + row.text : time + LogText::tr("%1 (%2): %3").arg(row.who, row.chip, row.text);
}

QList<TextPart> partsOf(const QString &text, bool startsInCode)
{
    QList<TextPart> parts;
    bool code = startsInCode;
    QChar fence = u'`';
    QStringList lines;
    const auto close = [&] {
        while (!code && !lines.isEmpty() && lines.last().trimmed().isEmpty())
            lines.removeLast();
        while (!code && !lines.isEmpty() && lines.first().trimmed().isEmpty())
            lines.removeFirst();
        if (!lines.isEmpty())
            parts.append({lines.join(u'\n'), code});
        lines.clear();
    };
    for (const QString &line : text.split(u'\n')) {
        QChar mark;
        if (isFence(line, &mark) && (!code || mark == fence)) {
            close();
            code = !code;
            fence = mark;
        } else {
            lines.append(line.endsWith(u'\r') ? line.chopped(1) : line);
        }
    }
    close();
    return parts;
}

QString tailOf(const QString &text, int lines, bool *startsInCode)
{
    // A line without an end is cut too: what is laid out anew with every token stays small.
    const qsizetype least = std::max<qsizetype>(0, text.size() - kShortText);
    qsizetype start = text.size();
    for (int line = 0; line < lines && start > least; ++line)
        start = text.lastIndexOf(u'\n', start - 2) + 1;
    start = std::max(start, least);
    bool code = false;
    QChar fence = u'`';
    for (qsizetype at = 0; at < start;) {
        const qsizetype end = text.indexOf(u'\n', at);
        const qsizetype until = end < 0 || end > start ? start : end;
        QChar mark;
        if (isFence(QStringView(text).mid(at, until - at), &mark) && (!code || mark == fence)) {
            code = !code;
            fence = mark;
        }
        at = until + 1;
    }
    *startsInCode = code;
    return text.mid(start);
}

} // namespace stepladder::ui

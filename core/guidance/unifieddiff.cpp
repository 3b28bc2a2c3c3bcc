// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/unifieddiff.h"

#include "guidance/linediff.h"

namespace stepladder::guidance {

using namespace Qt::StringLiterals;

namespace {

/// Lines with their ends, so that a missing last newline makes a line differ.
QList<QByteArray> linesOf(const QByteArray &content)
{
    QList<QByteArray> lines;
    for (qsizetype at = 0; at < content.size();) {
        const auto feed = content.indexOf('\n', at);
        const auto end = feed < 0 ? content.size() : feed + 1;
        lines.append(content.mid(at, end - at));
        at = end;
    }
    return lines;
}

struct Line
{
    char sign; ///< ' ', '-' or '+'
    qsizetype before; ///< lines of the old text that precede it
    qsizetype after; ///< of the new one
    const QByteArray *text;
};

QList<Line> script(const QList<QByteArray> &before, const QList<QByteArray> &after)
{
    const LineChanges changes = compareLines(before, after);
    QList<Line> lines;
    qsizetype a = 0;
    qsizetype b = 0;
    while (a < before.size() || b < after.size()) {
        if (a < before.size() && changes.removed.at(a)) {
            lines.append({'-', a, b, &before.at(a)});
            ++a;
        } else if (b < after.size() && changes.added.at(b)) {
            lines.append({'+', a, b, &after.at(b)});
            ++b;
        } else {
            lines.append({' ', a, b, &before.at(a)});
            ++a;
            ++b;
        }
    }
    return lines;
}

QByteArray range(qsizetype preceding, qsizetype count)
{
    const QByteArray start = QByteArray::number(count == 0 ? preceding : preceding + 1);
    return count == 1 ? start : start + ',' + QByteArray::number(count);
}

QByteArray hunk(const QList<Line> &lines)
{
    const auto count = [&](char other) {
        return std::count_if(lines.begin(), lines.end(), [other](const Line &line) { return line.sign != other; });
    };
    QByteArray text =
        "@@ -" + range(lines.first().before, count('+')) + " +" + range(lines.first().after, count('-')) + " @@\n";
    for (const Line &line : lines) {
        text += line.sign + *line.text;
        if (!line.text->endsWith('\n'))
            text += "\n\\ No newline at end of file\n";
    }
    return text;
}

QByteArray hunks(const QList<Line> &lines, qsizetype context)
{
    QByteArray text;
    qsizetype at = 0;
    while (true) {
        while (at < lines.size() && lines.at(at).sign == ' ')
            ++at;
        if (at == lines.size())
            return text;
        const qsizetype first = std::max<qsizetype>(0, at - context);
        qsizetype last = at; // the last changed line of the hunk
        for (qsizetype next = at; next < lines.size() && next <= last + 2 * context + 1; ++next) {
            if (lines.at(next).sign != ' ')
                last = next;
        }
        const qsizetype end = std::min(lines.size(), last + 1 + context);
        text += hunk(lines.mid(first, end - first));
        at = end;
    }
}

} // namespace

QString unifiedDiff(const std::optional<QByteArray> &before, const std::optional<QByteArray> &after,
                    const QString &path, int context)
{
    if (before == after)
        return {};
    const QString from = before ? u"a/"_s + path : u"/dev/null"_s;
    const QString to = after ? u"b/"_s + path : u"/dev/null"_s;
    const auto binary = [](const std::optional<QByteArray> &content) { return content && content->contains('\0'); };
    if (binary(before) || binary(after))
        return u"Binary files %1 and %2 differ\n"_s.arg(from, to);
    const QList<QByteArray> old = linesOf(before.value_or(QByteArray()));
    const QList<QByteArray> fresh = linesOf(after.value_or(QByteArray()));
    return u"--- %1\n+++ %2\n"_s.arg(from, to) + QString::fromUtf8(hunks(script(old, fresh), std::max(0, context)));
}

} // namespace stepladder::guidance

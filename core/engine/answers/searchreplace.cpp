// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers/searchreplace.h"

#include <QList>
#include <QStringDecoder>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

struct Edit
{
    QStringList body; ///< search text, divider, replacement
    QList<qsizetype> dividers; ///< a heading underlined with '=' looks like one, so there may be several
};

struct Line
{
    QByteArray text;
    QByteArray end; ///< "\n", "\r\n" or nothing
};

tl::unexpected<domain::Error> bad(const QString &message)
{
    return domain::fail(ErrorKind::BadInput, message);
}

Result<QList<Edit>> editsOf(const QStringList &lines)
{
    QList<Edit> edits;
    bool open = false;
    for (const QString &line : lines) {
        if (isSearchMarker(line)) {
            if (open)
                return bad(u"search block %1 has no REPLACE line before the next one begins"_s.arg(edits.size()));
            edits.append(Edit{});
            open = true;
        } else if (isReplaceMarker(line)) {
            if (!open)
                return bad(u"a REPLACE line stands without its SEARCH line"_s);
            if (edits.last().dividers.isEmpty())
                return bad(u"search block %1 has no ======= line"_s.arg(edits.size()));
            open = false;
        } else if (open) {
            if (isDivider(line))
                edits.last().dividers.append(edits.last().body.size());
            edits.last().body.append(line);
        }
    }
    if (open)
        return bad(u"search block %1 is not finished (no REPLACE line)"_s.arg(edits.size()));
    if (edits.isEmpty())
        return bad(u"there is no search block"_s);
    return edits;
}

QList<Line> linesOf(const QByteArray &content)
{
    QList<Line> lines;
    for (qsizetype at = 0; at < content.size();) {
        const auto feed = content.indexOf('\n', at);
        const auto stop = feed < 0 ? content.size() : feed;
        const bool carriage = feed > at && content.at(feed - 1) == '\r';
        lines.append({content.mid(at, stop - at - (carriage ? 1 : 0)),
                      feed < 0 ? QByteArray() : QByteArray(carriage ? "\r\n" : "\n")});
        at = feed < 0 ? content.size() : feed + 1;
    }
    return lines;
}

QList<qsizetype> placesOf(const QList<QByteArray> &search, const QList<Line> &lines)
{
    QList<qsizetype> places;
    if (search.isEmpty())
        return places;
    for (qsizetype at = 0; at + search.size() <= lines.size(); ++at) {
        qsizetype same = 0;
        while (same < search.size() && lines.at(at + same).text == search.at(same))
            ++same;
        if (same == search.size())
            places.append(at);
    }
    return places;
}

QList<QByteArray> utf8(const QStringList &lines)
{
    QList<QByteArray> result;
    for (const QString &line : lines)
        result.append(line.toUtf8());
    return result;
}

void replaceLines(QList<Line> &lines, qsizetype at, qsizetype count, const QList<QByteArray> &with,
                  const QByteArray &end)
{
    const QByteArray lastEnd = lines.at(at + count - 1).end;
    QList<Line> changed = lines.mid(0, at);
    for (const QByteArray &text : with)
        changed.append({text, end});
    if (!with.isEmpty() && lastEnd.isEmpty())
        changed.last().end.clear();
    lines = changed + lines.mid(at + count);
}

Result<void> apply(const Edit &edit, qsizetype number, QList<Line> &lines, const QByteArray &end)
{
    // The longest search text that fits: a divider of the block rather stands in the file than does not.
    qsizetype divider = -1;
    qsizetype place = -1;
    qsizetype most = 0;
    for (const qsizetype at : edit.dividers) {
        const auto places = placesOf(utf8(edit.body.mid(0, at)), lines);
        most = std::max(most, places.size());
        if (places.size() == 1) {
            divider = at;
            place = places.first();
        }
    }
    if (divider < 0 && most > 1)
        return bad(u"search block %1: its text stands in the file %2 times, expected once"_s.arg(number).arg(most));
    if (divider < 0 && edit.dividers.first() == 0)
        return bad(u"search block %1: its search text is empty"_s.arg(number));
    if (divider < 0)
        return bad(u"search block %1: its text does not stand in the file"_s.arg(number));
    replaceLines(lines, place, divider, utf8(edit.body.mid(divider + 1)), end);
    return {};
}

bool isMarker(const QString &line, QChar sign, QStringView word)
{
    const QStringView bare = QStringView(line).trimmed();
    if (bare.size() < 7 || std::any_of(bare.begin(), bare.begin() + 7, [&](QChar c) { return c != sign; }))
        return false;
    return bare.mid(7).trimmed() == word;
}

} // namespace

bool isSearchMarker(const QString &line)
{
    return isMarker(line, u'<', u"SEARCH");
}
bool isDivider(const QString &line)
{
    return isMarker(line, u'=', u"");
}
bool isReplaceMarker(const QString &line)
{
    return isMarker(line, u'>', u"REPLACE");
}

Result<QByteArray> applySearchReplace(const QByteArray &existing, const QStringList &lines)
{
    const auto edits = editsOf(lines);
    if (!edits)
        return domain::fail(edits.error());
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString text = decoder(existing);
    if (decoder.hasError())
        return bad(u"the file is not UTF-8, search blocks do not apply to it"_s);
    const QByteArray mark = existing.startsWith("\xEF\xBB\xBF") ? existing.left(3) : QByteArray();
    QList<Line> content = linesOf(existing.mid(mark.size()));
    const auto carriages =
        std::count_if(content.begin(), content.end(), [](const Line &line) { return line.end.size() == 2; });
    const QByteArray end = carriages * 2 > content.size() ? QByteArray("\r\n") : QByteArray("\n");
    for (qsizetype i = 0; i < edits->size(); ++i) {
        if (const auto applied = apply(edits->at(i), i + 1, content, end); !applied)
            return domain::fail(applied.error());
    }
    QByteArray result = mark;
    for (const Line &line : content)
        result += line.text + line.end;
    return result;
}

} // namespace stepladder::engine

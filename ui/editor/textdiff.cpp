// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/textdiff.h"

#include "guidance/linediff.h"

#include <QHash>

#include <algorithm>
#include <vector>

namespace stepladder::ui {

using domain::Result;
using guidance::LineChanges;
using namespace Qt::StringLiterals;
using Lines = QList<QByteArray>;

namespace {

constexpr qint64 kMostComparisons = 10'000'000; ///< comparisons: about a tenth of a second

struct Anchor
{
    int before;
    int after;
};

/// Lines that stand exactly once in both texts, in the longest series that is in order in both.
QList<Anchor> commonOnce(const Lines &before, const Lines &after)
{
    struct Seen
    {
        int countBefore = 0;
        int countAfter = 0;
        int before = 0;
        int after = 0;
    };
    QHash<QByteArray, Seen> seen;
    seen.reserve(before.size());
    for (int i = 0; i < int(before.size()); ++i) {
        Seen &line = seen[before.at(i)];
        ++line.countBefore;
        line.before = i;
    }
    for (int i = 0; i < int(after.size()); ++i) {
        if (const auto it = seen.find(after.at(i)); it != seen.end()) {
            ++it->countAfter;
            it->after = i;
        }
    }
    QList<Anchor> once;
    for (const Seen &line : std::as_const(seen)) {
        if (line.countBefore == 1 && line.countAfter == 1)
            once.append({line.before, line.after});
    }
    std::sort(once.begin(), once.end(), [](const Anchor &a, const Anchor &b) { return a.before < b.before; });

    // Longest increasing series by patience sorting: the piles' tops, and for each line the one below it.
    std::vector<int> tops;
    std::vector<int> below(size_t(once.size()), -1);
    for (int i = 0; i < int(once.size()); ++i) {
        const auto pile = std::lower_bound(tops.begin(), tops.end(), once.at(i).after,
                                           [&once](int top, int place) { return once.at(top).after < place; });
        if (pile != tops.begin())
            below[size_t(i)] = *(pile - 1);
        if (pile == tops.end())
            tops.push_back(i);
        else
            *pile = i;
    }
    QList<Anchor> series;
    for (int i = tops.empty() ? -1 : tops.back(); i >= 0; i = below[size_t(i)])
        series.append(once.at(i));
    std::reverse(series.begin(), series.end());
    return series;
}

/// The comparison in pieces, for texts that are too far apart as a whole.
LineChanges compareInPieces(const Lines &before, const Lines &after, const std::stop_token &stop)
{
    LineChanges all{.removed = QList<bool>(before.size(), false), .added = QList<bool>(after.size(), false)};
    QList<Anchor> cuts = commonOnce(before, after);
    cuts.append({int(before.size()), int(after.size())});
    const qint64 whole = before.size() + after.size();
    int a = 0;
    int b = 0;
    for (const Anchor &cut : std::as_const(cuts)) {
        if (stop.stop_requested())
            break;
        if (cut.before > a || cut.after > b) {
            const qint64 share = kMostComparisons * (cut.before - a + cut.after - b) / whole + 1000;
            const LineChanges piece =
                guidance::compareLines(before.mid(a, cut.before - a), after.mid(b, cut.after - b), share, stop);
            std::copy(piece.removed.begin(), piece.removed.end(), all.removed.begin() + a);
            std::copy(piece.added.begin(), piece.added.end(), all.added.begin() + b);
            all.coarse = all.coarse || piece.coarse;
        }
        a = cut.before + 1;
        b = cut.after + 1;
    }
    return all;
}

QList<Hunk> hunksOf(const LineChanges &changes)
{
    QList<Hunk> hunks;
    const int oldEnd = int(changes.removed.size());
    const int newEnd = int(changes.added.size());
    int a = 0;
    int b = 0;
    while (a < oldEnd || b < newEnd) {
        Hunk hunk{.oldFirst = a, .newFirst = b};
        while (a < oldEnd && changes.removed.at(a))
            ++a;
        while (b < newEnd && changes.added.at(b))
            ++b;
        hunk.oldCount = a - hunk.oldFirst;
        hunk.newCount = b - hunk.newFirst;
        if (hunk.oldCount > 0 || hunk.newCount > 0) {
            hunks.append(hunk);
            continue;
        }
        ++a;
        ++b;
    }
    return hunks;
}

bool isBlank(const QByteArray &line)
{
    return std::all_of(line.begin(), line.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

int indentOf(const QByteArray &line)
{
    int columns = 0;
    for (const char c : line) {
        if (c != ' ' && c != '\t')
            break;
        columns += c == '\t' ? 4 : 1;
    }
    return columns;
}

/// How odd a block of lines looks to a person: one that begins with a blank line, or ends with one, is a paragraph; and
/// one that begins further left is a whole thing rather than the tail of one and the head of another.
int oddness(const Lines &lines, int first, int count)
{
    if (isBlank(lines.at(first)))
        return 0;
    return (isBlank(lines.at(first + count - 1)) ? 0 : 1000) + indentOf(lines.at(first));
}

/// Moves a hunk of \p count lines at \p first of \p lines by at most [\p up, \p down] lines: by how many.
int slideOf(const Lines &lines, int first, int count, int up, int down)
{
    int best = 0;
    int bestOddness = oddness(lines, first, count);
    for (int by = 1; by <= down && lines.at(first + by - 1) == lines.at(first + by - 1 + count); ++by) {
        if (const int odd = oddness(lines, first + by, count); odd <= bestOddness) {
            best = by;
            bestOddness = odd;
        }
    }
    for (int by = -1; by >= -up && lines.at(first + by) == lines.at(first + by + count); --by) {
        if (const int odd = oddness(lines, first + by, count); odd < bestOddness) {
            best = by;
            bestOddness = odd;
        }
    }
    return best;
}

void slide(QList<Hunk> &hunks, const Lines &before, const Lines &after)
{
    for (qsizetype i = 0; i < hunks.size(); ++i) {
        Hunk &hunk = hunks[i];
        if ((hunk.oldCount == 0) == (hunk.newCount == 0))
            continue;
        // At least one common line stays between it and its neighbours.
        const int oldFrom = i == 0 ? 0 : hunks.at(i - 1).oldFirst + hunks.at(i - 1).oldCount + 1;
        const int oldTo = i + 1 == hunks.size() ? int(before.size()) : hunks.at(i + 1).oldFirst - 1;
        const int up = hunk.oldFirst - oldFrom;
        const int down = oldTo - hunk.oldFirst - hunk.oldCount;
        const int by = hunk.oldCount == 0 ? slideOf(after, hunk.newFirst, hunk.newCount, up, down)
                                          : slideOf(before, hunk.oldFirst, hunk.oldCount, up, down);
        hunk.oldFirst += by;
        hunk.newFirst += by;
    }
}

} // namespace

QList<QByteArray> splitLines(const QByteArray &text)
{
    Lines lines;
    const char *const data = text.constData();
    const qsizetype end = text.size();
    qsizetype start = 0;
    for (qsizetype i = 0; i < end; ++i) {
        if (data[i] != '\n' && data[i] != '\r')
            continue;
        if (data[i] == '\r' && i + 1 < end && data[i + 1] == '\n')
            ++i;
        lines.append(QByteArray::fromRawData(data + start, i + 1 - start));
        start = i + 1;
    }
    if (start < end)
        lines.append(QByteArray::fromRawData(data + start, end - start));
    return lines;
}

QByteArray lineEnd(const QByteArray &line)
{
    if (line.endsWith("\r\n"))
        return "\r\n";
    if (line.endsWith('\n') || line.endsWith('\r'))
        return line.right(1);
    return {};
}

Result<TextDiff> diffTexts(const QByteArray &before, const QByteArray &after, const std::stop_token &stop)
{
    const Lines oldLines = splitLines(before);
    const Lines newLines = splitLines(after);
    LineChanges changes = guidance::compareLines(oldLines, newLines, kMostComparisons, stop);
    if (changes.coarse && !stop.stop_requested())
        changes = compareInPieces(oldLines, newLines, stop);
    if (stop.stop_requested())
        return domain::fail(domain::ErrorKind::Cancelled, u"the comparison was stopped"_s);
    TextDiff diff{.hunks = hunksOf(changes), .coarse = changes.coarse};
    slide(diff.hunks, oldLines, newLines);
    for (const Hunk &hunk : std::as_const(diff.hunks)) {
        diff.added += hunk.newCount;
        diff.removed += hunk.oldCount;
    }
    return diff;
}

QByteArray applyHunks(const QByteArray &before, const QByteArray &after, const TextDiff &diff, const QList<int> &chosen)
{
    const Lines oldLines = splitLines(before);
    const Lines newLines = splitLines(after);
    QByteArray merged;
    merged.reserve(std::max(before.size(), after.size()));
    const auto take = [&merged](const Lines &lines, int from, int count) {
        for (int i = from; i < from + count; ++i)
            merged.append(lines.at(i));
    };
    int at = 0;
    for (int i = 0; i < int(diff.hunks.size()); ++i) {
        const Hunk &hunk = diff.hunks.at(i);
        take(oldLines, at, hunk.oldFirst - at);
        if (chosen.contains(i))
            take(newLines, hunk.newFirst, hunk.newCount);
        else
            take(oldLines, hunk.oldFirst, hunk.oldCount);
        at = hunk.oldFirst + hunk.oldCount;
    }
    take(oldLines, at, int(oldLines.size()) - at);
    return merged;
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/linediff.h"

#include <QHash>

#include <optional>
#include <vector>

namespace stepladder::guidance {

namespace {

constexpr int kMostEdits = 4000; ///< half the changes that one search looks through: memory and time grow with it

struct Point
{
    int x;
    int y;
};

/// One direction of the search: the furthest position reached on each diagonal.
class Front
{
public:
    explicit Front(int most)
        : m_middle(most + 1)
        , m_reached(2 * most + 3, -1)
    {
        m_reached[m_middle + 1] = 0;
    }
    int &at(int diagonal) { return m_reached[m_middle + diagonal]; }
    int start(int diagonal, int edits)
    {
        const bool down = diagonal == -edits || (diagonal != edits && at(diagonal - 1) < at(diagonal + 1));
        return down ? at(diagonal + 1) : at(diagonal - 1) + 1;
    }
    int first = 0; ///< diagonals below and above ran off the texts
    int last = 0;

private:
    int m_middle;
    std::vector<int> m_reached;
};

class Comparison
{
public:
    Comparison(const QList<QByteArray> &before, const QList<QByteArray> &after, qint64 budget)
        : m_budget(budget)
    {
        QHash<QByteArray, int> numbers;
        m_before = numbered(before, numbers);
        m_after = numbered(after, numbers);
        m_changes.removed = QList<bool>(before.size(), false);
        m_changes.added = QList<bool>(after.size(), false);
    }

    LineChanges run()
    {
        compare(0, int(m_before.size()), 0, int(m_after.size()));
        return m_changes;
    }

private:
    static std::vector<int> numbered(const QList<QByteArray> &lines, QHash<QByteArray, int> &numbers)
    {
        std::vector<int> result;
        result.reserve(size_t(lines.size()));
        for (const QByteArray &line : lines) {
            auto it = numbers.find(line);
            if (it == numbers.end())
                it = numbers.insert(line, int(numbers.size()));
            result.push_back(*it);
        }
        return result;
    }

    void compare(int a, int aEnd, int b, int bEnd)
    {
        while (a < aEnd && b < bEnd && m_before[a] == m_after[b]) {
            ++a;
            ++b;
        }
        while (a < aEnd && b < bEnd && m_before[aEnd - 1] == m_after[bEnd - 1]) {
            --aEnd;
            --bEnd;
        }
        const auto split = a < aEnd && b < bEnd ? middle(a, aEnd, b, bEnd) : std::nullopt;
        if (split) {
            compare(a, split->x, b, split->y);
            compare(split->x, aEnd, split->y, bEnd);
            return;
        }
        std::fill(m_changes.removed.begin() + a, m_changes.removed.begin() + aEnd, true);
        std::fill(m_changes.added.begin() + b, m_changes.added.begin() + bEnd, true);
    }

    /// A point on a shortest way through the two ranges, about half-way; nothing where it is too far.
    /// Both ranges are not empty and differ in their first and last lines, so both halves are smaller.
    std::optional<Point> middle(int a, int aEnd, int b, int bEnd)
    {
        const int n = aEnd - a;
        const int m = bEnd - b;
        const int delta = n - m;
        const bool odd = delta % 2 != 0;
        const int most = std::min((n + m + 1) / 2, kMostEdits);
        Front forward(most);
        Front backward(most);
        for (int edits = 0; edits <= most && m_budget > 0; ++edits) {
            for (int k = -edits + forward.first; k <= edits - forward.last; k += 2) {
                int x = forward.start(k, edits);
                int y = x - k;
                while (x < n && y < m && m_before[a + x] == m_after[b + y]) {
                    ++x;
                    ++y;
                    --m_budget;
                }
                --m_budget;
                forward.at(k) = x;
                if (x > n)
                    forward.last += 2;
                else if (y > m)
                    forward.first += 2;
                else if (odd && meets(backward, delta - k, most, x, n))
                    return Point{a + x, b + y};
            }
            for (int k = -edits + backward.first; k <= edits - backward.last; k += 2) {
                int x = backward.start(k, edits);
                int y = x - k;
                while (x < n && y < m && m_before[aEnd - 1 - x] == m_after[bEnd - 1 - y]) {
                    ++x;
                    ++y;
                    --m_budget;
                }
                --m_budget;
                backward.at(k) = x;
                if (x > n)
                    backward.last += 2;
                else if (y > m)
                    backward.first += 2;
                else if (!odd && meets(forward, delta - k, most, x, n))
                    return Point{aEnd - x, bEnd - y};
            }
        }
        return std::nullopt;
    }

    static bool meets(Front &other, int diagonal, int most, int x, int n)
    {
        if (diagonal < -most || diagonal > most)
            return false;
        const int reached = other.at(diagonal);
        return reached >= 0 && reached <= n && x + reached >= n;
    }

    std::vector<int> m_before;
    std::vector<int> m_after;
    LineChanges m_changes;
    qint64 m_budget;
};

} // namespace

LineChanges compareLines(const QList<QByteArray> &before, const QList<QByteArray> &after, qint64 budget)
{
    return Comparison(before, after, budget).run();
}

} // namespace stepladder::guidance

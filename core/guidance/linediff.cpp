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
    Comparison(const QList<QByteArray> &before, const QList<QByteArray> &after, qint64 budget,
               const std::stop_token &stop)
        : m_budget(budget)
        , m_stop(stop)
    {
        QHash<QByteArray, int> numbers;
        std::vector<int> oldNumbers = numbered(before, numbers);
        std::vector<int> newNumbers = numbered(after, numbers);
        m_changes.removed = QList<bool>(before.size(), true);
        m_changes.added = QList<bool>(after.size(), true);
        const size_t known = size_t(numbers.size());
        m_before = common(std::move(oldNumbers), holds(newNumbers, known));
        m_after = common(std::move(newNumbers), holds(m_before.lines, known));
    }

    LineChanges run()
    {
        compare(0, int(m_before.lines.size()), 0, int(m_after.lines.size()));
        return m_changes;
    }

private:
    /// The lines of one text that the other has too. The rest is removed or added in any case: leaving it out changes
    /// nothing of the fewest, and makes texts comparable that have little in common.
    struct Side
    {
        std::vector<int> lines;
        std::vector<int> places; ///< in the text
    };

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

    static std::vector<bool> holds(const std::vector<int> &lines, size_t known)
    {
        std::vector<bool> there(known, false);
        for (const int line : lines)
            there[size_t(line)] = true;
        return there;
    }

    static Side common(std::vector<int> lines, const std::vector<bool> &inOther)
    {
        Side side;
        for (size_t i = 0; i < lines.size(); ++i) {
            if (!inOther[size_t(lines[i])])
                continue;
            side.lines.push_back(lines[i]);
            side.places.push_back(int(i));
        }
        return side;
    }

    bool same(int a, int b) const { return m_before.lines[size_t(a)] == m_after.lines[size_t(b)]; }
    void keep(int a, int b)
    {
        m_changes.removed[m_before.places[size_t(a)]] = false;
        m_changes.added[m_after.places[size_t(b)]] = false;
    }

    void compare(int a, int aEnd, int b, int bEnd)
    {
        while (a < aEnd && b < bEnd && same(a, b))
            keep(a++, b++);
        while (a < aEnd && b < bEnd && same(aEnd - 1, bEnd - 1))
            keep(--aEnd, --bEnd);
        const auto split = a < aEnd && b < bEnd ? middle(a, aEnd, b, bEnd) : std::nullopt;
        if (split) {
            compare(a, split->x, b, split->y);
            compare(split->x, aEnd, split->y, bEnd);
            return;
        }
        m_changes.coarse = m_changes.coarse || (a < aEnd && b < bEnd);
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
        for (int edits = 0; edits <= most && m_budget > 0 && !m_stop.stop_requested(); ++edits) {
            for (int k = -edits + forward.first; k <= edits - forward.last; k += 2) {
                int x = forward.start(k, edits);
                int y = x - k;
                while (x < n && y < m && same(a + x, b + y)) {
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
                while (x < n && y < m && same(aEnd - 1 - x, bEnd - 1 - y)) {
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

    Side m_before;
    Side m_after;
    LineChanges m_changes;
    qint64 m_budget;
    const std::stop_token &m_stop;
};

} // namespace

LineChanges compareLines(const QList<QByteArray> &before, const QList<QByteArray> &after, qint64 budget,
                         const std::stop_token &stop)
{
    return Comparison(before, after, budget, stop).run();
}

} // namespace stepladder::guidance

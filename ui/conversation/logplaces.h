// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journalreader.h"

#include <QHash>
#include <QString>

#include <vector>

namespace stepladder::ui {

/// To which step and attempt rows of the log belong.
struct LogGroup
{
    QString step;
    int attempt = 0;

    bool operator==(const LogGroup &) const = default;
};

/// The rows of a log, in the order of the journal, in eight bytes each: which entry, and which group. It grows at both
/// ends.
class LogPlaces
{
public:
    void clear();
    int size() const { return int(m_older.size() + m_newer.size()); }
    qint64 seq(int row) const { return qint64(at(row) >> kGroupBits); }
    const LogGroup &group(int row) const { return m_groups.at(groupId(row)); }
    /// Whether a row belongs to another group than the one before it.
    bool opensGroup(int row) const { return row == 0 || groupId(row) != groupId(row - 1); }
    /// The first row with \p seq or a later one; size() when there is none.
    int rowAt(qint64 seq) const;

    /// Rows of placesBefore(): newest first.
    void prepend(const journal::EntryPlaces &places);
    /// Rows of placesAfter() up to \p until: oldest first; how many.
    int append(const journal::EntryPlaces &places, qint64 until);
    void append(qint64 seq, const QString &step, int attempt);

private:
    static constexpr int kGroupBits = 24; ///< 16 million attempts; 2^40 entries, as in the journal's projections

    quint64 at(int row) const
    {
        const auto older = m_older.size();
        return size_t(row) < older ? m_older[older - 1 - size_t(row)] : m_newer[size_t(row) - older];
    }
    qsizetype groupId(int row) const { return qsizetype(at(row) & ((quint64(1) << kGroupBits) - 1)); }
    quint64 groupOf(const QString &step, int attempt);
    quint64 packed(const journal::EntryPlaces &places, const journal::EntryPlace &place);

    std::vector<quint64> m_older; ///< backwards, so that rows are put before it at no cost
    std::vector<quint64> m_newer;
    QList<LogGroup> m_groups;
    QHash<std::pair<QString, int>, quint64> m_groupIds;
};

} // namespace stepladder::ui

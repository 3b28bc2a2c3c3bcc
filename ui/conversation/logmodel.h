// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/conversation/logplaces.h"
#include "ui/conversation/logrow.h"
#include "ui/run/openrun.h"

#include <QAbstractListModel>
#include <QCache>
#include <QTimer>

#include <functional>

namespace stepladder::ui {

/// The log of a run as rows: places of entries, newest known first and older ones filled in behind them; what entries
/// say is read in pages around what somebody looks at, and forgotten again. Behind the facts stand the texts that are
/// being written. Follows the moment that the run is scrubbed to. GUI thread.
class LogModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        SeqRole = Qt::UserRole, ///< qint64; below 0: of a live row
        StepRole,
        AttemptRole,
        KindRole, ///< LogKind as int; invalid while the row is not read
        TextRole, ///< the whole text of a row, as far as it is kept
    };

    explicit LogModel(OpenRun &run, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    const journal::EntryFilter &filter() const { return m_filter; }
    /// Shows other entries; the one at \p seq stays in reach (0: the last).
    void setFilter(const journal::EntryFilter &filter, qint64 seq = 0);
    /// Sees to it that the rows around \p seq are there; ready() follows, now or when they were read.
    void reach(qint64 seq);

    qint64 seq(int row) const; ///< below 0: of a live row
    const LogGroup &group(int row) const;
    bool opensGroup(int row) const;
    /// The first row with \p seq or a later one; that of a live row for a seq below 0; -1: none.
    int rowAt(qint64 seq) const;
    /// What a row says; null until it was read, which asking for it brings about.
    const LogRow *row(int row) const;
    /// Reads a long text further, up to kLongText.
    void lengthen(int row);
    bool isLengthened(qint64 seq) const { return m_long.contains(seq); }
    void shorten(qint64 seq);
    /// Reads the rows from \p first to \p last in full, up to kMostCopied of them, as text for the clipboard.
    void readText(int first, int last, std::function<void(const QString &)> then);
    static constexpr int kMostCopied = 10'000;

    /// Whether every row up to the newest entry is there.
    bool isComplete() const { return m_backDone && m_forthDone; }
    /// Of the newest entry that the filter may show.
    qint64 lastSeq() const;

Q_SIGNALS:
    /// The rows around \p seq are there.
    void ready(qint64 seq);
    void completed();
    /// Reading failed.
    void failed(const stepladder::domain::Error &error);

private:
    struct Live
    {
        LogRow row;
        LogGroup group;
        qint64 turn = 0;
        bool ended = false; ///< stays until its fact is there
    };

    void restart(qint64 seq);
    void fillBack(bool first);
    void fillForth(bool first);
    void takeBack(const domain::Result<journal::EntryPlaces> &answer, bool first);
    void takeForth(const domain::Result<journal::EntryPlaces> &answer, bool first);
    void firstCame();
    void takeNews(const QList<domain::Entry> &entries);
    void scrubbed();
    void fetch();
    void takeRows(const QList<qint64> &asked, const domain::Result<QList<LogRow>> &rows);
    void keep(const LogRow &row) const;
    void takeLive();
    void updateLive(const LiveText &text);
    void dropEnded();
    bool showsLive(const LiveText &live) const;
    void changed(int row);

    OpenRun &m_run;
    journal::EntryFilter m_filter;
    LogPlaces m_places;
    int m_generation = 0; ///< answers to what was asked before a restart are stale
    qint64 m_from = 0; ///< entries from here …
    qint64 m_to = 0; ///< … to here were looked at
    qint64 m_position = 0;
    bool m_backDone = false;
    bool m_forthDone = false;
    bool m_forthAsked = false;
    qint64 m_anchor = 0; ///< of the last restart
    int m_firstPages = 0; ///< still to come

    mutable QCache<qint64, LogRow> m_rows; ///< costs are characters
    mutable QList<qint64> m_wanted;
    mutable QTimer m_fetch;
    bool m_fetching = false;
    QHash<qint64, LogRow> m_long; ///< those that were lengthened

    QList<Live> m_live;
    qint64 m_lastLive = 0; ///< seq of the last one: they count down
    QTimer m_liveEnd;
};

} // namespace stepladder::ui

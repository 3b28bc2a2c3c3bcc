// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/run/openrun.h"

#include <QSet>
#include <QTimer>

namespace stepladder::ui {

/// A full-text search in the journal of a run, kept up to date while the index fills and the run goes on. GUI thread;
/// the journal is searched a little at a time on the reading thread.
class LogSearch final : public QObject
{
    Q_OBJECT

public:
    explicit LogSearch(OpenRun &run, QObject *parent = nullptr);

    /// Searches for entries that hold all words of \p text, the last as a prefix, and fit \p filter. Empty: no search.
    void start(const QString &text, const journal::EntryFilter &filter);

    bool isActive() const { return !m_text.isEmpty(); }
    const QString &text() const { return m_text; }
    QStringList words() const;
    /// seqs, newest first.
    const QList<qint64> &hits() const { return m_hits; }
    const QSet<qint64> &hitSet() const { return m_hitSet; }
    /// Whether more were found than are kept.
    bool isFull() const { return m_hits.size() >= kMost; }
    /// Still looking through what is indexed.
    bool isLooking() const { return m_looking; }
    /// Entries after this one are not searched yet.
    qint64 searchedTo() const { return m_searchedTo; }
    /// Of the newest entry that is searched.
    qint64 lastSeq() const;

    int current() const { return m_current; } ///< -1: none
    void setCurrent(int hit) { m_current = hit; }

    static constexpr int kMost = 2000;

Q_SIGNALS:
    /// The first hit is there, or there is none so far.
    void found();
    void changed();
    void failed(const stepladder::domain::Error &error);

private:
    void look(qint64 before, bool first);
    void takeOlder(const domain::Result<journal::SearchHits> &answer, bool first);
    void goOn();
    void indexMore();
    void lookForNewer(qint64 before, const QList<qint64> &fresh);
    void takeNewer(const QList<qint64> &fresh, bool filling);

    OpenRun &m_run;
    QString m_text;
    journal::EntryFilter m_filter;
    int m_generation = 0;
    QList<qint64> m_hits;
    QSet<qint64> m_hitSet;
    bool m_looking = false;
    bool m_asking = false;
    qint64 m_searchedTo = 0;
    qint64 m_target = 0; ///< what m_searchedTo will be
    int m_current = -1;
    QTimer m_again;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/projection.h"
#include "storage/database.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace stepladder::journal {

class RunIndex;
class SearchIndex;

/// What a writer does beside appending, at low priority and never in its way: it fills the full-text index and keeps
/// the run's line in the index of all runs. Both are derived: a failure is logged and nothing else.
class Background
{
public:
    /// \p indexFile empty: the run is in no index.
    Background(QString folder, QString indexFile);
    /// Puts the last view, leaves the rest of the text to readers.
    ~Background();
    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    /// There is something after a commit: entries up to \p seq, and \p view where people see a change.
    void committed(qint64 seq, const std::optional<RunView> &view);
    /// Waits until the last view is in the index of runs.
    void sync();
    /// Something was erased: the text is indexed anew. Waits until the old one is gone.
    void forget();

private:
    void run();
    bool work(std::unique_lock<std::mutex> &lock);
    void putView(const RunView &view);
    void indexSome();
    std::chrono::steady_clock::time_point nextTurn() const;
    void resetSearch();

    const QString m_folder;
    const QString m_indexFile;
    // On the thread only.
    std::unique_ptr<storage::Database> m_journal;
    std::unique_ptr<SearchIndex> m_search;
    std::unique_ptr<RunIndex> m_index;
    bool m_searchFailed = false;
    bool m_indexFailed = false;
    std::chrono::steady_clock::time_point m_lastPut;
    std::chrono::steady_clock::time_point m_indexAt; ///< not before: appending comes first

    std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_idle;
    qint64 m_committed = 0;
    bool m_more = false; ///< entries are to be indexed
    bool m_hurry = false; ///< somebody waits for the view
    bool m_forget = false;
    bool m_putting = false;
    std::optional<RunView> m_view;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace stepladder::journal

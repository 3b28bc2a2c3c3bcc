// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "journal/journal.h"
#include "storage/database.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace stepladder::journal {

/// Answers the writer's questions to its own files on a thread of its own (a connection stays on its thread), so that
/// they do not queue behind commits. The thread starts with the first question. Any thread asks.
class Lookup
{
public:
    explicit Lookup(QString folder);
    ~Lookup();
    Lookup(const Lookup &) = delete;
    Lookup &operator=(const Lookup &) = delete;

    template<typename T>
    domain::Result<T> ask(const std::function<domain::Result<T>(storage::Database &)> &question)
    {
        std::promise<domain::Result<T>> answer;
        auto future = answer.get_future();
        post([&](Lookup &self) {
            const auto db = self.journal();
            answer.set_value(db ? question(**db) : domain::Result<T>(domain::fail(db.error())));
        });
        return future.get();
    }
    /// What the inbox holds after \p id, drafts left out.
    domain::Result<QList<Wish>> wishes(qint64 id);

private:
    void post(std::function<void(Lookup &)> question);
    void run();
    domain::Result<storage::Database *> journal();
    domain::Result<storage::Database *> inbox();

    const QString m_folder;
    // On the thread only.
    std::unique_ptr<storage::Database> m_journal;
    std::unique_ptr<storage::Database> m_inbox;

    std::mutex m_mutex;
    std::condition_variable m_work;
    std::deque<std::function<void(Lookup &)>> m_questions;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/error.h"
#include "journal/projector.h"
#include "storage/database.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace stepladder::journal {

/// An entry on its way to the file: numbered, its data written out.
struct Pending
{
    domain::Entry entry;
    QString key; ///< null: none
    QByteArray payload;
    QByteArray payloadHash;
};

/// What is committed together or not at all.
struct Item
{
    std::vector<Pending> entries;
    /// Further rows of the same transaction, after the entries.
    std::function<domain::Result<void>(storage::Database &)> rows = {};
    /// Runs alone and outside of a transaction (erasing); then views are taken up again from the file.
    std::function<domain::Result<void>(storage::Database &)> alone = {};
    QString effect = {}; ///< the key of the effect it finishes, for whoever remembers it until it is committed
    QString blob = {}; ///< the blob it stores, likewise
    bool urgent = false; ///< somebody waits for it
    bool sync = false; ///< to be on the disk when it is committed
};

/// The one thread that writes a journal: it takes what was pushed meanwhile and commits it as a group.
/// push(), wait() and flush() from any thread.
class Appender
{
public:
    struct Start
    {
        qint64 lastSeq = 0;
        RunView view;
    };
    using Ticket = quint64;

    /// \p committed is called on the appending thread after each commit, before anybody who waits is woken; \p
    /// delivered after that, off everybody's path.
    Appender(QString file, QString run, std::function<void(const std::vector<Item> &, const RunView &)> committed,
             std::function<void(const QList<domain::Entry> &)> delivered);
    /// Commits what is left, then ends the thread.
    ~Appender();
    Appender(const Appender &) = delete;
    Appender &operator=(const Appender &) = delete;

    /// Opens the file and takes up its state.
    domain::Result<Start> start(const QList<QByteArray> &migrations);

    /// Waits while too much is queued; not to be called on the appending thread.
    void waitForRoom();
    /// Hands over; items are committed in the order of their tickets.
    Ticket push(Item item);
    domain::Result<void> wait(Ticket ticket);
    /// Waits until everything pushed before is committed, synced and delivered.
    domain::Result<void> flush();
    std::optional<domain::Error> broken() const;

private:
    void run(const QList<QByteArray> &migrations, std::promise<domain::Result<Start>> &started);
    domain::Result<Start> load(const QList<QByteArray> &migrations);
    domain::Result<void> loadProjections();
    bool take(std::vector<Item> *items);
    void gather(std::unique_lock<std::mutex> &lock);
    domain::Result<void> commit(std::vector<Item> &items);
    domain::Result<void> write(const std::vector<Item> &items, QByteArray *head);
    domain::Result<void> insert(const Pending &pending, QByteArray *head);
    domain::Result<void> project(const domain::Entry &entry);
    void finish(const std::vector<Item> &items);
    void breakDown(const domain::Error &error);

    const QString m_file;
    const QString m_run;
    const std::function<void(const std::vector<Item> &, const RunView &)> m_onCommitted;
    const std::function<void(const QList<domain::Entry> &)> m_onDelivered;

    // On the appending thread only.
    std::unique_ptr<storage::Database> m_db;
    Projector m_projector;
    QByteArray m_head;
    qint64 m_lastSeq = 0;
    qint64 m_lastTimeMs = 0;
    qint64 m_knownSubject = 0;

    mutable std::mutex m_mutex;
    std::condition_variable m_work; ///< for the appending thread
    std::condition_variable m_progress; ///< for those who wait
    std::vector<Item> m_queue;
    Ticket m_pushed = 0;
    std::atomic<Ticket> m_committed = 0;
    Ticket m_delivered = 0;
    std::atomic<int> m_urgent = 0;
    bool m_asleep = false; ///< the appending thread looks by itself after a moment only while it is not
    bool m_stop = false;
    std::optional<domain::Error> m_broken;
    std::thread m_thread;
};

} // namespace stepladder::journal

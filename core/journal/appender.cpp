// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/appender.h"

#include "journal/chain.h"
#include "journal/places.h"

#include <QSqlQuery>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Entry;
using domain::Error;
using domain::Result;
using storage::Database;

namespace {

/// Nobody waits for queued items: a short pause lets them gather, so that they share one commit.
constexpr auto kGather = 3ms;
/// So often the appending thread looks for more before it goes to sleep and has to be woken.
constexpr int kIdleLooks = 30;
/// Handing over through a sleeping thread takes longer than most commits: both sides look on for a moment,
/// giving way to whoever has work to do.
constexpr auto kSpin = 50us;
constexpr size_t kGroup = 512;
/// Whoever appends faster than the disk takes it waits here.
constexpr size_t kRoom = 20'000;

template<typename Condition>
bool spinUntil(const Condition &condition)
{
    const auto end = std::chrono::steady_clock::now() + kSpin;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::yield();
    }
    return true;
}

} // namespace

Appender::Appender(QString file, QString run, std::function<void(const std::vector<Item> &, const RunView &)> committed,
                   std::function<void(const QList<Entry> &)> delivered)
    : m_file(std::move(file))
    , m_run(std::move(run))
    , m_onCommitted(std::move(committed))
    , m_onDelivered(std::move(delivered))
{
}

Appender::~Appender()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

Result<Appender::Start> Appender::start(const QList<QByteArray> &migrations)
{
    std::promise<Result<Start>> started;
    auto future = started.get_future();
    m_thread = std::thread([this, &migrations, &started] { run(migrations, started); });
    return future.get();
}

void Appender::waitForRoom()
{
    std::unique_lock lock(m_mutex);
    m_progress.wait(lock, [this] { return m_queue.size() < kRoom || m_broken; });
}

Appender::Ticket Appender::push(Item item)
{
    bool wake = false;
    Ticket ticket = 0;
    {
        const std::lock_guard lock(m_mutex);
        wake = m_asleep || item.urgent || m_queue.size() == kGroup;
        m_urgent += item.urgent ? 1 : 0;
        m_queue.push_back(std::move(item));
        ticket = ++m_pushed;
    }
    if (wake)
        m_work.notify_one();
    return ticket;
}

Result<void> Appender::wait(Ticket ticket)
{
    if (spinUntil([&] { return m_committed >= ticket; }))
        return {};
    std::unique_lock lock(m_mutex);
    m_progress.wait(lock, [&] { return m_committed >= ticket || m_broken; });
    if (m_committed >= ticket)
        return {};
    return domain::fail(*m_broken);
}

Result<void> Appender::flush()
{
    if (!m_thread.joinable())
        return {};
    const Ticket ticket = push({.entries = {}, .urgent = true, .sync = true});
    std::unique_lock lock(m_mutex);
    m_progress.wait(lock, [&] { return m_delivered >= ticket || m_broken; });
    if (m_broken)
        return domain::fail(*m_broken);
    return {};
}

std::optional<Error> Appender::broken() const
{
    const std::lock_guard lock(m_mutex);
    return m_broken;
}

void Appender::run(const QList<QByteArray> &migrations, std::promise<Result<Start>> &started)
{
    auto loaded = load(migrations);
    const bool ok = loaded.has_value();
    if (!ok)
        breakDown(loaded.error());
    // The caller's promise is gone as soon as it has its value.
    started.set_value(std::move(loaded));
    std::vector<Item> items;
    while (ok && take(&items)) {
        if (const auto done = commit(items); !done) {
            breakDown(done.error());
            break;
        }
        items.clear();
    }
    m_db.reset();
}

Result<Appender::Start> Appender::load(const QList<QByteArray> &migrations)
{
    auto db = Database::open(m_file, Database::Access::ReadWrite);
    if (!db)
        return domain::fail(db.error());
    m_db = std::move(*db);
    if (const auto migrated = m_db->migrate(migrations); !migrated)
        return domain::fail(migrated.error());
    if (const auto set = m_db->value(u"PRAGMA wal_autocheckpoint=2000"_s); !set)
        return domain::fail(set.error());
    m_head = chainStart();
    const auto last =
        m_db->each(u"SELECT seq,time,hash FROM entry ORDER BY seq DESC LIMIT 1"_s, {}, [this](const QSqlQuery &row) {
            m_lastSeq = row.value(0).toLongLong();
            m_lastTimeMs = row.value(1).toLongLong();
            m_head = row.value(2).toByteArray();
        });
    if (!last)
        return domain::fail(last.error());
    if (const auto projections = loadProjections(); !projections)
        return domain::fail(projections.error());
    return Start{m_lastSeq, m_projector.view(m_run, m_lastSeq, m_lastTimeMs)};
}

/// The last version of each subject is the state to go on from: no entry is read.
Result<void> Appender::loadProjections()
{
    m_projector = {};
    m_knownSubject = 0;
    std::optional<Error> wrong;
    const auto read = m_db->each(kLastStates, {kMaxSeq, kMaxSeq}, [&](const QSqlQuery &row) {
        m_knownSubject = row.value(0).toLongLong();
        if (const auto loaded = m_projector.load(m_knownSubject, row.value(1).toByteArray()); !loaded && !wrong)
            wrong = Error{loaded.error().kind, u"%1: %2"_s.arg(m_file, loaded.error().message)};
    });
    if (wrong)
        return domain::fail(*wrong);
    return read;
}

bool Appender::take(std::vector<Item> *items)
{
    spinUntil([this] { return m_urgent > 0; });
    std::unique_lock lock(m_mutex);
    gather(lock);
    m_urgent = 0;
    items->swap(m_queue);
    return !items->empty();
}

/// Waits until somebody waits for us, enough has gathered or a moment has passed with something in the queue.
void Appender::gather(std::unique_lock<std::mutex> &lock)
{
    const auto due = [this] { return m_urgent > 0 || m_queue.size() >= kGroup || m_stop; };
    for (int look = 0; look < kIdleLooks; ++look) {
        if (m_work.wait_for(lock, kGather, due) || !m_queue.empty())
            return;
    }
    m_asleep = true;
    m_work.wait(lock, [this] { return !m_queue.empty() || m_stop; });
    m_asleep = false;
    m_work.wait_for(lock, kGather, due);
}

/// One transaction for all; what is to run alone splits it.
Result<void> Appender::commit(std::vector<Item> &items)
{
    for (size_t from = 0; from < items.size();) {
        std::vector<Item> group;
        if (items[from].alone) {
            group.push_back(std::move(items[from++]));
            if (const auto done = group.front().alone(*m_db); !done)
                return done;
            if (const auto again = loadProjections(); !again)
                return again;
        } else {
            while (from < items.size() && !items[from].alone)
                group.push_back(std::move(items[from++]));
            const bool sync = std::any_of(group.cbegin(), group.cend(), [](const Item &item) { return item.sync; });
            if (const auto set = m_db->setFullSync(sync); !set)
                return set;
            QByteArray head = m_head;
            if (const auto done = m_db->transaction([&] { return write(group, &head); }); !done)
                return done;
            m_head = head;
        }
        finish(group);
    }
    return {};
}

Result<void> Appender::write(const std::vector<Item> &items, QByteArray *head)
{
    for (const Item &item : items) {
        for (const Pending &pending : item.entries) {
            if (const auto inserted = insert(pending, head); !inserted)
                return inserted;
            if (const auto projected = project(pending.entry); !projected)
                return projected;
        }
        if (item.rows) {
            if (const auto written = item.rows(*m_db); !written)
                return written;
        }
    }
    return {};
}

Result<void> Appender::insert(const Pending &pending, QByteArray *head)
{
    const Entry &entry = pending.entry;
    *head = chainHash(
        *head, {entry.seq, entry.timeMs, entry.step, entry.attempt, entry.type, pending.key, pending.payloadHash});
    m_lastSeq = entry.seq;
    m_lastTimeMs = entry.timeMs;
    const auto done = m_db->run(u"INSERT INTO entry (seq,time,step,attempt,type,key,payload,payload_hash,hash) "
                                "VALUES (?,?,?,?,?,?,?,?,?)"_s,
                                {entry.seq, entry.timeMs, entry.step, entry.attempt, entry.type, pending.key,
                                 pending.payload, pending.payloadHash, *head});
    return done ? Result<void>() : domain::fail(done.error());
}

Result<void> Appender::project(const Entry &entry)
{
    for (const qint64 subject : m_projector.apply(entry)) {
        if (subject > m_knownSubject || subject < Projector::FirstStep) {
            const auto known = m_db->run(u"INSERT OR IGNORE INTO subject (id,name,first_seq) VALUES (?,?,?)"_s,
                                         {subject, m_projector.name(subject), entry.seq});
            if (!known)
                return domain::fail(known.error());
            m_knownSubject = std::max(m_knownSubject, subject);
        }
        const auto stored = m_db->run(u"INSERT INTO projection (place,state) VALUES (?,?)"_s,
                                      {placeOf(subject, entry.seq), m_projector.state(subject)});
        if (!stored)
            return domain::fail(stored.error());
    }
    return {};
}

void Appender::finish(const std::vector<Item> &items)
{
    m_onCommitted(items, m_projector.view(m_run, m_lastSeq, m_lastTimeMs));
    {
        const std::lock_guard lock(m_mutex);
        m_committed += items.size();
    }
    m_progress.notify_all();
    QList<Entry> entries;
    for (const Item &item : items) {
        for (const Pending &pending : item.entries)
            entries.append(pending.entry);
    }
    if (!entries.isEmpty())
        m_onDelivered(entries);
    {
        const std::lock_guard lock(m_mutex);
        m_delivered += items.size();
    }
    m_progress.notify_all();
}

void Appender::breakDown(const Error &error)
{
    {
        const std::lock_guard lock(m_mutex);
        m_broken = error;
    }
    m_progress.notify_all();
}

} // namespace stepladder::journal

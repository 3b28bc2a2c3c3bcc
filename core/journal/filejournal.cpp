// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/filejournal.h"

#include "journal/chain.h"
#include "journal/eraser.h"
#include "journal/files.h"
#include "journal/rows.h"

#include <QDir>
#include <QFileInfo>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

/// The index of runs that storage::Locations puts above the folder of runs.
QString indexBeside(const QString &folder)
{
    const QFileInfo parent(QFileInfo(folder).absolutePath());
    return parent.fileName() == u"runs" ? parent.absolutePath() + u"/index.sqlite"_s : QString();
}

/// Makes the files of a new run; nothing of the journal is there before its first transaction is.
Result<void> makeFiles(const QString &folder, const QString &run)
{
    const auto journal = Database::open(journalFile(folder), Database::Access::ReadWrite);
    if (!journal)
        return domain::fail(journal.error());
    if (const auto synced = (*journal)->setFullSync(true); !synced)
        return synced;
    if (const auto migrated = (*journal)->migrate(migrations(u"journal"_s)); !migrated)
        return migrated;
    if (const auto named = execute(**journal, u"INSERT INTO meta (name,value) VALUES ('run',?)"_s, {run}); !named)
        return named;
    const auto inbox = Database::open(inboxFile(folder), Database::Access::ReadWrite);
    return inbox ? (*inbox)->migrate(migrations(u"inbox"_s)) : domain::fail(inbox.error());
}

bool looksTheSame(const RunView &a, const RunView &b)
{
    return a.status == b.status && a.reason == b.reason && a.counts == b.counts && a.attempts == b.attempts
        && a.spent == b.spent && a.reserved == b.reserved && a.paidCalls == b.paidCalls && a.task == b.task
        && a.branch == b.branch;
}

} // namespace

Result<std::unique_ptr<Journal>> Journal::create(const QString &folder, const QString &run, const storage::Clock &clock,
                                                 const QString &index)
{
    return FileJournal::make(folder, run, clock, index);
}

Result<std::unique_ptr<Journal>> Journal::open(const QString &folder, const storage::Clock &clock, const QString &index)
{
    return FileJournal::take(folder, clock, index);
}

Result<std::unique_ptr<FileJournal>> FileJournal::make(const QString &folder, const QString &run,
                                                       const storage::Clock &clock, const QString &index)
{
    if (!QDir().mkpath(folder))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(folder));
    auto lock = RunLock::take(folder);
    if (!lock)
        return domain::fail(lock.error());
    if (QFileInfo::exists(journalFile(folder)))
        return domain::fail(ErrorKind::Conflict, u"%1: there is a run already"_s.arg(folder));
    if (const auto made = makeFiles(folder, run); !made) {
        // Half a journal would stand in the way of the next try.
        for (const QString &file : {journalFile(folder), inboxFile(folder)}) {
            for (const QString &part : {file, file + u"-wal"_s, file + u"-shm"_s})
                QFile::remove(part);
        }
        return domain::fail(made.error());
    }
    std::unique_ptr<FileJournal> journal(new FileJournal(folder, run, clock, index, std::move(*lock)));
    if (const auto started = journal->start(); !started)
        return domain::fail(started.error());
    return journal;
}

Result<std::unique_ptr<FileJournal>> FileJournal::take(const QString &folder, const storage::Clock &clock,
                                                       const QString &index)
{
    if (!QFileInfo(journalFile(folder)).isFile())
        return domain::fail(ErrorKind::NotFound, u"%1: there is no run"_s.arg(folder));
    auto lock = RunLock::take(folder);
    if (!lock)
        return domain::fail(lock.error());
    const auto run = inspectJournal(folder);
    if (!run)
        return domain::fail(run.error());
    std::unique_ptr<FileJournal> journal(new FileJournal(folder, *run, clock, index, std::move(*lock)));
    if (const auto started = journal->start(); !started)
        return domain::fail(started.error());
    return journal;
}

FileJournal::FileJournal(QString folder, QString run, const storage::Clock &clock, QString index,
                         std::unique_ptr<RunLock> lock)
    : m_folder(std::move(folder))
    , m_run(std::move(run))
    , m_clock(clock)
    , m_lock(std::move(lock))
    , m_appender(
          journalFile(m_folder), m_run,
          [this](const std::vector<Item> &items, const RunView &view) { committed(items, view); },
          [this](const QList<Entry> &entries) { delivered(entries); })
    , m_lookup(m_folder)
    , m_background(m_folder, index.isNull() ? indexBeside(m_folder) : index)
{
}

FileJournal::~FileJournal()
{
    // What is queued still tells the background of it; what fails now has failed for everybody before.
    static_cast<void>(m_appender.flush());
}

Result<void> FileJournal::start()
{
    const auto started = m_appender.start(migrations(u"journal"_s));
    if (!started)
        return domain::fail(started.error());
    m_nextSeq = started->lastSeq + 1;
    m_hasPast = started->lastSeq > 0;
    if (!m_hasPast)
        return {};
    m_background.committed(started->lastSeq, started->view);
    return loadPast();
}

/// The few things of the past that are asked for all the time.
Result<void> FileJournal::loadPast()
{
    const auto loaded = m_lookup.ask<bool>([this](Database &db) -> Result<bool> {
        const auto intents = db.each(u"SELECT intent.key,name,intent.step,intent.attempt,payload FROM intent "
                                     "JOIN entry USING (seq) ORDER BY seq"_s,
                                     {}, [this](const QSqlQuery &row) {
                                         m_open.append({row.value(0).toString(), row.value(1).toString(),
                                                        row.value(2).toString(), row.value(3).toInt(),
                                                        toObject(row.value(4).toByteArray())["about"_L1].toObject()});
                                     });
        if (!intents)
            return domain::fail(intents.error());
        const auto consumed =
            db.each(u"SELECT key,wish,kind,data,taken FROM consumption"_s, {}, [this](const QSqlQuery &row) {
                const Wish wish{row.value(1).toLongLong(), row.value(2).toString(),
                                toObject(row.value(3).toByteArray()), row.value(4).toLongLong()};
                m_consumptions.insert(row.value(0).toString(), wish);
                m_consumed.insert(wish.id);
            });
        if (!consumed)
            return domain::fail(consumed.error());
        return true;
    });
    return loaded ? Result<void>() : domain::fail(loaded.error());
}

Pending FileJournal::toPending(const Draft &draft, const QString &key) const
{
    Pending pending{.entry = {.timeMs = m_clock.nowMs(),
                              .run = m_run,
                              .step = notNull(draft.step),
                              .attempt = draft.attempt,
                              .type = notNull(draft.type),
                              .data = draft.data},
                    .key = key,
                    .payload = toBytes(draft.data),
                    .payloadHash = {}};
    pending.payloadHash = sha256(pending.payload);
    return pending;
}

Item FileJournal::toItem(const QList<Draft> &drafts, Durability durability) const
{
    Item item{.entries = {}, .urgent = durability != Durability::Queued, .sync = durability == Durability::Synced};
    item.entries.reserve(size_t(drafts.size()));
    for (const Draft &draft : drafts)
        item.entries.push_back(toPending(draft));
    return item;
}

Appender::Ticket FileJournal::handOver(Item item)
{
    for (Pending &pending : item.entries)
        pending.entry.seq = m_nextSeq++;
    return m_appender.push(std::move(item));
}

Result<void> FileJournal::settle(Appender::Ticket ticket, Durability durability)
{
    return durability == Durability::Queued ? Result<void>() : m_appender.wait(ticket);
}

Result<void> FileJournal::alive()
{
    m_appender.waitForRoom();
    if (const auto error = m_appender.broken())
        return domain::fail(*error);
    return {};
}

Result<qint64> FileJournal::append(const std::optional<Key> &key, const Draft &draft, Durability durability)
{
    if (const auto ready = alive(); !ready)
        return domain::fail(ready.error());
    Item item{.entries = {}, .urgent = durability != Durability::Queued, .sync = durability == Durability::Synced};
    const QString text = key ? key->toString() : QString();
    item.entries.push_back(toPending(draft, text));
    std::unique_lock lock(m_mutex);
    if (key) {
        const auto known = seqOf(text, lock);
        if (!known || *known > 0)
            return known;
        m_keys.insert(qHash(text));
        m_pendingKeys.insert(text, m_nextSeq);
    }
    const qint64 seq = m_nextSeq;
    const auto ticket = handOver(std::move(item));
    lock.unlock();
    return settle(ticket, durability).map([seq] { return seq; });
}

bool FileJournal::noted(const Key &key) const
{
    std::unique_lock lock(m_mutex);
    return seqOf(key.toString(), lock).value_or(0) > 0;
}

/// The seq of the entry with a key, 0 where there is none. The lock is given back while the file is asked.
Result<qint64> FileJournal::seqOf(const QString &key, std::unique_lock<std::mutex> &lock) const
{
    const size_t hash = qHash(key);
    for (;;) {
        if (const auto known = m_pendingKeys.constFind(key); known != m_pendingKeys.cend())
            return *known;
        const bool seen = m_keys.count(hash) > 0;
        if (!seen && !m_hasPast)
            return 0;
        lock.unlock();
        const auto old = m_lookup.ask<QVariant>(
            [&](Database &db) { return db.value(u"SELECT seq FROM entry WHERE key=?"_s, {key}); });
        lock.lock();
        if (!old)
            return domain::fail(old.error());
        if (old->isValid() && !old->isNull())
            return old->toLongLong();
        // Somebody may have written it while we looked: then look again.
        if (!m_pendingKeys.contains(key) && (seen || m_keys.count(hash) == 0))
            return 0;
    }
}

Result<QString> FileJournal::putBlob(const QByteArray &bytes)
{
    if (const auto ready = alive(); !ready)
        return domain::fail(ready.error());
    const QString name = QString::fromLatin1(sha256(bytes).toHex());
    const std::lock_guard lock(m_mutex);
    if (m_pendingBlobs.contains(name))
        return name;
    m_pendingBlobs.insert(name, bytes);
    const qint64 seq = m_nextSeq;
    // Bytes that were erased and come again are kept again.
    handOver({.entries = {},
              .rows =
                  [name, bytes, seq](Database &db) {
                      return execute(db,
                                     u"INSERT INTO blob (sha256,seq,bytes) VALUES (?,?,?) ON CONFLICT (sha256) "
                                     "DO UPDATE SET bytes=excluded.bytes WHERE bytes IS NULL"_s,
                                     {name, seq, notNull(bytes)});
                  },
              .blob = name});
    return name;
}

Result<QByteArray> FileJournal::blob(const QString &sha256) const
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto pending = m_pendingBlobs.constFind(sha256); pending != m_pendingBlobs.cend())
            return *pending;
    }
    return m_lookup.ask<QByteArray>([&sha256](Database &db) { return readBlob(db, sha256); });
}

Result<int> FileJournal::erase(const QByteArray &needle)
{
    if (needle.isEmpty())
        return domain::fail(ErrorKind::BadInput, u"there is nothing to erase"_s);
    if (const auto ready = alive(); !ready)
        return domain::fail(ready.error());
    int erased = 0;
    Result<void> held;
    Item item{.entries = {}, .urgent = true};
    item.alone = [&](Database &db) -> Result<void> {
        const auto count = eraseFrom(db, needle);
        if (count)
            erased = *count;
        // A reader in the way breaks nothing: whoever asked is told.
        else if (count.error().kind == ErrorKind::Locked)
            held = domain::fail(count.error());
        else
            return domain::fail(count.error());
        return {};
    };
    std::unique_lock lock(m_mutex);
    const auto ticket = handOver(std::move(item));
    lock.unlock();
    if (const auto done = m_appender.wait(ticket); !done)
        return domain::fail(done.error());
    m_background.forget();
    const auto inbox = Database::open(inboxFile(m_folder), Database::Access::ReadWrite);
    const auto wishes = inbox ? eraseFromInbox(**inbox, needle) : domain::fail(inbox.error());
    if (!held || !wishes)
        return domain::fail(held ? wishes.error() : held.error());
    const auto past = loadPast();
    return past.map([erased] { return erased; });
}

Result<void> FileJournal::flush()
{
    if (const auto flushed = m_appender.flush(); !flushed)
        return flushed;
    m_background.sync();
    return {};
}

void FileJournal::onCommitted(std::function<void(const QList<Entry> &)> listener)
{
    const std::lock_guard lock(m_listenerMutex);
    m_listener = std::move(listener);
}

void FileJournal::committed(const std::vector<Item> &items, const RunView &view)
{
    {
        const std::lock_guard lock(m_mutex);
        for (const Item &item : items) {
            for (const Pending &pending : item.entries) {
                if (!pending.key.isNull())
                    m_pendingKeys.remove(pending.key);
            }
            if (!item.effect.isNull())
                m_pendingEffects.remove(item.effect);
            if (!item.blob.isNull())
                m_pendingBlobs.remove(item.blob);
        }
    }
    const bool changed = !m_shown || !looksTheSame(*m_shown, view);
    if (changed)
        m_shown = view;
    m_background.committed(view.seq, changed ? std::optional(view) : std::nullopt);
}

void FileJournal::delivered(const QList<Entry> &entries)
{
    const std::lock_guard lock(m_listenerMutex);
    if (m_listener)
        m_listener(entries);
}

} // namespace stepladder::journal

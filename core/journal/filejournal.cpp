// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/filejournal.h"

#include "journal/chain.h"
#include "journal/eraser.h"
#include "journal/files.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

/// Null texts would be stored as NULL.
QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

QByteArray notNull(const QByteArray &bytes)
{
    return bytes.isNull() ? QByteArray("") : bytes;
}

QByteArray toBytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}
QJsonObject toObject(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

/// The index of runs that storage::Locations puts above the folder of runs.
QString indexBeside(const QString &folder)
{
    const QFileInfo parent(QFileInfo(folder).absolutePath());
    return parent.fileName() == u"runs" ? parent.absolutePath() + u"/index.sqlite"_s : QString();
}

Result<void> execute(Database &db, const QString &sql, const QVariantList &values)
{
    const auto done = db.run(sql, values);
    return done ? Result<void>() : domain::fail(done.error());
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

const QString kDropIntent = u"DELETE FROM intent WHERE key=?"_s;

bool looksTheSame(const RunView &a, const RunView &b)
{
    return a.status == b.status && a.reason == b.reason && a.counts == b.counts && a.attempts == b.attempts
        && a.spent == b.spent && a.reserved == b.reserved && a.paidCalls == b.paidCalls && a.task == b.task
        && a.branch == b.branch;
}

} // namespace

/// An effect at work: its key is taken until it ends, however that comes about.
class FileJournal::Running
{
public:
    Running(FileJournal &journal, QString key)
        : m_journal(journal)
        , m_key(std::move(key))
    {
        const std::lock_guard lock(m_journal.m_mutex);
        m_mine = !m_journal.m_running.contains(m_key);
        m_journal.m_running.insert(m_key);
    }
    ~Running()
    {
        const std::lock_guard lock(m_journal.m_mutex);
        if (m_mine)
            m_journal.m_running.remove(m_key);
    }
    Running(const Running &) = delete;
    Running &operator=(const Running &) = delete;
    bool mine() const { return m_mine; }

private:
    FileJournal &m_journal;
    const QString m_key;
    bool m_mine = false;
};

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
    if (const auto made = makeFiles(folder, run); !made)
        return domain::fail(made.error());
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
    , m_lookup(m_folder)
    , m_background(m_folder, index.isNull() ? indexBeside(m_folder) : index)
    , m_appender(
          journalFile(m_folder), m_run,
          [this](const std::vector<Item> &items, const RunView &view) { committed(items, view); },
          [this](const QList<Entry> &entries) { delivered(entries); })
{
}

FileJournal::~FileJournal() = default;

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
    const QString text = key ? key->toString() : QString();
    Item item{.entries = {}, .urgent = durability != Durability::Queued, .sync = durability == Durability::Synced};
    item.entries.push_back(toPending(draft, text));
    if (!key) {
        std::unique_lock lock(m_mutex);
        const qint64 seq = m_nextSeq;
        const auto ticket = handOver(std::move(item));
        lock.unlock();
        return settle(ticket, durability).map([seq] { return seq; });
    }

    const size_t hash = qHash(text);
    for (;;) {
        std::unique_lock lock(m_mutex);
        if (const auto known = m_pendingKeys.constFind(text); known != m_pendingKeys.cend())
            return *known;
        const bool seen = m_keys.count(hash) > 0;
        if (seen || m_hasPast) {
            lock.unlock();
            const auto old = m_lookup.ask<QVariant>(
                [&](Database &db) { return db.value(u"SELECT seq FROM entry WHERE key=?"_s, {text}); });
            if (!old)
                return domain::fail(old.error());
            if (old->isValid() && !old->isNull())
                return old->toLongLong();
            lock.lock();
            // Somebody may have written it while we looked: then look again.
            if (m_pendingKeys.contains(text) || (!seen && m_keys.count(hash) > 0))
                continue;
        }
        const qint64 seq = m_nextSeq;
        m_keys.insert(hash);
        m_pendingKeys.insert(text, seq);
        const auto ticket = handOver(std::move(item));
        lock.unlock();
        return settle(ticket, durability).map([seq] { return seq; });
    }
}

Result<QJsonObject> FileJournal::once(const Key &key, const QByteArray &inputHash, const QJsonObject &about,
                                      Durability durability, const std::function<Result<EffectResult>()> &work,
                                      bool *replayed)
{
    if (replayed)
        *replayed = false;
    if (const auto ready = alive(); !ready)
        return domain::fail(ready.error());
    const QString text = key.toString();
    const Running running(*this, text);
    if (!running.mine())
        return domain::fail(ErrorKind::Internal, u"the effect %1 is asked for twice at once"_s.arg(text));
    const auto known = effect(text);
    if (!known)
        return domain::fail(known.error());
    if (*known) {
        auto record = replay(key, inputHash, **known);
        if (replayed)
            *replayed = record.has_value();
        return record;
    }

    const auto intent = intend(key, text, about, durability);
    if (!intent)
        return domain::fail(intent.error());
    const qint64 began = m_clock.monotonicMs();
    const auto result = work();
    if (!result) {
        const auto ended = end(key, text, result.error(), durability);
        return domain::fail(ended ? result.error() : ended.error());
    }
    const auto done = finish(key, *intent, inputHash, *result, m_clock.monotonicMs() - began, durability);
    if (!done)
        return domain::fail(done.error());
    return result->record;
}

bool FileJournal::has(const Key &key) const
{
    const auto known = effect(key.toString());
    return known && known->has_value();
}

Result<std::optional<FileJournal::Effect>> FileJournal::effect(const QString &key) const
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto pending = m_pendingEffects.constFind(key); pending != m_pendingEffects.cend())
            return *pending;
        if (!m_hasPast && m_effects.count(qHash(key)) == 0)
            return std::nullopt;
    }
    return m_lookup.ask<std::optional<Effect>>([&key](Database &db) -> Result<std::optional<Effect>> {
        std::optional<Effect> found;
        const auto read =
            db.each(u"SELECT input_hash,record FROM effect WHERE key=?"_s, {key}, [&found](const QSqlQuery &row) {
                found = Effect{row.value(0).toByteArray(), row.value(1).toByteArray()};
            });
        if (!read)
            return domain::fail(read.error());
        return found;
    });
}

Result<QJsonObject> FileJournal::replay(const Key &key, const QByteArray &inputHash, const Effect &known)
{
    if (known.inputHash == inputHash)
        return toObject(known.record);
    const QString text = key.toString();
    const QString recorded = QString::fromLatin1(known.inputHash.toHex());
    const QString found = QString::fromLatin1(inputHash.toHex());
    // Told once for each other input, however often the run comes by.
    Key here = key;
    here.name += u" diverged "_s + found;
    const auto told = append(here,
                             {.type = u"step.diverged"_s,
                              .step = key.step,
                              .attempt = key.attempt,
                              .data = {{u"key"_s, text}, {u"recorded"_s, recorded}, {u"found"_s, found}}},
                             Durability::Committed);
    if (!told)
        return domain::fail(told.error());
    return domain::fail(ErrorKind::Diverged,
                        u"%1: its input is not the recorded one; nothing was done again"_s.arg(text));
}

Result<qint64> FileJournal::intend(const Key &key, const QString &text, const QJsonObject &about, Durability durability)
{
    // What is paid for is in the file before it is asked for; the rest may be done again.
    const Durability needed = durability == Durability::Synced ? Durability::Committed : Durability::Queued;
    QJsonObject data{{u"key"_s, text}, {u"name"_s, key.name}};
    if (!about.isEmpty())
        data.insert(u"about"_s, about);
    Item item =
        toItem({{.type = u"effect.intended"_s, .step = key.step, .attempt = key.attempt, .data = data}}, needed);
    std::unique_lock lock(m_mutex);
    m_open.removeIf([&text](const OpenIntent &intent) { return intent.key == text; });
    const qint64 seq = m_nextSeq;
    item.rows = [text, key, seq](Database &db) {
        return execute(db, u"INSERT OR REPLACE INTO intent (key,name,step,attempt,seq) VALUES (?,?,?,?,?)"_s,
                       {text, notNull(key.name), notNull(key.step), key.attempt, seq});
    };
    const auto ticket = handOver(std::move(item));
    lock.unlock();
    return settle(ticket, needed).map([seq] { return seq; });
}

Result<void> FileJournal::end(const Key &key, const QString &text, const Error &error, Durability durability)
{
    // A paid call that failed is not charged as one that was lost: the end is as safe as its intent.
    const Durability needed = durability == Durability::Queued ? Durability::Queued : Durability::Committed;
    Item item = toItem({{.type = u"effect.ended"_s,
                         .step = key.step,
                         .attempt = key.attempt,
                         .data = {{u"key"_s, text},
                                  {u"name"_s, key.name},
                                  {u"kind"_s, domain::toString(error.kind)},
                                  {u"message"_s, error.message}}}},
                       needed);
    item.rows = [text](Database &db) { return execute(db, kDropIntent, {text}); };
    std::unique_lock lock(m_mutex);
    const auto ticket = handOver(std::move(item));
    lock.unlock();
    return settle(ticket, needed);
}

Result<void> FileJournal::finish(const Key &key, qint64 intent, const QByteArray &inputHash, const EffectResult &result,
                                 qint64 ms, Durability durability)
{
    const QString text = key.toString();
    const Effect effect{inputHash, toBytes(result.record)};
    Item item = toItem(result.entries, durability);
    const QString recordHash = QString::fromLatin1(sha256(effect.record).toHex());
    item.entries.push_back(
        toPending({.type = u"effect.done"_s,
                   .step = key.step,
                   .attempt = key.attempt,
                   .data = {{u"key"_s, text}, {u"name"_s, key.name}, {u"ms"_s, ms}, {u"record"_s, recordHash}}}));
    std::unique_lock lock(m_mutex);
    const qint64 seq = m_nextSeq + qint64(item.entries.size()) - 1;
    item.effect = text;
    item.rows = [text, effect, intent, seq](Database &db) {
        if (const auto dropped = execute(db, kDropIntent, {text}); !dropped)
            return dropped;
        return execute(db, u"INSERT INTO effect (key,intent_seq,done_seq,input_hash,record) VALUES (?,?,?,?,?)"_s,
                       {text, intent, seq, notNull(effect.inputHash), effect.record});
    };
    m_effects.insert(qHash(text));
    m_pendingEffects.insert(text, effect);
    const auto ticket = handOver(std::move(item));
    lock.unlock();
    return settle(ticket, durability);
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

QList<OpenIntent> FileJournal::openIntents() const
{
    const std::lock_guard lock(m_mutex);
    return m_open;
}

Result<void> FileJournal::closeIntent(const QString &key, const QString &reason, const QList<Draft> &entries)
{
    if (const auto ready = alive(); !ready)
        return ready;
    std::unique_lock lock(m_mutex);
    const auto found =
        std::find_if(m_open.cbegin(), m_open.cend(), [&](const OpenIntent &open) { return open.key == key; });
    if (found == m_open.cend())
        return domain::fail(ErrorKind::NotFound, u"there is no open intent %1"_s.arg(key));
    const OpenIntent intent = *found;
    m_open.erase(found);
    QList<Draft> drafts{
        {.type = u"effect.ended"_s,
         .step = intent.step,
         .attempt = intent.attempt,
         .data = {{u"key"_s, key}, {u"name"_s, intent.name}, {u"kind"_s, u"interrupted"_s}, {u"message"_s, reason}}}};
    Item item = toItem(drafts + entries, Durability::Committed);
    item.rows = [key](Database &db) { return execute(db, kDropIntent, {key}); };
    const auto ticket = handOver(std::move(item));
    lock.unlock();
    return m_appender.wait(ticket);
}

Result<QList<Wish>> FileJournal::wishes()
{
    if (const auto error = m_appender.broken())
        return domain::fail(*error);
    auto all = m_lookup.wishes(0);
    if (!all)
        return all;
    const std::lock_guard lock(m_mutex);
    all->removeIf([this](const Wish &wish) { return m_consumed.contains(wish.id); });
    return all;
}

Result<Wish> FileJournal::wish(qint64 id)
{
    const auto wishes = m_lookup.wishes(id - 1);
    if (!wishes)
        return domain::fail(wishes.error());
    if (wishes->isEmpty() || wishes->first().id != id)
        return domain::fail(ErrorKind::NotFound, u"the inbox holds no wish %1"_s.arg(id));
    return wishes->first();
}

Result<void> FileJournal::consume(qint64 id, const Key &key, const QList<Draft> &entries)
{
    if (const auto ready = alive(); !ready)
        return ready;
    const auto taken = wish(id);
    if (!taken)
        return domain::fail(taken.error());
    const QString text = key.toString();
    Item item = toItem(entries, Durability::Synced);
    std::unique_lock lock(m_mutex);
    if (const auto before = m_consumptions.constFind(text); before != m_consumptions.cend()) {
        if (before->id == id)
            return {};
        return domain::fail(ErrorKind::Conflict, u"wish %1 was consumed at %2 before"_s.arg(before->id).arg(text));
    }
    if (m_consumed.contains(id))
        return domain::fail(ErrorKind::Conflict, u"wish %1 was consumed elsewhere"_s.arg(id));
    const qint64 seq = std::max<qint64>(1, entries.isEmpty() ? m_nextSeq - 1 : m_nextSeq);
    item.rows = [text, wish = *taken, seq](Database &db) {
        return execute(db, u"INSERT INTO consumption (key,wish,kind,data,taken,seq) VALUES (?,?,?,?,?,?)"_s,
                       {text, wish.id, wish.kind, toBytes(wish.data), wish.takenMs, seq});
    };
    m_consumptions.insert(text, *taken);
    m_consumed.insert(id);
    const auto ticket = handOver(std::move(item));
    lock.unlock();
    return m_appender.wait(ticket);
}

std::optional<Wish> FileJournal::consumedAt(const Key &key) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_consumptions.constFind(key.toString());
    return found == m_consumptions.cend() ? std::nullopt : std::optional(*found);
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

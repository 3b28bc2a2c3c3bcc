// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/filejournal.h"

#include "journal/chain.h"
#include "journal/rows.h"

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {
const QString kDropIntent = u"DELETE FROM intent WHERE key=?"_s;
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
        bool changed = false;
        const auto read = db.each(u"SELECT input_hash,record,erased,payload FROM effect "
                                  "LEFT JOIN entry ON seq=done_seq WHERE effect.key=?"_s,
                                  {key}, [&](const QSqlQuery &row) {
                                      found = Effect{row.value(0).toByteArray(), row.value(1).toByteArray()};
                                      changed = !row.value(2).toBool() && !isRecordOf(found->record, row.value(3));
                                  });
        if (!read)
            return domain::fail(read.error());
        if (changed)
            return domain::fail(changedRecord(db.file(), key));
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

} // namespace stepladder::journal

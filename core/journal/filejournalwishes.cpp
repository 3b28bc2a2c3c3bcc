// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/filejournal.h"

#include "journal/rows.h"

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

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

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journalreader.h"

#include "journal/chain.h"
#include "journal/filereader.h"
#include "journal/places.h"
#include "journal/projector.h"
#include "journal/rows.h"

#include <algorithm>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

Result<qint64> FileReader::lastSeq()
{
    return m_db->value(u"SELECT max(seq) FROM entry"_s).map([](const QVariant &seq) { return seq.toLongLong(); });
}

Result<QList<Entry>> FileReader::entries(qint64 after, int limit, const EntryFilter &filter)
{
    return select(u"seq>?"_s, u"ASC"_s, after, limit, filter);
}

Result<QList<Entry>> FileReader::entriesBefore(qint64 before, int limit, const EntryFilter &filter)
{
    return select(u"seq<?"_s, u"DESC"_s, before, limit, filter);
}

Result<QList<Entry>> FileReader::select(const QString &place, const QString &order, qint64 seq, int limit,
                                        const EntryFilter &filter)
{
    QString where = place;
    QVariantList values{seq};
    narrow(filter, &where, &values);
    values.append(limit);
    QList<Entry> entries;
    const auto read =
        m_db->each(u"SELECT %1 FROM entry WHERE %2 ORDER BY seq %3 LIMIT ?"_s.arg(kEntryColumns, where, order), values,
                   [&](const QSqlQuery &row) { entries.append(entryOf(row, m_run)); });
    if (!read)
        return domain::fail(read.error());
    return entries;
}

Result<QList<Entry>> FileReader::entriesAt(const QList<qint64> &seqs)
{
    QList<Entry> entries;
    if (seqs.isEmpty())
        return entries;
    const auto read = m_db->each(
        u"SELECT %1 FROM entry WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq"_s.arg(kEntryColumns),
        {listOf(seqs)}, [&](const QSqlQuery &row) { entries.append(entryOf(row, m_run)); });
    if (!read)
        return domain::fail(read.error());
    return entries;
}

Result<Moment> FileReader::at(qint64 seq)
{
    const auto last = lastSeq();
    if (!last)
        return domain::fail(last.error());
    const qint64 until = seq <= 0 ? *last : std::min(seq, *last);
    Moment moment;
    moment.run.run = m_run;
    moment.run.seq = until;
    const auto time = m_db->value(u"SELECT time FROM entry WHERE seq=?"_s, {until});
    if (!time)
        return domain::fail(time.error());
    moment.run.updatedMs = time->toLongLong();
    if (const auto read = states(until, &moment); !read)
        return domain::fail(read.error());
    std::sort(moment.attempts.begin(), moment.attempts.end(),
              [](const AttemptState &a, const AttemptState &b) { return a.startedSeq < b.startedSeq; });
    return moment;
}

Result<void> FileReader::states(qint64 seq, Moment *moment)
{
    std::optional<domain::Error> wrong;
    const auto read = m_db->each(kLastStates, {seq, seq}, [&](const QSqlQuery &row) {
        const qint64 subject = row.value(0).toLongLong();
        const QByteArray state = row.value(1).toByteArray();
        Result<void> done;
        if (subject == Projector::Run) {
            done = decodeRun(state, &moment->run);
        } else if (subject == Projector::Head) {
            done = decodeHead(state, &moment->run);
        } else if (auto record = decodeStep(state)) {
            moment->steps.append(std::move(record->view));
            moment->attempts += std::move(record->attempts);
        } else {
            done = domain::fail(record.error());
        }
        if (!done && !wrong)
            wrong = domain::Error{done.error().kind, m_db->file() + u": "_s + done.error().message};
    });
    if (wrong)
        return domain::fail(*wrong);
    return read;
}

Result<QJsonObject> FileReader::record(const QString &key)
{
    bool found = false;
    bool erased = false;
    QJsonObject record;
    bool changed = false;
    const auto read = m_db->each(u"SELECT record,erased,payload FROM effect LEFT JOIN entry ON seq=done_seq "
                                 "WHERE effect.key=?"_s,
                                 {key}, [&](const QSqlQuery &row) {
                                     found = true;
                                     erased = row.value(1).toBool();
                                     changed = !isRecordOf(row.value(0).toByteArray(), row.value(2));
                                     record = toObject(row.value(0).toByteArray());
                                 });
    if (!read)
        return domain::fail(read.error());
    if (!found)
        return domain::fail(ErrorKind::NotFound, u"%1: there is no record of %2"_s.arg(m_db->file(), key));
    if (erased)
        return domain::fail(ErrorKind::NotFound, u"%1: the record of %2 was erased"_s.arg(m_db->file(), key));
    if (changed)
        return domain::fail(changedRecord(m_db->file(), key));
    return record;
}

Result<qint64> FileReader::verify()
{
    auto count = verifyChain(*m_db, 0);
    if (!count)
        return count;
    if (const auto contents = verifyContents(*m_db); !contents)
        return domain::fail(contents.error());
    return count;
}

Result<void> JournalReader::each(const EntryFilter &filter, const std::function<bool(const domain::Entry &)> &take,
                                 qint64 after)
{
    constexpr int kPage = 2000;
    for (;;) {
        const auto page = entries(after, kPage, filter);
        if (!page)
            return domain::fail(page.error());
        for (const domain::Entry &entry : *page) {
            if (!take(entry))
                return {};
        }
        if (page->size() < kPage)
            return {};
        after = page->last().seq;
    }
}

Result<std::unique_ptr<JournalReader>> JournalReader::open(const QString &folder)
{
    const auto run = inspectJournal(folder);
    if (!run)
        return domain::fail(run.error());
    auto db = Database::open(journalFile(folder), Database::Access::ReadOnly);
    if (!db)
        return domain::fail(db.error());
    return std::make_unique<FileReader>(folder, *run, std::move(*db));
}

} // namespace stepladder::journal

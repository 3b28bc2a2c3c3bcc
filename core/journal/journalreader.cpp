// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journalreader.h"

#include "journal/chain.h"
#include "journal/files.h"
#include "journal/places.h"
#include "journal/projector.h"
#include "journal/runlock.h"
#include "journal/searchindex.h"
#include "storage/database.h"

#include <QElapsedTimer>

#include <algorithm>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

/// Indexing for an ended run goes on with each search, a little at a time.
constexpr qint64 kIndexingMs = 300;
constexpr int kIndexingPage = 1000;

/// What the index of types leaves out (resources/sql/journal).
const QStringList kFrequentTypes{u"effect.intended"_s, u"effect.done"_s, u"insight"_s, u"budget.reserved"_s,
                                 u"budget.settled"_s};

class FileReader final : public JournalReader
{
public:
    FileReader(QString folder, QString run, std::unique_ptr<Database> db)
        : m_folder(std::move(folder))
        , m_run(std::move(run))
        , m_db(std::move(db))
    {
    }

    Result<qint64> lastSeq() override
    {
        return m_db->value(u"SELECT max(seq) FROM entry"_s).map([](const QVariant &seq) { return seq.toLongLong(); });
    }
    Result<QList<Entry>> entries(qint64 after, int limit, const EntryFilter &filter) override
    {
        return select(u"seq>?"_s, u"ASC"_s, after, limit, filter);
    }
    Result<QList<Entry>> entriesBefore(qint64 before, int limit, const EntryFilter &filter) override
    {
        return select(u"seq<?"_s, u"DESC"_s, before, limit, filter);
    }
    Result<Moment> at(qint64 seq) override;
    Result<QByteArray> blob(const QString &sha256) override { return readBlob(*m_db, sha256); }
    Result<QList<qint64>> search(const QString &text, int limit, qint64 *indexedTo) override;
    Result<qint64> verify() override;

private:
    Result<QList<Entry>> select(const QString &place, const QString &order, qint64 seq, int limit,
                                const EntryFilter &filter);
    Result<void> states(qint64 seq, Moment *moment);
    Result<void> indexMore();

    const QString m_folder;
    const QString m_run;
    std::unique_ptr<Database> m_db;
};

Result<QList<Entry>> FileReader::select(const QString &place, const QString &order, qint64 seq, int limit,
                                        const EntryFilter &filter)
{
    QString where = place;
    QVariantList values{seq};
    if (filter.step) {
        // An empty step is no row of its index: the plain comparison keeps the planner from asking it.
        where += filter.step->isEmpty() ? u" AND step=?"_s : u" AND step<>'' AND step=?"_s;
        values.append(filter.step->isNull() ? u""_s : *filter.step);
    }
    if (filter.attempt) {
        where += u" AND attempt=?"_s;
        values.append(*filter.attempt);
    }
    if (!filter.types.isEmpty()) {
        where += u" AND type IN (%1)"_s.arg(QStringList(filter.types.size(), u"?"_s).join(u','));
        for (const QString &type : filter.types)
            values.append(type);
        // Word for word the condition of the index, which holds the rare types alone.
        const bool rare = std::none_of(kFrequentTypes.cbegin(), kFrequentTypes.cend(),
                                       [&filter](const QString &type) { return filter.types.contains(type); });
        if (rare)
            where += u" AND type NOT IN ('%1')"_s.arg(kFrequentTypes.join(u"', '"_s));
    }
    values.append(limit);
    QList<Entry> entries;
    const auto read =
        m_db->each(u"SELECT %1 FROM entry WHERE %2 ORDER BY seq %3 LIMIT ?"_s.arg(kEntryColumns, where, order), values,
                   [&](const QSqlQuery &row) { entries.append(entryOf(row, m_run)); });
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

Result<QList<qint64>> FileReader::search(const QString &text, int limit, qint64 *indexedTo)
{
    if (indexedTo)
        *indexedTo = 0;
    // Nobody else does it when no writer is alive.
    if (!RunLock::isHeld(m_folder)) {
        if (const auto indexed = indexMore(); !indexed)
            return domain::fail(indexed.error());
    }
    const auto index = SearchIndex::openReadOnly(m_folder);
    if (!index && index.error().kind == ErrorKind::NotFound)
        return QList<qint64>();
    if (!index)
        return domain::fail(index.error());
    const auto to = (*index)->indexedTo();
    if (!to)
        return domain::fail(to.error());
    if (indexedTo)
        *indexedTo = *to;
    return (*index)->search(text, limit);
}

Result<void> FileReader::indexMore()
{
    const auto index = SearchIndex::open(m_folder);
    if (!index)
        return domain::fail(index.error());
    QElapsedTimer timer;
    timer.start();
    for (bool more = true; more && timer.elapsed() < kIndexingMs;) {
        const auto added = (*index)->advance(*m_db, kIndexingPage);
        if (!added)
            return domain::fail(added.error());
        more = *added == kIndexingPage;
    }
    return {};
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

} // namespace

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

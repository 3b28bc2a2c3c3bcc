// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/filereader.h"
#include "journal/runlock.h"
#include "journal/searchindex.h"

#include <QElapsedTimer>

#include <algorithm>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

/// Indexing for an ended run goes on with each search, a little at a time.
constexpr int kIndexingMs = 300;
constexpr int kIndexingPage = 250;
constexpr qint64 kStride = 2000; ///< entries looked at before patience is asked
constexpr int kHitsPage = 500; ///< the first; each further one is larger, as a prefix costs the same whatever it gives

/// What the index of types leaves out (resources/sql/journal).
const QStringList kFrequentTypes{u"effect.intended"_s, u"effect.done"_s, u"insight"_s, u"budget.reserved"_s,
                                 u"budget.settled"_s};

} // namespace

void narrow(const EntryFilter &filter, QString *where, QVariantList *values)
{
    if (filter.step) {
        // An empty step is no row of its index: the plain comparison keeps the planner from asking it.
        *where += filter.step->isEmpty() ? u" AND step=?"_s : u" AND step<>'' AND step=?"_s;
        values->append(filter.step->isNull() ? u""_s : *filter.step);
    }
    if (filter.attempt) {
        *where += u" AND attempt=?"_s;
        values->append(*filter.attempt);
    }
    const auto any = [](qsizetype count) { return QStringList(count, u"?"_s).join(u','); };
    if (!filter.types.isEmpty()) {
        *where += u" AND type IN (%1)"_s.arg(any(filter.types.size()));
        // Word for word the condition of the index, which holds the rare types alone.
        const bool rare = std::none_of(kFrequentTypes.cbegin(), kFrequentTypes.cend(),
                                       [&filter](const QString &type) { return filter.types.contains(type); });
        if (rare)
            *where += u" AND type NOT IN ('%1')"_s.arg(kFrequentTypes.join(u"', '"_s));
    }
    for (const QString &type : filter.types)
        values->append(type);
    if (!filter.without.isEmpty())
        *where += u" AND type NOT IN (%1)"_s.arg(any(filter.without.size()));
    for (const QString &type : filter.without)
        values->append(type);
    for (const Having &having : filter.having) {
        *where += u" AND instr(payload,?)>0"_s;
        values->append(having.bytes());
    }
}

QString listOf(const QList<qint64> &seqs)
{
    QStringList list;
    for (const qint64 seq : seqs)
        list.append(QString::number(seq));
    return u'[' + list.join(u',') + u']';
}

/// Adds places with seqs of \p from to \p to; how many there were.
Result<qint64> FileReader::places(const QString &order, qint64 from, qint64 to, int limit, const EntryFilter &filter,
                                  EntryPlaces *found)
{
    QString where = u"seq>=? AND seq<=?"_s;
    QVariantList values{from, to};
    narrow(filter, &where, &values);
    values.append(limit);
    const qsizetype before = found->places.size();
    const auto read =
        m_db->each(u"SELECT seq,step,attempt FROM entry WHERE %1 ORDER BY seq %2 LIMIT ?"_s.arg(where, order), values,
                   [found](const QSqlQuery &row) {
                       const QString step = row.value(1).toString();
                       // Neighbours are mostly of one step.
                       const int known = found->places.isEmpty() ? -1 : found->places.last().step;
                       qsizetype index =
                           known >= 0 && found->steps.at(known) == step ? known : found->steps.indexOf(step);
                       if (index < 0) {
                           index = found->steps.size();
                           found->steps.append(step);
                       }
                       found->places.append({row.value(0).toLongLong(), int(index), row.value(2).toInt()});
                   });
    if (!read)
        return domain::fail(read.error());
    return qint64(found->places.size() - before);
}

Result<EntryPlaces> FileReader::placesAfter(qint64 after, int limit, const EntryFilter &filter, int patienceMs)
{
    const auto last = lastSeq();
    if (!last)
        return domain::fail(last.error());
    EntryPlaces found{.reached = after};
    QElapsedTimer timer;
    timer.start();
    do {
        const qint64 to = std::min(found.reached + kStride, *last);
        const int wanted = limit - int(found.places.size());
        const auto count = places(u"ASC"_s, found.reached + 1, to, wanted, filter, &found);
        if (!count)
            return domain::fail(count.error());
        found.reached = *count == wanted ? found.places.last().seq : std::max(to, found.reached);
    } while (found.reached < *last && found.places.size() < limit && timer.elapsed() < patienceMs);
    found.done = found.reached >= *last;
    return found;
}

Result<EntryPlaces> FileReader::placesBefore(qint64 before, int limit, const EntryFilter &filter, int patienceMs)
{
    EntryPlaces found{.reached = before};
    QElapsedTimer timer;
    timer.start();
    do {
        const qint64 from = std::max<qint64>(1, found.reached - kStride);
        const int wanted = limit - int(found.places.size());
        const auto count = places(u"DESC"_s, from, found.reached - 1, wanted, filter, &found);
        if (!count)
            return domain::fail(count.error());
        found.reached = *count == wanted ? found.places.last().seq : from;
    } while (found.reached > 1 && found.places.size() < limit && timer.elapsed() < patienceMs);
    found.done = found.reached <= 1;
    return found;
}

Result<QList<qint64>> FileReader::search(const QString &text, int limit, qint64 *indexedTo)
{
    if (indexedTo)
        *indexedTo = 0;
    if (const auto indexed = index(kIndexingMs); !indexed)
        return domain::fail(indexed.error());
    const auto words = SearchIndex::openReadOnly(m_folder);
    if (!words && words.error().kind == ErrorKind::NotFound)
        return QList<qint64>();
    if (!words)
        return domain::fail(words.error());
    const auto to = (*words)->indexedTo();
    if (!to)
        return domain::fail(to.error());
    if (indexedTo)
        *indexedTo = *to;
    return (*words)->search(text, limit);
}

Result<SearchHits> FileReader::find(const QString &text, qint64 before, int limit, const EntryFilter &filter,
                                    int patienceMs)
{
    SearchHits hits;
    const auto words = SearchIndex::openReadOnly(m_folder);
    if (!words && words.error().kind == ErrorKind::NotFound)
        return hits;
    if (!words)
        return domain::fail(words.error());
    const auto to = (*words)->indexedTo();
    if (!to)
        return domain::fail(to.error());
    hits.indexedTo = *to;
    hits.reached = before > 0 ? before : *to + 1;
    QElapsedTimer timer;
    timer.start();
    for (int page = kHitsPage; hits.reached > 0; page *= 4) {
        const auto found = (*words)->search(text, page, hits.reached);
        const auto fit = found ? fitting(*found, filter) : found;
        if (!fit)
            return domain::fail(fit.error());
        for (qsizetype i = 0; i < fit->size() && hits.seqs.size() < limit; ++i)
            hits.seqs.append(fit->at(i));
        hits.reached = found->size() < page ? 0 : found->last();
        if (hits.seqs.size() == limit)
            hits.reached = hits.seqs.last();
        if (hits.seqs.size() == limit || timer.elapsed() >= patienceMs)
            break;
    }
    return hits;
}

/// Those of \p seqs (newest first) that fit \p filter.
Result<QList<qint64>> FileReader::fitting(const QList<qint64> &seqs, const EntryFilter &filter)
{
    if (seqs.isEmpty() || filter == EntryFilter())
        return seqs;
    QString where = u"seq IN (SELECT value FROM json_each(?))"_s;
    QVariantList values{listOf(seqs)};
    narrow(filter, &where, &values);
    QList<qint64> fit;
    const auto read = m_db->each(u"SELECT seq FROM entry NOT INDEXED WHERE %1 ORDER BY seq DESC"_s.arg(where), values,
                                 [&fit](const QSqlQuery &row) { fit.append(row.value(0).toLongLong()); });
    if (!read)
        return domain::fail(read.error());
    return fit;
}

Result<qint64> FileReader::index(int patienceMs)
{
    // A writer that is alive does it itself.
    if (RunLock::isHeld(m_folder)) {
        const auto words = SearchIndex::openReadOnly(m_folder);
        if (!words)
            return words.error().kind == ErrorKind::NotFound ? Result<qint64>(0) : domain::fail(words.error());
        return (*words)->indexedTo();
    }
    const auto words = SearchIndex::open(m_folder);
    if (!words)
        return domain::fail(words.error());
    QElapsedTimer timer;
    timer.start();
    for (bool more = true; more && timer.elapsed() < patienceMs;) {
        const auto added = (*words)->advance(*m_db, kIndexingPage);
        if (!added)
            return domain::fail(added.error());
        more = *added == kIndexingPage;
    }
    return (*words)->indexedTo();
}

} // namespace stepladder::journal

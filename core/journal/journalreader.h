// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/error.h"
#include "journal/entryfilter.h"
#include "journal/projection.h"

#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace stepladder::journal {

/// Where an entry stands: enough for a list of a million.
struct EntryPlace
{
    qint64 seq = 0;
    int step = 0; ///< in EntryPlaces::steps
    int attempt = 0;

    bool operator==(const EntryPlace &) const = default;
};

/// A stretch of a journal, as far as patience went.
struct EntryPlaces
{
    QStringList steps; ///< names, each once
    QList<EntryPlace> places;
    qint64 reached = 0; ///< the last seq that was looked at, whether it fits or not
    bool done = false; ///< there is nothing beyond
};

/// What a search found.
struct SearchHits
{
    QList<qint64> seqs; ///< newest first
    qint64 reached = 0; ///< hits with lower seqs were not looked for yet; 0: all were
    qint64 indexedTo = 0; ///< later entries are not in the index yet
};

/// Reads a run's journal, in this or another process, while it is written or after. Stays on its thread.
/// Never replays: opening checks the last 1,000 entries, views come from projections kept by the writer.
class JournalReader
{
public:
    /// NotFound, Corrupt, NewerVersion: named, untouched.
    static domain::Result<std::unique_ptr<JournalReader>> open(const QString &folder);
    virtual ~JournalReader() = default;

    virtual domain::Result<qint64> lastSeq() = 0;
    /// Up to \p limit entries with seq > \p after.
    virtual domain::Result<QList<domain::Entry>> entries(qint64 after, int limit, const EntryFilter &filter = {}) = 0;
    /// Every entry with seq > \p after that fits, oldest first, until \p take returns false.
    domain::Result<void> each(const EntryFilter &filter, const std::function<bool(const domain::Entry &)> &take,
                              qint64 after = 0);
    /// Up to \p limit entries with seq < \p before, newest first.
    virtual domain::Result<QList<domain::Entry>> entriesBefore(qint64 before, int limit,
                                                               const EntryFilter &filter = {}) = 0;
    /// The entries of \p seqs that are there, in their order in the journal.
    virtual domain::Result<QList<domain::Entry>> entriesAt(const QList<qint64> &seqs) = 0;
    /// Walks on from \p after, oldest first, until \p limit places are found or \p patienceMs are over; a little is
    /// always walked. What others wait for on this thread waits no longer than that.
    virtual domain::Result<EntryPlaces> placesAfter(qint64 after, int limit, const EntryFilter &filter,
                                                    int patienceMs) = 0;
    /// The same backwards from \p before, newest first.
    virtual domain::Result<EntryPlaces> placesBefore(qint64 before, int limit, const EntryFilter &filter,
                                                     int patienceMs) = 0;
    /// The run as it stood at \p seq; 0: now.
    virtual domain::Result<Moment> at(qint64 seq = 0) = 0;
    virtual domain::Result<QByteArray> blob(const QString &sha256) = 0;
    /// seqs of entries whose text matches, newest first. The index is filled in the background: \p indexedTo tells how
    /// far it is.
    virtual domain::Result<QList<qint64>> search(const QString &text, int limit, qint64 *indexedTo = nullptr) = 0;
    /// Hits before \p before (0: all) that fit \p filter, up to \p limit of them or for \p patienceMs. Indexes
    /// nothing: see index().
    virtual domain::Result<SearchHits> find(const QString &text, qint64 before, int limit, const EntryFilter &filter,
                                            int patienceMs) = 0;
    /// Goes on with the index for \p patienceMs where no writer does it; how far it is.
    virtual domain::Result<qint64> index(int patienceMs) = 0;
    /// What the effect at \p key left behind. NotFound; an erased one too, saying so.
    virtual domain::Result<QJsonObject> record(const QString &key) = 0;
    /// Recomputes the whole chain; Corrupt names the first entry that does not fit.
    virtual domain::Result<qint64> verify() = 0;
};

} // namespace stepladder::journal

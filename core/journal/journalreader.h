// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/error.h"
#include "journal/projection.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace stepladder::journal {

/// Which entries of a journal.
struct EntryFilter
{
    std::optional<QString> step = {};
    std::optional<int> attempt = {};
    QStringList types = {}; ///< empty: all
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
    /// Up to \p limit entries with seq < \p before, newest first.
    virtual domain::Result<QList<domain::Entry>> entriesBefore(qint64 before, int limit,
                                                               const EntryFilter &filter = {}) = 0;
    /// The run as it stood at \p seq; 0: now.
    virtual domain::Result<Moment> at(qint64 seq = 0) = 0;
    virtual domain::Result<QByteArray> blob(const QString &sha256) = 0;
    /// seqs of entries whose text matches, newest first. The index is filled in the background: \p indexedTo tells how
    /// far it is.
    virtual domain::Result<QList<qint64>> search(const QString &text, int limit, qint64 *indexedTo = nullptr) = 0;
    /// Recomputes the whole chain; Corrupt names the first entry that does not fit.
    virtual domain::Result<qint64> verify() = 0;
};

} // namespace stepladder::journal

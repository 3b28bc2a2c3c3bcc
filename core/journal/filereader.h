// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/files.h"
#include "journal/journalreader.h"
#include "storage/database.h"

namespace stepladder::journal {

/// A JournalReader over the files of a run's folder.
class FileReader final : public JournalReader
{
public:
    FileReader(QString folder, QString run, std::unique_ptr<storage::Database> db)
        : m_folder(std::move(folder))
        , m_run(std::move(run))
        , m_db(std::move(db))
    {
    }

    domain::Result<qint64> lastSeq() override;
    domain::Result<QList<domain::Entry>> entries(qint64 after, int limit, const EntryFilter &filter) override;
    domain::Result<QList<domain::Entry>> entriesBefore(qint64 before, int limit, const EntryFilter &filter) override;
    domain::Result<QList<domain::Entry>> entriesAt(const QList<qint64> &seqs) override;
    domain::Result<EntryPlaces> placesAfter(qint64 after, int limit, const EntryFilter &filter,
                                            int patienceMs) override;
    domain::Result<EntryPlaces> placesBefore(qint64 before, int limit, const EntryFilter &filter,
                                             int patienceMs) override;
    domain::Result<Moment> at(qint64 seq) override;
    domain::Result<QByteArray> blob(const QString &sha256) override { return readBlob(*m_db, sha256); }
    domain::Result<QList<qint64>> search(const QString &text, int limit, qint64 *indexedTo) override;
    domain::Result<SearchHits> find(const QString &text, qint64 before, int limit, const EntryFilter &filter,
                                    int patienceMs) override;
    domain::Result<qint64> index(int patienceMs) override;
    domain::Result<QJsonObject> record(const QString &key) override;
    domain::Result<qint64> verify() override;

private:
    domain::Result<QList<domain::Entry>> select(const QString &place, const QString &order, qint64 seq, int limit,
                                                const EntryFilter &filter);
    domain::Result<void> states(qint64 seq, Moment *moment);
    domain::Result<qint64> places(const QString &order, qint64 from, qint64 to, int limit, const EntryFilter &filter,
                                  EntryPlaces *found);
    domain::Result<QList<qint64>> fitting(const QList<qint64> &seqs, const EntryFilter &filter);

    const QString m_folder;
    const QString m_run;
    std::unique_ptr<storage::Database> m_db;
};

/// Adds what \p filter asks for to a condition.
void narrow(const EntryFilter &filter, QString *where, QVariantList *values);
/// For `IN (SELECT value FROM json_each(?))`: one statement for lists of any length.
QString listOf(const QList<qint64> &seqs);

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "guidance/knowledgearticle.h"
#include "storage/database.h"

#include <QSet>
#include <QStringList>

#include <memory>

namespace stepladder::guidance {

/// A file of a folder, as the index knows it.
struct IndexedFile
{
    qint64 id = 0;
    QString folder;
    QString name; ///< relative to the folder
    QString article; ///< its id; empty where the file could not be read
    QString title;
    QString problem; ///< why not, in one line
};

/// What files of articles are to be looked at for a query.
struct IndexLookup
{
    QStringList fingerprints = {};
    QStringList diagnostics = {};
    QStringList signatures = {};
    QString words = {}; ///< a query of FTS5
};

/// The articles of folders in an SQLite file with full text: derived data, made anew when it is damaged. Several
/// processes may use one file. Stays on its thread.
class KnowledgeIndex
{
public:
    /// Creates \p file and its folder where they are missing. Io, DiskFull, Locked.
    static domain::Result<std::unique_ptr<KnowledgeIndex>> open(const QString &file);

    /// Brings in what was added to \p folder, changed in it or taken out of it since the last time. A folder that is
    /// not there is empty. How many files were read.
    domain::Result<int> refresh(const QString &folder);
    /// Of the folders in their order, by name within each.
    domain::Result<QList<IndexedFile>> files(const QStringList &folders);
    /// ids of files in \p folders that have a mark asked for or, among the best 64, its words; also those that are
    /// found by what was said alone.
    domain::Result<QSet<qint64>> lookup(const IndexLookup &asked, const QStringList &folders);
    /// The article of a file that could be read.
    domain::Result<Article> article(const IndexedFile &file);

private:
    explicit KnowledgeIndex(std::unique_ptr<storage::Database> db)
        : m_db(std::move(db))
    {
    }
    domain::Result<void> put(const QString &folder, const QString &name, const QString &stamp);
    domain::Result<void> putMarks(qint64 file, const Article &article);
    domain::Result<void> remove(qint64 file);
    domain::Result<void> collect(const QString &sql, const QVariantList &values, QSet<qint64> &ids);

    std::unique_ptr<storage::Database> m_db;
};

} // namespace stepladder::guidance

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "storage/database.h"

#include <QList>
#include <QString>

#include <memory>

namespace stepladder::journal {

/// The full-text index of a run: derived from the journal, made anew when it is damaged. Stays on its thread.
class SearchIndex
{
public:
    /// Opens for filling; a damaged file is made anew.
    static domain::Result<std::unique_ptr<SearchIndex>> open(const QString &folder);
    /// Opens for searching alone. NotFound: nothing was indexed yet.
    static domain::Result<std::unique_ptr<SearchIndex>> openReadOnly(const QString &folder);

    domain::Result<qint64> indexedTo();
    /// Takes in up to \p limit further entries of \p journal; how many. Safe against others who do the same.
    domain::Result<int> advance(storage::Database &journal, int limit);
    /// Forgets everything: the next advance() begins at the first entry.
    domain::Result<void> reset();
    /// seqs of entries that hold all words of \p text (the last as a prefix, from three letters on), newest first,
    /// before \p before when that is above 0.
    domain::Result<QList<qint64>> search(const QString &text, int limit, qint64 before = 0);

private:
    explicit SearchIndex(std::unique_ptr<storage::Database> db)
        : m_db(std::move(db))
    {
    }
    domain::Result<void> add(const QList<std::pair<qint64, QString>> &texts);

    std::unique_ptr<storage::Database> m_db;
};

} // namespace stepladder::journal

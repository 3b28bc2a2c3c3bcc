// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <functional>
#include <memory>

namespace stepladder::storage {

/// An SQLite connection. It stays on the thread that opened it; each has a connection name of its own.
/// Errors: Io, DiskFull, Locked (busy for longer than 5 s), Corrupt, NewerVersion, Conflict (a constraint), each naming
/// the file.
class Database
{
public:
    enum class Access {
        ReadWrite,
        ReadOnly, ///< may be written by others meanwhile; leaves SQLite's -wal and -shm beside the file
        Inspect, ///< a look that leaves no trace, before anything is trusted: close it soon, and hold the writer's lock
                 ///< or look again
    };

    /// Opens or (ReadWrite) creates \p file in WAL mode with synchronous=NORMAL and foreign keys on. NotFound.
    static domain::Result<std::unique_ptr<Database>> open(const QString &file, Access access);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// PRAGMA user_version: how many migrations the file has seen.
    domain::Result<int> schemaVersion();
    /// NewerVersion when \p file knows more than \p known migrations.
    domain::Result<void> checkVersion(int known);
    /// Brings the schema to the last of \p migrations, each a script of statements, in one transaction each;
    /// PRAGMA user_version counts them. NewerVersion when the file knows more than we do: it is left untouched.
    domain::Result<void> migrate(const QList<QByteArray> &migrations);

    /// A prepared statement, ready for binding; kept and reused by its text. Call finish() when done with its rows.
    domain::Result<QSqlQuery *> prepared(const QString &sql);
    /// Runs one statement with values bound by position. Rows are read from the query, which is then to be finished.
    domain::Result<QSqlQuery *> run(const QString &sql, const QVariantList &values = {});
    /// The first column of the first row; an invalid QVariant where there is none.
    domain::Result<QVariant> value(const QString &sql, const QVariantList &values = {});

    /// Runs a query and gives each of its rows to \p row, then finishes it: an unfinished SELECT stops checkpoints.
    domain::Result<void> each(const QString &sql, const QVariantList &values,
                              const std::function<void(const QSqlQuery &)> &row);

    /// Runs \p work in a transaction (BEGIN IMMEDIATE), rolled back when it fails.
    domain::Result<void> transaction(const std::function<domain::Result<void>()> &work);
    /// synchronous=FULL until the next call: to be set outside of a transaction.
    domain::Result<void> setFullSync(bool full);

    /// What the last error of \p query means.
    domain::Error errorOf(const QSqlQuery &query) const;
    QString file() const { return m_file; }

private:
    Database(QString file, QString connection);

    QString m_file;
    QString m_connection;
    QSqlDatabase m_db;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_statements;
    bool m_fullSync = false;
};

} // namespace stepladder::storage

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/error.h"

#include <QByteArray>
#include <QList>
#include <QSqlQuery>
#include <QString>

namespace stepladder::storage {
class Database;
}

namespace stepladder::journal {

/// The files of a run's folder.
inline QString journalFile(const QString &folder)
{
    return folder + QStringLiteral("/journal.sqlite");
}
inline QString inboxFile(const QString &folder)
{
    return folder + QStringLiteral("/inbox.sqlite");
}
inline QString searchFile(const QString &folder)
{
    return folder + QStringLiteral("/search.sqlite");
}

/// The migrations in `:/stepladder/sql/<name>`, 001.sql first.
const QList<QByteArray> &migrations(const QString &name);

/// Columns of an entry in the order that entryOf() reads them.
inline const QString kEntryColumns = QStringLiteral("seq,time,step,attempt,type,payload");
/// An erased payload reads {"erased":true}.
domain::Entry entryOf(const QSqlQuery &row, const QString &run);

/// NotFound; an erased one too, saying so.
domain::Result<QByteArray> readBlob(storage::Database &db, const QString &sha256);

/// Looks at a journal before anything is opened for real, and leaves no trace: is it one, can this version read it,
/// does the end of its chain fit. The run's id. NotFound, Corrupt, NewerVersion.
domain::Result<QString> inspectJournal(const QString &folder);

} // namespace stepladder::journal

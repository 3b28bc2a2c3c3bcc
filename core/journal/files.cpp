// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/files.h"

#include "journal/chain.h"
#include "storage/database.h"
#include "storage/resources.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QMap>

#include <mutex>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

constexpr qint64 kCheckedAtOpening = 1000;

Result<QString> inspectOnce(const QString &file)
{
    const auto db = Database::open(file, Database::Access::Inspect);
    if (!db)
        return domain::fail(db.error());
    if (const auto known = (*db)->checkVersion(int(migrations(u"journal"_s).size())); !known)
        return domain::fail(known.error());
    const auto version = (*db)->schemaVersion();
    if (!version || *version == 0)
        return domain::fail(ErrorKind::Corrupt, u"%1: is no journal, or its making was cut off"_s.arg(file));
    const auto run = (*db)->value(u"SELECT value FROM meta WHERE name='run'"_s);
    if (!run)
        return domain::fail(run.error());
    if (run->isNull())
        return domain::fail(ErrorKind::Corrupt, u"%1: its making was cut off"_s.arg(file));
    if (const auto chain = verifyTail(**db, kCheckedAtOpening); !chain)
        return domain::fail(chain.error());
    if (const auto end = verifyEnd(**db); !end)
        return domain::fail(end.error());
    if (const auto records = verifyRecords(**db, kCheckedAtOpening); !records)
        return domain::fail(records.error());
    return run->toString();
}

/// What SQL cannot make sense of is damage to whoever opened the file.
domain::Error asDamage(domain::Error error)
{
    if (error.kind == ErrorKind::Io && error.message.contains(u"no such"_s))
        error.kind = ErrorKind::Corrupt;
    return error;
}

} // namespace

const QList<QByteArray> &migrations(const QString &name)
{
    static std::mutex mutex;
    static QMap<QString, QList<QByteArray>> known;
    const std::lock_guard lock(mutex);
    QList<QByteArray> &scripts = known[name];
    if (scripts.isEmpty())
        scripts = storage::Resources::migrations(name);
    return scripts;
}

domain::Entry entryOf(const QSqlQuery &row, const QString &run)
{
    domain::Entry entry{.seq = row.value(0).toLongLong(),
                        .timeMs = row.value(1).toLongLong(),
                        .run = run,
                        .step = row.value(2).toString(),
                        .attempt = row.value(3).toInt(),
                        .type = row.value(4).toString()};
    const QVariant payload = row.value(5);
    entry.data =
        payload.isNull() ? QJsonObject{{u"erased"_s, true}} : QJsonDocument::fromJson(payload.toByteArray()).object();
    return entry;
}

Result<QByteArray> readBlob(Database &db, const QString &sha256)
{
    bool found = false;
    QVariant bytes;
    const auto read = db.each(u"SELECT bytes FROM blob WHERE sha256=?"_s, {sha256}, [&](const QSqlQuery &row) {
        found = true;
        bytes = row.value(0);
    });
    if (!read)
        return domain::fail(read.error());
    if (!found)
        return domain::fail(ErrorKind::NotFound, u"%1: there is no blob %2"_s.arg(db.file(), sha256));
    if (bytes.isNull())
        return domain::fail(ErrorKind::NotFound, u"%1: blob %2 was erased"_s.arg(db.file(), sha256));
    QByteArray content = bytes.toByteArray();
    if (QString::fromLatin1(journal::sha256(content).toHex()) != sha256)
        return domain::fail(ErrorKind::Corrupt,
                            u"%1: blob %2 was changed: it does not fit its hash"_s.arg(db.file(), sha256));
    return content;
}

Result<QString> inspectJournal(const QString &folder)
{
    const QString file = journalFile(folder);
    if (!QFileInfo(file).isFile())
        return domain::fail(ErrorKind::NotFound, u"%1: there is no run"_s.arg(folder));
    auto run = inspectOnce(file);
    // A writer may have come meanwhile; with something in its WAL the second look is at the live file.
    if (!run && QFileInfo(file + u"-wal"_s).size() > 0)
        run = inspectOnce(file);
    if (!run)
        return domain::fail(asDamage(run.error()));
    return run;
}

} // namespace stepladder::journal

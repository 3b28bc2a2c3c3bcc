// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/notificationqueue.h"

#include "storage/resources.h"

#include <QDir>
#include <QFileInfo>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

NotificationQueue::NotificationQueue(std::unique_ptr<Database> db)
    : m_db(std::move(db))
{
}

Result<std::unique_ptr<NotificationQueue>> NotificationQueue::open(const QString &file)
{
    const QString folder = QFileInfo(file).absolutePath();
    if (!QDir().mkpath(folder))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(folder));
    auto db = Database::open(file, Database::Access::ReadWrite);
    if (!db)
        return domain::fail(db.error());
    if (const auto migrated = (*db)->migrate(storage::Resources::migrations(u"notifications"_s)); !migrated)
        return domain::fail(migrated.error());
    return std::unique_ptr<NotificationQueue>(new NotificationQueue(std::move(*db)));
}

Result<void> NotificationQueue::set(const QString &what, const QVariantList &values)
{
    const auto query = m_db->run(u"UPDATE notification SET "_s + what + u" WHERE id = ?"_s, values);
    if (!query)
        return domain::fail(query.error());
    (*query)->finish();
    return {};
}

Result<bool> NotificationQueue::add(const Notification &n, qint64 nowMs)
{
    const QString request = n.request.isNull() ? u""_s : n.request; // a null text would be stored as NULL
    const auto query = m_db->run(u"INSERT OR IGNORE INTO notification (webhook, subject, request, body, created, due)"
                                 " VALUES (?, ?, ?, ?, ?, ?)"_s,
                                 {n.webhook, n.subject, request, n.body, nowMs, n.dueMs});
    if (!query)
        return domain::fail(query.error());
    const bool added = (*query)->numRowsAffected() > 0;
    (*query)->finish();
    return added;
}

Result<std::optional<Notification>> NotificationQueue::claim(qint64 nowMs, qint64 claimMs)
{
    std::optional<Notification> found;
    const auto claimed = m_db->transaction([&]() -> Result<void> {
        const auto read = m_db->each(u"SELECT id, webhook, subject, request, body, due, tries FROM notification"
                                     " WHERE state = 'queued' AND due <= ? AND claimed <= ? ORDER BY due, id LIMIT 1"_s,
                                     {nowMs, nowMs}, [&](const QSqlQuery &row) {
                                         found = Notification{.id = row.value(0).toLongLong(),
                                                              .webhook = row.value(1).toString(),
                                                              .subject = row.value(2).toString(),
                                                              .request = row.value(3).toString(),
                                                              .body = row.value(4).toByteArray(),
                                                              .dueMs = row.value(5).toLongLong(),
                                                              .tries = row.value(6).toInt()};
                                     });
        return read && found ? set(u"claimed = ?"_s, {nowMs + claimMs, found->id}) : read;
    });
    if (!claimed)
        return domain::fail(claimed.error());
    return found;
}

Result<std::optional<qint64>> NotificationQueue::nextDue()
{
    const auto value = m_db->value(u"SELECT min(max(due, claimed)) FROM notification WHERE state = 'queued'"_s);
    if (!value)
        return domain::fail(value.error());
    return value->isNull() ? std::nullopt : std::optional(value->toLongLong());
}

Result<void> NotificationQueue::sent(qint64 id)
{
    return set(u"state = 'sent', tries = tries + 1, error = ''"_s, {id});
}

Result<void> NotificationQueue::dropped(qint64 id)
{
    return set(u"state = 'dropped'"_s, {id});
}

Result<void> NotificationQueue::later(qint64 id, qint64 dueMs, const QString &error)
{
    return set(u"due = ?, claimed = 0, tries = tries + 1, error = ?"_s, {dueMs, error, id});
}

Result<void> NotificationQueue::failed(qint64 id, const QString &error)
{
    return set(u"state = 'failed', tries = tries + 1, error = ?"_s, {error, id});
}

Result<NotificationQueue::Counts> NotificationQueue::counts()
{
    Counts counts;
    const auto read =
        m_db->each(u"SELECT state, count(*) FROM notification GROUP BY state"_s, {}, [&](const QSqlQuery &row) {
            const QString state = row.value(0).toString();
            if (state == u"queued")
                counts.queued = row.value(1).toInt();
            else if (state == u"failed")
                counts.failed = row.value(1).toInt();
        });
    if (!read)
        return domain::fail(read.error());
    const auto last = m_db->value(u"SELECT error FROM notification WHERE error <> '' ORDER BY id DESC LIMIT 1"_s);
    if (!last)
        return domain::fail(last.error());
    counts.lastError = last->toString();
    return counts;
}

} // namespace stepladder::guidance

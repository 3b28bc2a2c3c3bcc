// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace stepladder::guidance {

/// Something to be told at a webhook.
struct Notification
{
    qint64 id = 0; ///< the queue's
    QString webhook;
    QString subject; ///< what it is about: told once at each webhook
    QString request = {}; ///< told only while this one is open; empty: always
    QByteArray body = {};
    qint64 dueMs = 0; ///< UTC; not before
    int tries = 0; ///< so far
};

/// What is to be told to people elsewhere, kept until it has been: a file that all processes of this user share. One
/// thread each. Errors as Database has them.
class NotificationQueue
{
public:
    static domain::Result<std::unique_ptr<NotificationQueue>> open(const QString &file);

    /// False: it is there already, told or not.
    domain::Result<bool> add(const Notification &notification, qint64 nowMs);
    /// The next one that is due and that nobody else tries, for \p claimMs ours alone; nullopt: none.
    domain::Result<std::optional<Notification>> claim(qint64 nowMs, qint64 claimMs);
    /// When the next one is due (UTC); nullopt: nothing waits.
    domain::Result<std::optional<qint64>> nextDue();

    domain::Result<void> sent(qint64 id);
    /// Nobody needs it any more.
    domain::Result<void> dropped(qint64 id);
    /// To be tried again at \p dueMs.
    domain::Result<void> later(qint64 id, qint64 dueMs, const QString &error);
    /// Given up; kept with its error for who asks.
    domain::Result<void> failed(qint64 id, const QString &error);

    struct Counts
    {
        int queued = 0;
        int failed = 0;
        QString lastError = {};
    };
    domain::Result<Counts> counts();

private:
    explicit NotificationQueue(std::unique_ptr<storage::Database> db);
    domain::Result<void> set(const QString &what, const QVariantList &values);

    std::unique_ptr<storage::Database> m_db;
};

} // namespace stepladder::guidance

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "storage/database.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

namespace stepladder::journal {

/// Null texts would be stored as NULL.
inline QString notNull(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

inline QByteArray notNull(const QByteArray &bytes)
{
    return bytes.isNull() ? QByteArray("") : bytes;
}

inline QByteArray toBytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}
inline QJsonObject toObject(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

inline domain::Result<void> execute(storage::Database &db, const QString &sql, const QVariantList &values)
{
    const auto done = db.run(sql, values);
    return done ? domain::Result<void>() : domain::fail(done.error());
}

} // namespace stepladder::journal

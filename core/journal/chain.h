// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

namespace stepladder::storage {
class Database;
}

namespace stepladder::journal {

/// What the hash of an entry is made of, besides that of the entry before it.
struct Link
{
    qint64 seq = 0;
    qint64 timeMs = 0;
    QString step;
    int attempt = 0;
    QString type;
    QString key; ///< null: none
    QByteArray payloadHash;
};

QByteArray sha256(const QByteArray &bytes);
/// The hash that the first entry follows.
QByteArray chainStart();
/// sha256(previous ‖ seq ‖ time ‖ step ‖ attempt ‖ type ‖ key ‖ payload hash), numbers as 8 bytes big-endian, texts as
/// UTF-8 after their length, the key after a byte that tells whether there is one.
QByteArray chainHash(const QByteArray &previous, const Link &link);

/// Checks the entries with seq > \p after (0: all), pages by page; how many. Corrupt names the first that does not fit.
domain::Result<qint64> verifyChain(storage::Database &db, qint64 after);
/// As verifyChain() for the last \p count entries.
domain::Result<qint64> verifyTail(storage::Database &db, qint64 count);
/// Checks that no entry is missing behind the last one: what is written together with entries tells of no later one.
domain::Result<void> verifyEnd(storage::Database &db);
/// Checks that each effect that was done among the last \p count entries has its record, as its hash says.
domain::Result<void> verifyRecords(storage::Database &db, qint64 count);
/// Checks that all blobs and records are what their hashes say.
domain::Result<void> verifyContents(storage::Database &db);
/// Whether \p record is the one that an effect.done with \p payload tells of; nothing is known of an erased payload.
bool isRecordOf(const QByteArray &record, const QVariant &payload);
/// The error for a record that is not.
domain::Error changedRecord(const QString &file, const QString &key);

} // namespace stepladder::journal

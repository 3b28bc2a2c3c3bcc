// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/chain.h"

#include "journal/places.h"
#include "storage/database.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

void put(QByteArray &buffer, qint64 number)
{
    const qint64 big = qToBigEndian(number);
    buffer.append(reinterpret_cast<const char *>(&big), sizeof big);
}

void put(QByteArray &buffer, const QByteArray &bytes)
{
    put(buffer, qint64(bytes.size()));
    buffer.append(bytes);
}

/// Walks over the rows of one page; what does not fit is told once.
struct Walk
{
    QString file;
    QByteArray previous;
    qint64 seq = 0;
    qint64 count = 0;
    std::optional<domain::Error> error;

    void fault(const QString &what)
    {
        if (!error)
            error = {ErrorKind::Corrupt, u"%1: entry %2 %3"_s.arg(file).arg(seq).arg(what)};
    }

    void row(const QSqlQuery &query)
    {
        if (error)
            return;
        const Link link{query.value(0).toLongLong(), query.value(1).toLongLong(), query.value(2).toString(),
                        query.value(3).toInt(),      query.value(4).toString(),   query.value(5).toString(),
                        query.value(7).toByteArray()};
        ++seq;
        if (link.seq != seq)
            return fault(u"is missing"_s);
        const QVariant payload = query.value(6);
        if (!payload.isNull() && sha256(payload.toByteArray()) != link.payloadHash)
            return fault(u"was changed: its data does not fit its hash"_s);
        previous = chainHash(previous, link);
        if (previous != query.value(8).toByteArray())
            return fault(u"does not fit the chain: it or one before it was changed"_s);
        ++count;
    }
};

} // namespace

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

QByteArray chainStart()
{
    static const QByteArray start = sha256("stepladder journal 1");
    return start;
}

QByteArray chainHash(const QByteArray &previous, const Link &link)
{
    QByteArray buffer;
    buffer.reserve(256);
    put(buffer, previous);
    put(buffer, link.seq);
    put(buffer, link.timeMs);
    put(buffer, link.step.toUtf8());
    put(buffer, qint64(link.attempt));
    put(buffer, link.type.toUtf8());
    put(buffer, qint64(link.key.isNull() ? 0 : 1));
    put(buffer, link.key.toUtf8());
    put(buffer, link.payloadHash);
    return sha256(buffer);
}

Result<qint64> verifyChain(Database &db, qint64 after)
{
    Walk walk{db.file(), chainStart(), after, 0, {}};
    if (after > 0) {
        const auto before = db.value(u"SELECT hash FROM entry WHERE seq=?"_s, {after});
        if (!before)
            return domain::fail(before.error());
        if (before->isNull())
            return domain::fail(ErrorKind::Corrupt, u"%1: entry %2 is missing"_s.arg(db.file()).arg(after));
        walk.previous = before->toByteArray();
    }
    constexpr int kPage = 2000;
    for (qint64 last = -1; walk.seq != last && !walk.error;) {
        last = walk.seq;
        const auto page = db.each(u"SELECT seq,time,step,attempt,type,key,payload,payload_hash,hash FROM entry "
                                  "WHERE seq>? ORDER BY seq LIMIT ?"_s,
                                  {walk.seq, kPage}, [&](const QSqlQuery &query) { walk.row(query); });
        if (!page)
            return domain::fail(page.error());
    }
    if (walk.error)
        return domain::fail(*walk.error);
    return walk.count;
}

Result<qint64> verifyTail(Database &db, qint64 count)
{
    const auto last = db.value(u"SELECT max(seq) FROM entry"_s);
    if (!last)
        return domain::fail(last.error());
    return verifyChain(db, std::max<qint64>(0, last->toLongLong() - count));
}

Result<void> verifyEnd(Database &db)
{
    // One statement: a writer may go on meanwhile, and all of it is one moment.
    QVariant last;
    qint64 told = 0;
    const auto read = db.each(u"SELECT (SELECT coalesce(max(seq),0) FROM entry),"
                              "(SELECT max((SELECT place&? FROM projection WHERE place BETWEEN id<<? AND (id<<?)+? "
                              "ORDER BY place DESC LIMIT 1)) FROM subject),"
                              "(SELECT done_seq FROM effect ORDER BY id DESC LIMIT 1),(SELECT max(seq) FROM intent),"
                              "(SELECT max(seq) FROM consumption)"_s,
                              {kMaxSeq, kSeqBits, kSeqBits, kMaxSeq}, [&](const QSqlQuery &row) {
                                  last = row.value(0);
                                  for (int column = 1; column < 5; ++column)
                                      told = std::max(told, row.value(column).toLongLong());
                              });
    if (!read || last.toLongLong() >= told)
        return read;
    return domain::fail(ErrorKind::Corrupt,
                        u"%1: entry %2 is missing"_s.arg(db.file(), QString::number(last.toLongLong() + 1)));
}

bool isRecordOf(const QByteArray &record, const QVariant &payload)
{
    if (payload.isNull())
        return true;
    const auto done = QJsonDocument::fromJson(payload.toByteArray()).object();
    return done["record"_L1].toString() == QString::fromLatin1(sha256(record).toHex());
}

domain::Error changedRecord(const QString &file, const QString &key)
{
    return {ErrorKind::Corrupt, u"%1: the record of %2 was changed: it does not fit its hash"_s.arg(file, key)};
}

Result<void> verifyRecords(Database &db, qint64 count)
{
    QString missing;
    // Only what once() wrote names its record.
    const auto done =
        db.each(u"SELECT done_key FROM (SELECT json_extract(CAST(payload AS TEXT),'$.key') AS done_key,"
                "json_extract(CAST(payload AS TEXT),'$.record') AS hash FROM entry "
                "WHERE seq>(SELECT max(seq) FROM entry)-? AND type='effect.done' AND payload IS NOT NULL)"
                " WHERE hash IS NOT NULL AND NOT EXISTS (SELECT 1 FROM effect WHERE effect.key=done_key)"_s,
                {count}, [&](const QSqlQuery &row) { missing = row.value(0).toString(); });
    if (!done)
        return done;
    if (!missing.isNull())
        return domain::fail(ErrorKind::Corrupt, u"%1: the record of %2 is missing"_s.arg(db.file(), missing));
    QString changed;
    // As many effects at most were done in so many entries, and their ids are in the order in which they were.
    const auto records =
        db.each(u"SELECT effect.key,record,payload FROM effect JOIN entry ON seq=done_seq "
                "WHERE id>(SELECT max(id) FROM effect)-? AND done_seq>(SELECT max(seq) FROM entry)-? AND erased=0"_s,
                {count, count}, [&](const QSqlQuery &row) {
                    if (changed.isNull() && !isRecordOf(row.value(1).toByteArray(), row.value(2)))
                        changed = row.value(0).toString();
                });
    if (!records || changed.isNull())
        return records;
    return domain::fail(changedRecord(db.file(), changed));
}

Result<void> verifyContents(Database &db)
{
    QString changed;
    const auto blobs =
        db.each(u"SELECT sha256,bytes FROM blob WHERE bytes IS NOT NULL"_s, {}, [&](const QSqlQuery &query) {
            const QString name = query.value(0).toString();
            if (changed.isEmpty() && QString::fromLatin1(sha256(query.value(1).toByteArray()).toHex()) != name)
                changed = name;
        });
    if (!blobs)
        return blobs;
    if (!changed.isEmpty())
        return domain::fail(ErrorKind::Corrupt,
                            u"%1: blob %2 was changed: it does not fit its hash"_s.arg(db.file(), changed));
    return verifyRecords(db, kMaxSeq);
}

} // namespace stepladder::journal

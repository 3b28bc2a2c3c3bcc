// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/searchindex.h"

#include "journal/files.h"

#include <limits>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

/// What people search for: the texts of an entry, not the names of its fields.
void collectTexts(const QJsonValue &value, QString *text)
{
    if (value.isString()) {
        *text += value.toString() + u'\n';
    } else if (value.isArray()) {
        for (const QJsonValue &item : value.toArray())
            collectTexts(item, text);
    } else if (value.isObject()) {
        for (const QJsonValue &item : value.toObject())
            collectTexts(item, text);
    }
}

/// Fewer letters begin so many words that what they find helps nobody and takes long.
constexpr int kShortestPrefix = 3;

/// Each word quoted, so that nothing a person types is syntax; the last may go on.
QString queryOf(const QString &text)
{
    QStringList words;
    for (QString word : text.split(u' ', Qt::SkipEmptyParts)) {
        word.replace(u'"', u"\"\""_s);
        words.append(u'"' + word + u'"');
    }
    if (words.isEmpty())
        return {};
    const bool mayGoOn = words.last().size() >= kShortestPrefix + 2; // in quotes
    return words.join(u' ') + (mayGoOn ? u"*"_s : QString());
}

Result<std::unique_ptr<Database>> openFile(const QString &file)
{
    auto db = Database::open(file, Database::Access::ReadWrite);
    if (!db)
        return db;
    if (const auto migrated = (*db)->migrate(migrations(u"search"_s)); !migrated)
        return domain::fail(migrated.error());
    // Derived data: what a power cut takes is indexed again.
    if (const auto set = (*db)->value(u"PRAGMA synchronous=OFF"_s); !set)
        return domain::fail(set.error());
    return db;
}

} // namespace

Result<std::unique_ptr<SearchIndex>> SearchIndex::open(const QString &folder)
{
    const QString file = searchFile(folder);
    auto db = openFile(file);
    if (!db && db.error().kind == ErrorKind::Corrupt) {
        for (const QString &part : {file, file + u"-wal"_s, file + u"-shm"_s})
            QFile::remove(part);
        db = openFile(file);
    }
    if (!db)
        return domain::fail(db.error());
    return std::unique_ptr<SearchIndex>(new SearchIndex(std::move(*db)));
}

Result<std::unique_ptr<SearchIndex>> SearchIndex::openReadOnly(const QString &folder)
{
    auto db = Database::open(searchFile(folder), Database::Access::ReadOnly);
    if (!db)
        return domain::fail(db.error());
    if ((*db)->schemaVersion().value_or(0) == 0)
        return domain::fail(ErrorKind::NotFound, u"%1: is still empty"_s.arg(searchFile(folder)));
    return std::unique_ptr<SearchIndex>(new SearchIndex(std::move(*db)));
}

Result<qint64> SearchIndex::indexedTo()
{
    return m_db->value(u"SELECT seq FROM progress"_s).map([](const QVariant &seq) { return seq.toLongLong(); });
}

Result<int> SearchIndex::advance(Database &journal, int limit)
{
    int added = 0;
    const auto done = m_db->transaction([&]() -> Result<void> {
        const auto from = indexedTo();
        if (!from)
            return domain::fail(from.error());
        QList<std::pair<qint64, QString>> texts;
        const auto read = journal.each(u"SELECT "_s + kEntryColumns + u" FROM entry WHERE seq>? ORDER BY seq LIMIT ?"_s,
                                       {*from, limit}, [&texts](const QSqlQuery &row) {
                                           const domain::Entry entry = entryOf(row, {});
                                           QString text = entry.type + u'\n' + entry.step + u'\n';
                                           collectTexts(entry.data, &text);
                                           texts.append({entry.seq, text});
                                       });
        if (!read || texts.isEmpty())
            return read;
        added = int(texts.size());
        return add(texts);
    });
    return done.map([added] { return added; });
}

Result<void> SearchIndex::add(const QList<std::pair<qint64, QString>> &texts)
{
    for (const auto &[seq, text] : texts) {
        if (const auto put = m_db->run(u"INSERT INTO words (rowid,body) VALUES (?,?)"_s, {seq, text}); !put)
            return domain::fail(put.error());
    }
    const auto moved = m_db->run(u"UPDATE progress SET seq=?"_s, {texts.last().first});
    return moved ? Result<void>() : domain::fail(moved.error());
}

/// The words go for good: neither free pages nor the WAL keep them.
Result<void> SearchIndex::reset()
{
    if (const auto set = m_db->value(u"PRAGMA secure_delete=ON"_s); !set)
        return domain::fail(set.error());
    const auto emptied = m_db->transaction([this]() -> Result<void> {
        if (const auto deleted = m_db->run(u"INSERT INTO words (words) VALUES ('delete-all')"_s); !deleted)
            return domain::fail(deleted.error());
        const auto back = m_db->run(u"UPDATE progress SET seq=0"_s);
        return back ? Result<void>() : domain::fail(back.error());
    });
    if (!emptied)
        return emptied;
    const auto cut = m_db->value(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    return cut ? Result<void>() : domain::fail(cut.error());
}

Result<QList<qint64>> SearchIndex::search(const QString &text, int limit, qint64 before)
{
    QList<qint64> seqs;
    const QString query = queryOf(text);
    if (query.isEmpty())
        return seqs;
    const auto read =
        m_db->each(u"SELECT rowid FROM words WHERE words MATCH ? AND rowid<? ORDER BY rowid DESC LIMIT ?"_s,
                   {query, before > 0 ? before : std::numeric_limits<qint64>::max(), limit},
                   [&seqs](const QSqlQuery &row) { seqs.append(row.value(0).toLongLong()); });
    if (!read)
        return domain::fail(read.error());
    return seqs;
}

} // namespace stepladder::journal

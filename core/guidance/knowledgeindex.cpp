// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/knowledgeindex.h"

#include "storage/resources.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QMap>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

/// Whoever changes what readArticle takes counts on: files are read again.
constexpr auto kReader = "1";
constexpr int kMostFiles = 20'000;

Result<std::unique_ptr<Database>> openFile(const QString &file)
{
    auto db = Database::open(file, Database::Access::ReadWrite);
    if (!db)
        return db;
    if (const auto migrated = (*db)->migrate(storage::Resources::migrations(u"knowledge"_s)); !migrated)
        return domain::fail(migrated.error());
    // Derived data: what a power cut takes is read again.
    if (const auto set = (*db)->value(u"PRAGMA synchronous=OFF"_s); !set)
        return domain::fail(set.error());
    return db;
}

/// Says whether a file is still the one that was read. What is built in bears no times worth trusting.
QString stampOf(const QString &path)
{
    const QString reader = QString::fromLatin1(kReader);
    if (path.startsWith(u':')) {
        QFile file(path);
        const QByteArray content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        return reader + u':'
            + QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    }
    const QFileInfo info(path);
    return u"%1:%2:%3:%4"_s.arg(reader)
        .arg(info.size())
        .arg(info.lastModified().toMSecsSinceEpoch())
        .arg(info.metadataChangeTime().toMSecsSinceEpoch());
}

/// Name and stamp of each article of \p folder; a README is about the folder, and drafts wait for somebody's word.
QMap<QString, QString> stampsIn(const QString &folder)
{
    QMap<QString, QString> stamps;
    QDirIterator it(folder, {u"*.md"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext() && stamps.size() < kMostFiles) {
        const QString path = it.next();
        const QString name = path.mid(folder.size() + 1);
        if (it.fileName().compare(u"README.md", Qt::CaseInsensitive) != 0 && !name.startsWith(u"drafts/"))
            stamps.insert(name, stampOf(path));
    }
    return stamps;
}

QString placeholders(qsizetype count)
{
    return QStringList(count, u"?"_s).join(u',');
}

QVariantList variants(const QStringList &texts)
{
    QVariantList list;
    for (const QString &text : texts)
        list.append(text);
    return list;
}

} // namespace

Result<std::unique_ptr<KnowledgeIndex>> KnowledgeIndex::open(const QString &file)
{
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(QFileInfo(file).absolutePath()));
    auto db = openFile(file);
    if (!db && (db.error().kind == ErrorKind::Corrupt || db.error().kind == ErrorKind::NewerVersion)) {
        for (const QString &part : {file, file + u"-wal"_s, file + u"-shm"_s})
            QFile::remove(part);
        db = openFile(file);
    }
    if (!db)
        return domain::fail(db.error());
    return std::unique_ptr<KnowledgeIndex>(new KnowledgeIndex(std::move(*db)));
}

Result<int> KnowledgeIndex::refresh(const QString &folder)
{
    const QMap<QString, QString> now = stampsIn(folder);
    QMap<QString, QString> changed = now;
    QList<qint64> gone;
    const auto compare = [&](const QSqlQuery &row) {
        const QString name = row.value(1).toString();
        const auto it = now.constFind(name);
        if (it == now.constEnd() || *it != row.value(2).toString())
            gone.append(row.value(0).toLongLong());
        else
            changed.remove(name);
    };
    const QString known = u"SELECT id,name,stamp FROM files WHERE folder=?"_s;
    if (const auto read = m_db->each(known, {folder}, compare); !read)
        return domain::fail(read.error());
    if (gone.isEmpty() && changed.isEmpty())
        return 0;
    const auto done = m_db->transaction([&]() -> Result<void> {
        // Somebody else may have been here meanwhile: what counts is what stands there now.
        gone.clear();
        changed = now;
        if (const auto read = m_db->each(known, {folder}, compare); !read)
            return read;
        for (const qint64 file : std::as_const(gone)) {
            if (const auto removed = remove(file); !removed)
                return removed;
        }
        for (auto it = changed.constBegin(); it != changed.constEnd(); ++it) {
            if (const auto stored = put(folder, it.key(), it.value()); !stored)
                return stored;
        }
        return {};
    });
    return done.map([&] { return int(changed.size()); });
}

Result<void> KnowledgeIndex::put(const QString &folder, const QString &name, const QString &stamp)
{
    const QString path = folder + u'/' + name;
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadOnly);
    const QByteArray content = opened ? file.readAll() : QByteArray();
    const auto article = opened
        ? readArticle(content, path)
        : Result<Article>(domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(path, file.errorString())));
    const auto stored =
        m_db->run(u"INSERT INTO files (folder,name,stamp,article,title,problem,content) VALUES (?,?,?,?,?,?,?)"_s,
                  {folder, name, stamp, article ? article->id : u""_s, article ? article->title : u""_s,
                   article ? u""_s : article.error().message, article ? content : QByteArray("")});
    if (!stored)
        return domain::fail(stored.error());
    if (!article)
        return {};
    const qint64 id = (*stored)->lastInsertId().toLongLong();
    const auto indexed = m_db->run(u"INSERT INTO words (rowid,title,guidance,pattern) VALUES (?,?,?,?)"_s,
                                   {id, article->title, article->guidance, article->pattern});
    return indexed ? putMarks(id, *article) : domain::fail(indexed.error());
}

Result<void> KnowledgeIndex::putMarks(qint64 file, const Article &article)
{
    const auto add = [&](const QString &kind, const QStringList &values) -> Result<void> {
        for (const QString &value : values) {
            const auto stored = m_db->run(u"INSERT OR IGNORE INTO marks (kind,value,file) VALUES (?,?,?)"_s,
                                          {kind, value.toLower(), file});
            if (!stored)
                return domain::fail(stored.error());
        }
        return {};
    };
    // One with fingerprints is found by nothing else.
    if (!article.fingerprints.isEmpty())
        return add(u"fingerprint"_s, article.fingerprints);
    const bool saidAlone = article.diagnostics.isEmpty() && !article.messages.isEmpty();
    return add(u"diagnostic"_s, article.diagnostics)
        .and_then([&] { return add(u"signature"_s, article.signatures); })
        .and_then([&] { return add(u"message"_s, saidAlone ? QStringList{u""_s} : QStringList()); });
}

Result<void> KnowledgeIndex::remove(qint64 file)
{
    for (const QString &sql : {u"DELETE FROM words WHERE rowid=?"_s, u"DELETE FROM files WHERE id=?"_s}) {
        if (const auto done = m_db->run(sql, {file}); !done)
            return domain::fail(done.error());
    }
    return {};
}

Result<QList<IndexedFile>> KnowledgeIndex::files(const QStringList &folders)
{
    QList<IndexedFile> files;
    for (const QString &folder : folders) {
        const auto read = m_db->each(u"SELECT id,name,article,title,problem FROM files WHERE folder=? ORDER BY name"_s,
                                     {folder}, [&](const QSqlQuery &row) {
                                         files.append({.id = row.value(0).toLongLong(),
                                                       .folder = folder,
                                                       .name = row.value(1).toString(),
                                                       .article = row.value(2).toString(),
                                                       .title = row.value(3).toString(),
                                                       .problem = row.value(4).toString()});
                                     });
        if (!read)
            return domain::fail(read.error());
    }
    return files;
}

Result<void> KnowledgeIndex::collect(const QString &sql, const QVariantList &values, QSet<qint64> &ids)
{
    return m_db->each(sql, values, [&ids](const QSqlQuery &row) { ids.insert(row.value(0).toLongLong()); });
}

Result<QSet<qint64>> KnowledgeIndex::lookup(const IndexLookup &asked, const QStringList &folders)
{
    QSet<qint64> ids;
    const auto byMark = [&](const QString &kind, const QStringList &values) -> Result<void> {
        if (values.isEmpty())
            return {};
        QStringList lower;
        for (const QString &value : values)
            lower.append(value.toLower());
        const QString sql = u"SELECT file FROM marks WHERE kind=? AND value IN (%1)"_s.arg(placeholders(lower.size()));
        return collect(sql, QVariantList{kind} + variants(lower), ids);
    };
    const auto byWords = [&]() -> Result<void> {
        if (asked.words.isEmpty() || folders.isEmpty())
            return {};
        const QString sql = u"SELECT words.rowid FROM words JOIN files ON files.id=words.rowid WHERE words MATCH ? AND "
                            "folder IN (%1) ORDER BY bm25(words,8,1,1) LIMIT 64"_s.arg(placeholders(folders.size()));
        return collect(sql, QVariantList{asked.words} + variants(folders), ids);
    };
    return byMark(u"fingerprint"_s, asked.fingerprints)
        .and_then([&] { return byMark(u"diagnostic"_s, asked.diagnostics); })
        .and_then([&] { return byMark(u"signature"_s, asked.signatures); })
        .and_then([&] { return byMark(u"message"_s, {u""_s}); })
        .and_then(byWords)
        .map([&] { return ids; });
}

Result<Article> KnowledgeIndex::article(const IndexedFile &file)
{
    const auto content = m_db->value(u"SELECT content FROM files WHERE id=?"_s, {file.id});
    if (!content)
        return domain::fail(content.error());
    if (content->isNull())
        return domain::fail(ErrorKind::NotFound, u"%1/%2: is gone"_s.arg(file.folder, file.name));
    return readArticle(content->toByteArray(), file.folder + u'/' + file.name);
}

} // namespace stepladder::guidance

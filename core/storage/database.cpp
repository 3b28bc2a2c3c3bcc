// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include <QDeadlineTimer>
#include <QFileInfo>
#include <QHash>
#include <QSqlError>
#include <QStorageInfo>
#include <QThread>
#include <QUrl>
#include <QUuid>

#include <algorithm>
#include <mutex>

#include <sys/resource.h>

namespace stepladder::storage {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr int kBusyMs = 5000; ///< how long a connection waits for others
constexpr int kOpenPauseMs = 10;

/// What is no SQLite file is told apart before SQLite sees it: it takes the WAL beside an emptied file for a leftover
/// and deletes it, and with it the only copy of what was written last.
bool looksLikeADatabase(const QString &name)
{
    QFile file(name);
    if (file.size() == 0)
        return QFileInfo(name + u"-wal"_s).size() == 0;
    constexpr qint64 kHeader = 100;
    return file.open(QIODevice::ReadOnly) && file.read(kHeader).startsWith(QByteArray("SQLite format 3\0", 16))
        && file.size() >= kHeader;
}

/// Files that this process has connections to. Whoever closes a file gives up every lock that its process has on it
/// (fcntl), SQLite's too: another process then takes itself for the last one, and takes the WAL away under ours. So a
/// file is only looked into where no connection of ours is open.
class OpenFiles
{
public:
    /// False: what lies there is no database. Else released() has to follow.
    bool acquired(const QString &connection, const QString &file)
    {
        const std::lock_guard lock(m_mutex);
        const bool isOpen = std::find(m_files.cbegin(), m_files.cend(), file) != m_files.cend();
        if (!isOpen && QFileInfo(file).isFile() && !looksLikeADatabase(file))
            return false;
        m_files.insert(connection, file);
        return true;
    }
    void released(const QString &connection)
    {
        const std::lock_guard lock(m_mutex);
        m_files.remove(connection);
    }

private:
    std::mutex m_mutex;
    QHash<QString, QString> m_files; ///< connection → file
};

OpenFiles &openFiles()
{
    static OpenFiles files;
    return files;
}

/// One name for a file, whatever links lead to its folder.
QString oneName(const QString &file)
{
    const QFileInfo info(file);
    const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
    return folder.isEmpty() ? info.absoluteFilePath() : folder + u'/' + info.fileName();
}

/// Whether a file could not grow by a page where \p file lies.
bool noSpaceFor(const QString &file)
{
    constexpr qint64 kPage = 4096;
    const QStorageInfo storage(QFileInfo(file).absolutePath());
    if (storage.isValid() && storage.bytesAvailable() < 4 * kPage)
        return true;
    rlimit limit{};
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return false;
    const qint64 largest = std::max(QFileInfo(file).size(), QFileInfo(file + u"-wal"_s).size());
    return quint64(largest + 4 * kPage) >= limit.rlim_cur;
}

Error errorFrom(const QString &file, const QSqlError &error)
{
    // Primary result codes: https://www.sqlite.org/rescode.html; Qt hands on the extended one, its low byte is the
    // primary.
    enum { Busy = 5, LockedTable = 6, IoError = 10, Corrupt = 11, Full = 13, Constraint = 19, NotADatabase = 26 };
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const QString text = u"%1: %2"_s.arg(file, error.databaseText().isEmpty() ? error.text() : error.databaseText());
    switch (code) {
    case Busy:
    case LockedTable:
        return {ErrorKind::Locked, text};
    case Corrupt:
    case NotADatabase:
        return {ErrorKind::Corrupt, text};
    case Full:
        return {ErrorKind::DiskFull, text};
    case Constraint:
        return {ErrorKind::Conflict, text};
    case IoError:
        // A file-size limit and some file systems tell a full disk only by what is left.
        return {noSpaceFor(file) ? ErrorKind::DiskFull : ErrorKind::Io, text};
    default:
        return {ErrorKind::Io, text};
    }
}

/// Splits a script at semicolons that end a line; our own scripts hold no others inside of literals or triggers.
QStringList statementsOf(const QByteArray &script)
{
    QStringList statements;
    QString current;
    int depth = 0;
    for (const QString &line : QString::fromUtf8(script).split(u'\n')) {
        const QString bare = line.trimmed();
        if (bare.isEmpty() || bare.startsWith(u"--"_s))
            continue;
        if (bare.endsWith(u"BEGIN"_s))
            ++depth;
        if (bare == u"END;"_s)
            --depth;
        current += line + u'\n';
        if (depth == 0 && bare.endsWith(u';')) {
            statements.append(current.trimmed());
            current.clear();
        }
    }
    return statements;
}

} // namespace

Database::Database(QString file, QString connection)
    : m_file(std::move(file))
    , m_connection(std::move(connection))
{
}

Database::~Database()
{
    m_statements.clear();
    m_db.close();
    m_db = {};
    QSqlDatabase::removeDatabase(m_connection);
    openFiles().released(m_connection);
}

Result<std::unique_ptr<Database>> Database::open(const QString &file, Access access)
{
    if (access != Access::ReadWrite && !QFileInfo(file).isFile())
        return domain::fail(ErrorKind::NotFound, u"%1: there is no such file"_s.arg(file));
    if (QFileInfo::exists(file) && !QFileInfo(file).isReadable())
        return domain::fail(ErrorKind::Io, u"%1: it may not be read"_s.arg(file));
    const QString connection = QUuid::createUuid().toString(QUuid::Id128);
    if (!openFiles().acquired(connection, oneName(file)))
        return domain::fail(ErrorKind::Corrupt, u"%1: file is not a database"_s.arg(file));
    // Without anything in its WAL a file is complete: read as immutable, SQLite puts no files beside it.
    if (access == Access::Inspect && QFileInfo(file + u"-wal"_s).size() > 0)
        access = Access::ReadOnly;
    std::unique_ptr<Database> db(new Database(file, connection));
    db->m_db = QSqlDatabase::addDatabase(u"QSQLITE"_s, db->m_connection);
    if (!db->m_db.isValid())
        return domain::fail(ErrorKind::MissingTool,
                            u"Qt's SQLite driver is missing: apt-get install libqt6sql6-sqlite"_s);
    QString name = QFileInfo(file).absoluteFilePath();
    if (access == Access::Inspect)
        name = QString::fromLatin1(QUrl::fromLocalFile(name).toEncoded()) + u"?immutable=1"_s;
    db->m_db.setDatabaseName(name);
    db->m_db.setConnectOptions((access == Access::ReadWrite ? u""_s : u"QSQLITE_OPEN_READONLY;"_s)
                               + u"QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1"_s.arg(kBusyMs));
    if (!db->m_db.open())
        return domain::fail(errorFrom(file, db->m_db.lastError()));
    const QStringList pragmas = access == Access::ReadWrite
        ? QStringList{u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=NORMAL"_s, u"PRAGMA foreign_keys=ON"_s}
        : QStringList{u"PRAGMA query_only=ON"_s, u"SELECT count(*) FROM sqlite_master"_s};
    // While another connection makes the file, SQLite calls it locked at once, without waiting as for all else.
    const QDeadlineTimer patience(kBusyMs);
    for (const QString &pragma : pragmas) {
        auto ran = db->value(pragma);
        while (!ran && ran.error().kind == ErrorKind::Locked && !patience.hasExpired()) {
            QThread::msleep(kOpenPauseMs);
            ran = db->value(pragma);
        }
        if (!ran)
            return domain::fail(ran.error());
    }
    return db;
}

Result<int> Database::schemaVersion()
{
    return value(u"PRAGMA user_version"_s).map([](const QVariant &version) { return version.toInt(); });
}

Result<void> Database::checkVersion(int known)
{
    const auto version = schemaVersion();
    if (!version)
        return domain::fail(version.error());
    if (*version > known) {
        return domain::fail(
            ErrorKind::NewerVersion,
            u"%1: was written by a newer version (schema %2, this one knows %3)"_s.arg(m_file).arg(*version).arg(
                known));
    }
    return {};
}

Result<void> Database::migrate(const QList<QByteArray> &migrations)
{
    if (const auto known = checkVersion(int(migrations.size())); !known)
        return known;
    for (int i = *schemaVersion(); i < migrations.size(); ++i) {
        const auto done = transaction([&]() -> Result<void> {
            // Another process may have come first: only inside of the transaction is the version ours.
            if (const auto version = schemaVersion(); !version || *version > i)
                return version ? Result<void>() : domain::fail(version.error());
            for (const QString &statement : statementsOf(migrations.at(i))) {
                QSqlQuery query(m_db);
                if (!query.exec(statement))
                    return domain::fail(errorOf(query));
            }
            QSqlQuery query(m_db);
            if (!query.exec(u"PRAGMA user_version=%1"_s.arg(i + 1)))
                return domain::fail(errorOf(query));
            return {};
        });
        if (!done)
            return done;
    }
    return {};
}

Result<QSqlQuery *> Database::prepared(const QString &sql)
{
    auto &query = m_statements[sql];
    if (!query) {
        auto fresh = std::make_shared<QSqlQuery>(m_db);
        fresh->setForwardOnly(true);
        if (!fresh->prepare(sql)) {
            const Error error = errorOf(*fresh);
            m_statements.remove(sql);
            return domain::fail(error);
        }
        query = std::move(fresh);
    }
    return query.get();
}

Result<QSqlQuery *> Database::run(const QString &sql, const QVariantList &values)
{
    auto query = prepared(sql);
    if (!query)
        return query;
    for (qsizetype i = 0; i < values.size(); ++i)
        (*query)->bindValue(int(i), values.at(i));
    if (!(*query)->exec()) {
        const Error error = errorOf(**query);
        (*query)->finish();
        return domain::fail(error);
    }
    return query;
}

Result<QVariant> Database::value(const QString &sql, const QVariantList &values)
{
    const auto query = run(sql, values);
    if (!query)
        return domain::fail(query.error());
    const QVariant value = (*query)->next() ? (*query)->value(0) : QVariant();
    const bool failed = (*query)->lastError().isValid();
    const Error error = failed ? errorOf(**query) : Error();
    (*query)->finish();
    if (failed)
        return domain::fail(error);
    return value;
}

Result<void> Database::each(const QString &sql, const QVariantList &values,
                            const std::function<void(const QSqlQuery &)> &row)
{
    const auto query = run(sql, values);
    if (!query)
        return domain::fail(query.error());
    while ((*query)->next())
        row(**query);
    // A damaged page ends the loop like the last row does.
    const bool failed = (*query)->lastError().isValid();
    const Error error = failed ? errorOf(**query) : Error();
    (*query)->finish();
    if (failed)
        return domain::fail(error);
    return {};
}

Result<void> Database::transaction(const std::function<Result<void>()> &work)
{
    QSqlQuery control(m_db);
    if (!control.exec(u"BEGIN IMMEDIATE"_s))
        return domain::fail(errorOf(control));
    if (const auto done = work(); !done) {
        control.exec(u"ROLLBACK"_s);
        return done;
    }
    if (!control.exec(u"COMMIT"_s)) {
        const Error error = errorOf(control);
        control.exec(u"ROLLBACK"_s);
        return domain::fail(error);
    }
    return {};
}

Result<void> Database::setFullSync(bool full)
{
    if (full == m_fullSync)
        return {};
    QSqlQuery control(m_db);
    if (!control.exec(full ? u"PRAGMA synchronous=FULL"_s : u"PRAGMA synchronous=NORMAL"_s))
        return domain::fail(errorOf(control));
    m_fullSync = full;
    return {};
}

Error Database::errorOf(const QSqlQuery &query) const
{
    return errorFrom(m_file, query.lastError());
}

} // namespace stepladder::storage

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

namespace stepladder::storage {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;

namespace {

Error errorFrom(const QString &file, const QSqlError &error)
{
    // Primary result codes: https://www.sqlite.org/rescode.html; Qt hands on the extended one, its low byte is the primary.
    enum { Busy = 5, LockedTable = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, NotADatabase = 26 };
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
}

Result<std::unique_ptr<Database>> Database::open(const QString &file, Access access)
{
    if (access == Access::ReadOnly && !QFileInfo::exists(file))
        return domain::fail(ErrorKind::NotFound, u"%1: there is no such file"_s.arg(file));
    std::unique_ptr<Database> db(new Database(file, QUuid::createUuid().toString(QUuid::Id128)));
    db->m_db = QSqlDatabase::addDatabase(u"QSQLITE"_s, db->m_connection);
    if (!db->m_db.isValid())
        return domain::fail(ErrorKind::MissingTool, u"Qt's SQLite driver is missing: apt-get install libqt6sql6-sqlite"_s);
    db->m_db.setDatabaseName(file);
    db->m_db.setConnectOptions(access == Access::ReadOnly ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s
                                                          : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!db->m_db.open())
        return domain::fail(errorFrom(file, db->m_db.lastError()));
    const QStringList pragmas = access == Access::ReadOnly
        ? QStringList {u"PRAGMA query_only=ON"_s, u"SELECT count(*) FROM sqlite_master"_s}
        : QStringList {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=NORMAL"_s, u"PRAGMA foreign_keys=ON"_s};
    for (const QString &pragma : pragmas) {
        if (const auto ran = db->run(pragma); !ran)
            return domain::fail(ran.error());
        else
            (*ran)->finish();
    }
    return db;
}

Result<void> Database::migrate(const QList<QByteArray> &migrations)
{
    const auto version = value(u"PRAGMA user_version"_s);
    if (!version)
        return domain::fail(version.error());
    if (version->toInt() > migrations.size()) {
        return domain::fail(ErrorKind::NewerVersion,
                            u"%1: was written by a newer version (schema %2, this one knows %3)"_s.arg(m_file)
                                .arg(version->toInt())
                                .arg(migrations.size()));
    }
    for (qsizetype i = version->toInt(); i < migrations.size(); ++i) {
        const auto done = transaction([&]() -> Result<void> {
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
    (*query)->finish();
    return value;
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

Error Database::errorOf(const QSqlQuery &query) const { return errorFrom(m_file, query.lastError()); }

} // namespace stepladder::storage

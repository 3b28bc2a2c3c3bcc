// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/memorystore.h"

#include "memory/connections.h"
#include "memory/fulltext.h"
#include "memory/recordrow.h"
#include "memory/similarity.h"
#include "storage/resources.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QSqlError>
#include <QSqlRecord>

namespace stepladder::memory {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

constexpr int kApplicationId = 1398031696; ///< as 001.sql sets it
constexpr qint64 kCheckedWhole = 64 * 1024 * 1024; ///< a larger file is not read through at every start
constexpr int kConsidered = 200; ///< records of one kind that ranking looks at

/// Reads, without writing a byte, whether \p file is a memory that this version understands.
Result<void> inspect(const QString &file, int knownVersion)
{
    const auto db = Database::open(file, Database::Access::ReadOnly);
    if (!db)
        return domain::fail(db.error());
    const auto version = (*db)->value(u"PRAGMA user_version"_s);
    const auto application = (*db)->value(u"PRAGMA application_id"_s);
    const auto tables = (*db)->value(u"SELECT count(*) FROM sqlite_master"_s);
    if (!version || !application || !tables)
        return domain::fail(!version ? version.error() : !application ? application.error() : tables.error());
    const bool fresh = tables->toInt() == 0 && version->toInt() == 0;
    if (!fresh && application->toInt() != kApplicationId)
        return domain::fail(ErrorKind::Corrupt,
                            u"%1: is a database, but no memory of Stepladder; it was left untouched"_s.arg(file));
    if (version->toInt() > knownVersion) {
        return domain::fail(
            ErrorKind::NewerVersion,
            u"%1: was written by a newer version (schema %2, this one knows %3); it was left untouched"_s.arg(file)
                .arg(version->toInt())
                .arg(knownVersion));
    }
    if (QFileInfo(file).size() > kCheckedWhole)
        return {};
    const auto sound = (*db)->value(u"PRAGMA quick_check(1)"_s);
    if (!sound)
        return domain::fail(sound.error());
    if (sound->toString() != u"ok")
        return domain::fail(ErrorKind::Corrupt, u"%1: %2"_s.arg(file, sound->toString().simplified()));
    return {};
}

/// Runs \p sql and reads every row.
template<typename Row>
Result<void> eachRow(Database &db, const QString &sql, const QVariantList &values, const Row &row)
{
    const auto query = db.run(sql, values);
    if (!query)
        return domain::fail(query.error());
    while ((*query)->next())
        row(**query);
    const bool whole = !(*query)->lastError().isValid();
    const auto error = db.errorOf(**query);
    (*query)->finish();
    return whole ? Result<void>() : Result<void>(domain::fail(error));
}

class SqliteMemory final : public MemoryStore
{
public:
    explicit SqliteMemory(const QString &file)
        : m_connections(std::make_shared<Connections>(file))
    {
    }

    Result<void> prepare(const QList<QByteArray> &migrations)
    {
        return onMine<void>([&](Database &db) { return db.migrate(migrations); });
    }

    Result<qint64> store(const StepRecord &record, int epoch) override
    {
        return onMine<qint64>([&](Database &db) -> Result<qint64> {
            qint64 id = 0;
            const auto done = db.transaction([&] {
                return eachRow(db, upsertRecordSql(), upsertRecordValues(record, epoch),
                               [&](const QSqlQuery &row) { id = row.value(0).toLongLong(); });
            });
            return done ? Result<qint64>(id) : domain::fail(done.error());
        });
    }

    Result<QList<StepRecord>> similarFailures(const SimilarQuery &query) override
    {
        return similar(query, u"r.failed = 1"_s);
    }

    Result<QList<StepRecord>> similarSuccesses(const SimilarQuery &query) override
    {
        return similar(query, u"r.eventually_succeeded = 1 AND r.code <> ''"_s);
    }

    Result<QList<StepRecord>> search(const QString &text, int limit) override
    {
        return onMine<QList<StepRecord>>([&](Database &db) -> Result<QList<StepRecord>> {
            QList<StepRecord> found;
            for (const Matching matching : {Matching::All, Matching::Any}) {
                const QString query = fullTextQuery(text, matching);
                if (query.isEmpty() || limit <= 0 || !found.isEmpty())
                    break;
                const auto read = eachRow(db, fullTextSql(u"1"_s), {query, limit},
                                          [&](const QSqlQuery &row) { found.append(recordFrom(row)); });
                if (!read)
                    return domain::fail(read.error());
            }
            return found;
        });
    }

    Result<MemoryStats> stats() override
    {
        return onMine<MemoryStats>([](Database &db) -> Result<MemoryStats> {
            MemoryStats stats;
            const auto read =
                eachRow(db,
                        u"SELECT coalesce(sum(failed), 0), coalesce(sum(failed * eventually_succeeded), 0), "
                        "coalesce(sum(1 - failed), 0), (SELECT count(*) FROM todos WHERE done = 0) FROM records"_s,
                        {}, [&](const QSqlQuery &row) {
                            stats = {.failures = row.value(0).toInt(),
                                     .recovered = row.value(1).toInt(),
                                     .successes = row.value(2).toInt(),
                                     .openTodos = row.value(3).toInt()};
                        });
            return read ? Result<MemoryStats>(stats) : domain::fail(read.error());
        });
    }

    Result<qint64> addTodo(const Todo &todo) override
    {
        // A step that is stubbed again after its to-do was done needs a person again; the same call twice does not.
        static const QString sql =
            u"INSERT INTO todos (run, step, workspace, file, title, reason, report, done, time_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, step) DO UPDATE SET "
            "workspace = excluded.workspace, file = excluded.file, title = excluded.title, "
            "reason = excluded.reason, report = excluded.report, "
            "done = CASE WHEN excluded.time_ms > todos.time_ms THEN excluded.done ELSE todos.done END, "
            "time_ms = max(excluded.time_ms, todos.time_ms) RETURNING id"_s;
        return onMine<qint64>([&](Database &db) -> Result<qint64> {
            qint64 id = 0;
            const auto present = [](const QString &text) { return text.isNull() ? u""_s : text; };
            const auto done = db.transaction([&] {
                return eachRow(db, sql,
                               {present(todo.run), present(todo.step), present(todo.workspace), present(todo.file),
                                present(todo.title), present(todo.reason), present(todo.report), int(todo.done),
                                todo.timeMs},
                               [&](const QSqlQuery &row) { id = row.value(0).toLongLong(); });
            });
            return done ? Result<qint64>(id) : domain::fail(done.error());
        });
    }

    Result<QList<Todo>> todos(bool openOnly) override
    {
        return onMine<QList<Todo>>([&](Database &db) -> Result<QList<Todo>> {
            QList<Todo> found;
            const auto read =
                eachRow(db, u"SELECT %1 FROM todos WHERE done <= ? ORDER BY time_ms, id"_s.arg(todoColumns()),
                        {openOnly ? 0 : 1}, [&](const QSqlQuery &row) { found.append(todoFrom(row)); });
            return read ? Result<QList<Todo>>(found) : domain::fail(read.error());
        });
    }

    Result<void> finishTodo(qint64 id) override
    {
        return onMine<void>([&](Database &db) -> Result<void> {
            return db.transaction([&]() -> Result<void> {
                const auto query = db.run(u"UPDATE todos SET done = 1 WHERE id = ?"_s, {id});
                if (!query)
                    return domain::fail(query.error());
                const int changed = (*query)->numRowsAffected();
                (*query)->finish();
                return changed == 1 ? Result<void>()
                                    : domain::fail(ErrorKind::NotFound, u"there is no to-do %1"_s.arg(id));
            });
        });
    }

    Result<void> noteUse(const ArticleUse &use) override
    {
        static const QString sql =
            u"INSERT OR REPLACE INTO article_uses (article, run, step, epoch, attempt, succeeded, time_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)"_s;
        return onMine<void>([&](Database &db) {
            return db.transaction([&] {
                return eachRow(db, sql,
                               {use.article, use.run, use.step, use.epoch, use.attempt, int(use.succeeded), use.timeMs},
                               [](const QSqlQuery &) {});
            });
        });
    }

    Result<ArticleLedger> ledgerOf(const QString &article) override
    {
        return onMine<ArticleLedger>([&](Database &db) -> Result<ArticleLedger> {
            ArticleLedger ledger;
            const auto read =
                eachRow(db, u"SELECT count(*), coalesce(sum(succeeded), 0) FROM article_uses WHERE article = ?"_s,
                        {article}, [&](const QSqlQuery &row) {
                            ledger = {row.value(0).toInt(), row.value(1).toInt()};
                        });
            return read ? Result<ArticleLedger>(ledger) : domain::fail(read.error());
        });
    }

    Result<Forgotten> forget(const ForgetQuery &query) override
    {
        if (query.workspace.isEmpty() && query.text.isEmpty())
            return domain::fail(ErrorKind::BadInput, u"forget: expected a workspace or a text"_s);
        return onMine<Forgotten>([&](Database &db) { return forgetIn(db, query); });
    }

private:
    template<typename T, typename Work>
    Result<T> onMine(const Work &work)
    {
        const auto db = m_connections->mine();
        if (!db)
            return domain::fail(db.error());
        return work(**db);
    }

    static QString fullTextSql(const QString &condition)
    {
        return u"SELECT %1, -bm25(records_text, 1, 4, 2, 2, 3, 1, 1) AS relevance FROM records_text "
               "JOIN records r ON r.id = records_text.rowid WHERE records_text MATCH ? AND %2 "
               "ORDER BY relevance DESC, r.id DESC LIMIT ?"_s.arg(recordColumns(u"r"_s), condition);
    }

    Result<QList<StepRecord>> similar(const SimilarQuery &query, const QString &condition)
    {
        return onMine<QList<StepRecord>>([&](Database &db) -> Result<QList<StepRecord>> {
            QList<Candidate> found;
            const auto take = [&](const QSqlQuery &row) {
                found.append({recordFrom(row), row.record().count() > 20 ? row.value(20).toDouble() : 0.0});
            };
            const auto text = fullTextQuery(query.taskDescription, Matching::Any,
                                            u"task_description summaries issues root_cause words"_s);
            const QString equal =
                u"SELECT %1 FROM records r WHERE r.%3 = ? AND %2 ORDER BY r.time_ms DESC LIMIT ?"_s.arg(
                    recordColumns(u"r"_s), condition);
            Result<void> read;
            if (!text.isEmpty())
                read = eachRow(db, fullTextSql(condition), {text, kConsidered}, take);
            if (read && !query.fingerprint.isEmpty())
                read = eachRow(db, equal.arg(u"fingerprint"_s), {query.fingerprint, kConsidered}, take);
            if (read && !query.signature.isEmpty() && query.signature != u"unclassified")
                read = eachRow(db, equal.arg(u"signature"_s), {query.signature, kConsidered}, take);
            if (!read)
                return domain::fail(read.error());
            return ranked(std::move(found), query);
        });
    }

    static Result<Forgotten> forgetIn(Database &db, const ForgetQuery &query)
    {
        Forgotten forgotten;
        const auto done = db.transaction([&]() -> Result<void> {
            const auto records = eraseWhere(db, u"records"_s, recordColumns(u"t"_s), query, [&](const QSqlQuery &row) {
                const StepRecord record = recordFrom(row);
                return std::pair(record.workspace, toJson(record));
            });
            if (!records)
                return domain::fail(records.error());
            const auto todos = eraseWhere(db, u"todos"_s, todoColumns(), query, [&](const QSqlQuery &row) {
                const Todo todo = todoFrom(row);
                return std::pair(todo.workspace, toJson(todo));
            });
            if (!todos)
                return domain::fail(todos.error());
            forgotten = {.records = *records, .todos = *todos};
            if (*records == 0)
                return {};
            // Deleted words stay in the index's segments until these are merged.
            return eachRow(db, u"INSERT INTO records_text (records_text) VALUES ('optimize')"_s, {},
                           [](const QSqlQuery &) {});
        });
        if (!done)
            return domain::fail(done.error());
        // The log still holds the old pages. Another process reading just now only delays this to its own next
        // checkpoint.
        if (const auto emptied = db.value(u"PRAGMA wal_checkpoint(TRUNCATE)"_s); !emptied)
            return domain::fail(emptied.error());
        return forgotten;
    }

    template<typename Read>
    static Result<int> eraseWhere(Database &db, const QString &table, const QString &columns, const ForgetQuery &query,
                                  const Read &readRow)
    {
        QList<qint64> ids;
        const auto read = eachRow(db, u"SELECT %1 FROM %2 t"_s.arg(columns, table), {}, [&](const QSqlQuery &row) {
            const auto [workspace, json] = readRow(row);
            if (isBelow(workspace, query.workspace) && holds(json, query.text))
                ids.append(row.value(0).toLongLong());
        });
        if (!read)
            return domain::fail(read.error());
        for (const qint64 id : ids) {
            if (const auto erased =
                    eachRow(db, u"DELETE FROM %1 WHERE id = ?"_s.arg(table), {id}, [](const QSqlQuery &) {});
                !erased)
                return domain::fail(erased.error());
        }
        return int(ids.size());
    }

    static bool isBelow(const QString &workspace, const QString &folder)
    {
        if (folder.isEmpty())
            return true;
        const QString root = QDir::cleanPath(folder);
        const QString path = QDir::cleanPath(workspace);
        return path == root || path.startsWith(root.endsWith(u'/') ? root : root + u'/');
    }

    static bool holds(const QJsonValue &value, const QString &text)
    {
        if (text.isEmpty())
            return true;
        if (value.isString())
            return value.toString().contains(text, Qt::CaseInsensitive);
        const QJsonArray array = value.isObject() ? QJsonArray() : value.toArray();
        if (std::any_of(array.begin(), array.end(), [&](const QJsonValue &item) { return holds(item, text); }))
            return true;
        const QJsonObject object = value.toObject();
        return std::any_of(object.begin(), object.end(), [&](const QJsonValue &item) { return holds(item, text); });
    }

    std::shared_ptr<Connections> m_connections;
};

} // namespace

Result<std::unique_ptr<MemoryStore>> MemoryStore::open(const QString &file)
{
    const QList<QByteArray> migrations = storage::Resources::migrations(u"memory"_s);
    const QFileInfo info(file);
    if (!QDir().mkpath(info.absolutePath()))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(info.absolutePath()));
    if (info.exists() && info.size() > 0) {
        if (const auto sound = inspect(file, int(migrations.size())); !sound)
            return domain::fail(sound.error());
    }
    auto store = std::make_unique<SqliteMemory>(file);
    if (const auto prepared = store->prepare(migrations); !prepared)
        return domain::fail(prepared.error());
    return store;
}

} // namespace stepladder::memory

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/runindex.h"

#include "journal/files.h"
#include "storage/database.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

/// A null text would be stored as NULL.
QString text(const QString &value)
{
    return value.isNull() ? u""_s : value;
}

domain::StepCounts countsFromJson(const QJsonObject &json)
{
    const auto count = [&json](QLatin1String name) { return json[name].toInt(); };
    return {.accepted = count("accepted"_L1),
            .acceptedByPerson = count("acceptedByPerson"_L1),
            .unproven = count("unproven"_L1),
            .stubbed = count("stubbed"_L1),
            .unchanged = count("unchanged"_L1),
            .skipped = count("skipped"_L1),
            .waiting = count("waiting"_L1),
            .blocked = count("blocked"_L1),
            .pending = count("pending"_L1)};
}

RunView viewOf(const QSqlQuery &row)
{
    const auto json = QJsonDocument::fromJson(row.value(7).toString().toUtf8()).object();
    return {.run = row.value(0).toString(),
            .task = row.value(1).toString(),
            .language = row.value(2).toString(),
            .workspace = row.value(3).toString(),
            .branch = row.value(4).toString(),
            .status = domain::runStatusFromString(row.value(5).toString()).value_or(domain::RunStatus::Paused),
            .reason = row.value(6).toString(),
            .counts = countsFromJson(json),
            .attempts = row.value(8).toInt(),
            .spent = row.value(9).toLongLong(),
            .reserved = row.value(10).toLongLong(),
            .paidCalls = row.value(11).toInt(),
            .createdMs = row.value(12).toLongLong(),
            .updatedMs = row.value(13).toLongLong(),
            .seq = row.value(14).toLongLong()};
}

domain::Request requestOf(const QSqlQuery &row, int column)
{
    return domain::requestFromJson(QJsonDocument::fromJson(row.value(column).toString().toUtf8()).object());
}

class FileIndex final : public RunIndex
{
public:
    explicit FileIndex(std::unique_ptr<Database> db)
        : m_db(std::move(db))
    {
    }

    Result<void> put(const RunView &v) override
    {
        return execute(
            u"INSERT OR REPLACE INTO run (id,task,language,workspace,branch,status,reason,counts,attempts,spent,"
            "reserved,paid_calls,created,updated,seq) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"_s,
            {v.run, text(v.task), text(v.language), text(v.workspace), text(v.branch), domain::toString(v.status),
             text(v.reason), QString::fromUtf8(QJsonDocument(domain::toJson(v.counts)).toJson(QJsonDocument::Compact)),
             v.attempts, v.spent, v.reserved, v.paidCalls, v.createdMs, v.updatedMs, v.seq});
    }

    Result<QList<RunView>> runs() override
    {
        QList<RunView> views;
        const auto read = m_db->each(
            u"SELECT id,task,language,workspace,branch,status,reason,counts,attempts,spent,reserved,paid_calls,"
            "created,updated,seq FROM run ORDER BY created DESC,id DESC"_s,
            {}, [&views](const QSqlQuery &row) { views.append(viewOf(row)); });
        if (!read)
            return domain::fail(read.error());
        return views;
    }

    /// Its spending stays: the day's cap counts what was paid, not what is still listed.
    Result<void> remove(const QString &run) override
    {
        return m_db->transaction([&]() -> Result<void> {
            if (const auto done = execute(u"DELETE FROM request WHERE run=?"_s, {run}); !done)
                return done;
            return execute(u"DELETE FROM run WHERE id=?"_s, {run});
        });
    }

    Result<domain::MicroUsd> spentOn(const QString &day, const QString &except) override
    {
        return m_db
            ->value(u"SELECT coalesce(sum(amount),0) FROM spending WHERE day=? AND run<>?"_s, {day, text(except)})
            .map([](const QVariant &sum) { return sum.toLongLong(); });
    }

    Result<void> addSpending(const QString &run, const QString &day, domain::MicroUsd amount) override
    {
        return execute(u"INSERT INTO spending (day,run,amount) VALUES (?,?,?) "
                       "ON CONFLICT (day,run) DO UPDATE SET amount=amount+excluded.amount"_s,
                       {day, run, amount});
    }

    Result<void> reserve(const QString &run, const QString &day, const QHash<QString, domain::MicroUsd> &amounts,
                         const std::function<Result<void>(domain::MicroUsd)> &fits) override
    {
        return m_db->transaction([&]() -> Result<void> {
            const auto before = m_db->value(u"SELECT (SELECT coalesce(sum(amount),0) FROM spending WHERE day=?)+"
                                            "(SELECT coalesce(sum(amount),0) FROM reservation WHERE day=?)"_s,
                                            {day, day});
            if (!before)
                return domain::fail(before.error());
            for (auto it = amounts.constBegin(); it != amounts.constEnd(); ++it) {
                const auto set = execute(u"INSERT OR REPLACE INTO reservation (run,key,day,amount) VALUES (?,?,?,?)"_s,
                                         {run, it.key(), day, it.value()});
                if (!set)
                    return set;
            }
            return fits(before->toLongLong());
        });
    }

    Result<void> release(const QString &run, const QString &key) override
    {
        return key.isNull() ? execute(u"DELETE FROM reservation WHERE run=?"_s, {run})
                            : execute(u"DELETE FROM reservation WHERE run=? AND key=?"_s, {run, key});
    }

    Result<void> settle(const QString &run, const QString &key, const QString &day, domain::MicroUsd amount) override
    {
        return m_db->transaction([&]() -> Result<void> {
            if (const auto released = release(run, key); !released)
                return released;
            return addSpending(run, day, amount);
        });
    }

    Result<void> putRequest(const domain::Request &request, domain::RequestState state) override
    {
        const QByteArray body = QJsonDocument(domain::toJson(request)).toJson(QJsonDocument::Compact);
        return execute(
            u"INSERT OR REPLACE INTO request (id,run,state,created,body) VALUES (?,?,?,?,?)"_s,
            {request.id, text(request.run), domain::toString(state), request.createdMs, QString::fromUtf8(body)});
    }

    Result<QList<domain::Request>> openRequests() override
    {
        QList<domain::Request> requests;
        const auto read = m_db->each(u"SELECT body FROM request WHERE state=? ORDER BY created,id"_s,
                                     {domain::toString(domain::RequestState::Open)},
                                     [&requests](const QSqlQuery &row) { requests.append(requestOf(row, 0)); });
        if (!read)
            return domain::fail(read.error());
        return requests;
    }

    Result<domain::Request> request(const QString &id, domain::RequestState *state) override
    {
        std::optional<domain::Request> found;
        const auto read = m_db->each(u"SELECT state,body FROM request WHERE id=?"_s, {id}, [&](const QSqlQuery &row) {
            found = requestOf(row, 1);
            if (state)
                *state = stateOf(row.value(0).toString());
        });
        if (!read)
            return domain::fail(read.error());
        if (!found)
            return domain::fail(ErrorKind::NotFound, u"there is no request %1"_s.arg(id));
        return *found;
    }

private:
    static domain::RequestState stateOf(const QString &name)
    {
        using domain::RequestState;
        for (const RequestState state : {RequestState::Answered, RequestState::Expired, RequestState::Withdrawn}) {
            if (domain::toString(state) == name)
                return state;
        }
        return RequestState::Open;
    }

    Result<void> execute(const QString &sql, const QVariantList &values)
    {
        const auto done = m_db->run(sql, values);
        return done ? Result<void>() : domain::fail(done.error());
    }

    std::unique_ptr<Database> m_db;
};

} // namespace

Result<std::unique_ptr<RunIndex>> RunIndex::open(const QString &file)
{
    const QString folder = QFileInfo(file).absolutePath();
    if (!QDir().mkpath(folder))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(folder));
    auto db = Database::open(file, Database::Access::ReadWrite);
    if (!db)
        return domain::fail(db.error());
    if (const auto migrated = (*db)->migrate(migrations(u"index"_s)); !migrated)
        return domain::fail(migrated.error());
    // What was erased in a run is overwritten here too when its line is written anew.
    if (const auto set = (*db)->value(u"PRAGMA secure_delete=ON"_s); !set)
        return domain::fail(set.error());
    return std::make_unique<FileIndex>(std::move(*db));
}

} // namespace stepladder::journal

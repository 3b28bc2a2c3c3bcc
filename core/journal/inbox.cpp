// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/inbox.h"

#include "journal/files.h"
#include "storage/database.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonDocument>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

const QString kClosed = u"closed"_s;

Result<std::unique_ptr<Database>> openInbox(const QString &folder)
{
    if (!QFileInfo(journalFile(folder)).isFile())
        return domain::fail(ErrorKind::NotFound, u"%1: there is no run"_s.arg(folder));
    auto db = Database::open(inboxFile(folder), Database::Access::ReadWrite);
    if (!db)
        return db;
    if (const auto migrated = (*db)->migrate(migrations(u"inbox"_s)); !migrated)
        return domain::fail(migrated.error());
    // A wish that was taken is not lost to a power cut.
    if (const auto set = (*db)->setFullSync(true); !set)
        return domain::fail(set.error());
    return db;
}

struct Row
{
    QString kind;
    QJsonObject data;
    qint64 takenMs = 0;
    QString by = {};
    QString request = {}; ///< null: none
    bool final = false;
    bool draft = false;
};

Result<qint64> insert(Database &db, const Row &row)
{
    const auto done =
        db.run(u"INSERT INTO wish (kind,data,taken,given_by,request,final,draft) VALUES (?,?,?,?,?,?,?)"_s,
               {row.kind, QJsonDocument(row.data).toJson(QJsonDocument::Compact), row.takenMs,
                row.by.isNull() ? u""_s : row.by, row.request, int(row.final), int(row.draft)});
    if (!done)
        return domain::fail(done.error());
    return (*done)->lastInsertId().toLongLong();
}

QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"_s);
}

/// Who closed \p request, and when: the line that a second one is told.
Result<QString> closedBy(Database &db, const QString &request)
{
    QString line;
    const auto read = db.each(u"SELECT kind,given_by,taken FROM wish WHERE request=? AND final=1 AND draft=0"_s,
                              {request}, [&](const QSqlQuery &row) {
                                  const QString when = timeText(row.value(2).toLongLong());
                                  const QString who = row.value(1).toString();
                                  line = row.value(0).toString() == kClosed
                                      ? u"request %1 was closed (%2) at %3"_s.arg(request, who, when)
                                      : u"request %1 was answered by %2 at %3"_s.arg(
                                          request, who.isEmpty() ? u"somebody"_s : who, when);
                              });
    if (!read)
        return domain::fail(read.error());
    return line;
}

/// \p deadline moved by every extension that was taken in time.
Result<qint64> extended(Database &db, const QString &request, qint64 deadline)
{
    const auto read =
        db.each(u"SELECT data,taken FROM wish WHERE request=? AND kind='answer' AND final=0 AND draft=0 ORDER BY id"_s,
                {request}, [&](const QSqlQuery &row) {
                    const auto given =
                        domain::answerFromJson(QJsonDocument::fromJson(row.value(0).toString().toUtf8()).object());
                    if (given.kind == domain::AnswerKind::Extend && row.value(1).toLongLong() <= deadline)
                        deadline += given.durationMs;
                });
    if (!read)
        return domain::fail(read.error());
    return deadline;
}

} // namespace

Inbox::Inbox(QString runFolder)
    : m_folder(std::move(runFolder))
{
}

Result<qint64> Inbox::put(const QString &kind, const QJsonObject &data, qint64 nowMs)
{
    if (kind.isEmpty() || kind == kClosed || kind == u"answer")
        return domain::fail(ErrorKind::BadInput, u"a wish of kind \"%1\" cannot be put into the inbox"_s.arg(kind));
    const auto db = openInbox(m_folder);
    if (!db)
        return domain::fail(db.error());
    return insert(**db, {.kind = kind, .data = data, .takenMs = nowMs});
}

Result<qint64> Inbox::answer(domain::Answer answer, qint64 nowMs, qint64 deadlineMs)
{
    if (answer.request.isEmpty())
        return domain::fail(ErrorKind::BadInput, u"an answer names the request it is for"_s);
    const auto db = openInbox(m_folder);
    if (!db)
        return domain::fail(db.error());
    answer.takenMs = nowMs;
    Row row{.kind = u"answer"_s,
            .data = domain::toJson(answer),
            .takenMs = nowMs,
            .by = answer.by,
            .request = answer.request,
            .final = answer.final()};
    // What is not final comes too late as well once the request is closed.
    const auto closed = closedBy(**db, answer.request);
    if (!closed)
        return domain::fail(closed.error());
    const auto deadline = extended(**db, answer.request, deadlineMs);
    if (!deadline)
        return domain::fail(deadline.error());
    const bool late = deadlineMs > 0 && nowMs > *deadline;
    if (closed->isEmpty() && !late) {
        const auto taken = insert(**db, row);
        if (taken || taken.error().kind != ErrorKind::Conflict)
            return taken;
    }
    row.draft = true;
    const auto kept = insert(**db, row);
    const auto first = closedBy(**db, answer.request);
    if (!kept || !first)
        return domain::fail(kept ? first.error() : kept.error());
    const QString why =
        first->isEmpty() ? u"request %1 expired at %2"_s.arg(answer.request, timeText(*deadline)) : *first;
    return domain::fail(ErrorKind::Conflict, why + u"; yours is kept as a draft"_s);
}

Result<void> Inbox::close(const QString &request, const QString &why, qint64 nowMs)
{
    const auto db = openInbox(m_folder);
    if (!db)
        return domain::fail(db.error());
    const auto taken =
        insert(**db, {.kind = kClosed, .data = {}, .takenMs = nowMs, .by = why, .request = request, .final = true});
    if (taken)
        return {};
    if (taken.error().kind != ErrorKind::Conflict)
        return domain::fail(taken.error());
    const auto first = closedBy(**db, request);
    return first ? domain::fail(ErrorKind::Conflict, *first) : domain::fail(first.error());
}

} // namespace stepladder::journal

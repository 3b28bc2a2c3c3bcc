// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/recordrow.h"

#include "memory/fulltext.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace stepladder::memory {

using namespace Qt::StringLiterals;

namespace {

QString toText(const QJsonArray &array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}
QString toText(const QStringList &list)
{
    return toText(QJsonArray::fromStringList(list));
}

QStringList listFrom(const QVariant &value)
{
    QStringList list;
    for (const auto &item : QJsonDocument::fromJson(value.toString().toUtf8()).array())
        list.append(item.toString());
    return list;
}

/// A null string would be NULL in the database, which no column takes.
QString present(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

const QStringList &columns()
{
    static const QStringList names = {u"id"_s,
                                      u"run"_s,
                                      u"step"_s,
                                      u"workspace"_s,
                                      u"file_name"_s,
                                      u"file_type"_s,
                                      u"language"_s,
                                      u"task_description"_s,
                                      u"complexity"_s,
                                      u"required_patterns"_s,
                                      u"signature"_s,
                                      u"fingerprint"_s,
                                      u"attempts"_s,
                                      u"root_cause"_s,
                                      u"eventually_succeeded"_s,
                                      u"successful_approach"_s,
                                      u"code"_s,
                                      u"models_used"_s,
                                      u"total_cost"_s,
                                      u"time_ms"_s};
    return names;
}

const QStringList &writtenColumns()
{
    static const QStringList names =
        columns().mid(1) + QStringList{u"epoch"_s, u"failed"_s, u"summaries"_s, u"issues"_s, u"words"_s};
    return names;
}

} // namespace

QString recordColumns(const QString &table)
{
    QStringList names;
    for (const QString &column : columns())
        names.append(table + u'.' + column);
    return names.join(u", "_s);
}

StepRecord recordFrom(const QSqlQuery &query)
{
    QList<AttemptRecord> attempts;
    for (const auto &item : QJsonDocument::fromJson(query.value(12).toString().toUtf8()).array())
        attempts.append(attemptRecordFromJson(item.toObject()));
    return {.id = query.value(0).toLongLong(),
            .run = query.value(1).toString(),
            .step = query.value(2).toString(),
            .workspace = query.value(3).toString(),
            .fileName = query.value(4).toString(),
            .fileType = query.value(5).toString(),
            .language = query.value(6).toString(),
            .taskDescription = query.value(7).toString(),
            .complexity = query.value(8).toInt(),
            .requiredPatterns = listFrom(query.value(9)),
            .signature = query.value(10).toString(),
            .fingerprint = query.value(11).toString(),
            .attempts = attempts,
            .rootCause = query.value(13).toString(),
            .eventuallySucceeded = query.value(14).toBool(),
            .successfulApproach = query.value(15).toString(),
            .code = query.value(16).toString(),
            .modelsUsed = listFrom(query.value(17)),
            .totalCost = query.value(18).toLongLong(),
            .timeMs = query.value(19).toLongLong()};
}

QString upsertRecordSql()
{
    QStringList marks, updates;
    for (const QString &column : writtenColumns()) {
        marks.append(u"?"_s);
        updates.append(u"%1=excluded.%1"_s.arg(column));
    }
    return u"INSERT INTO records (%1) VALUES (%2) ON CONFLICT (run, step, epoch) DO UPDATE SET %3 RETURNING id"_s.arg(
        writtenColumns().join(u", "_s), marks.join(u", "_s), updates.join(u", "_s));
}

QVariantList upsertRecordValues(const StepRecord &r, int epoch)
{
    QJsonArray attempts;
    QStringList summaries, issues;
    for (const AttemptRecord &attempt : r.attempts) {
        attempts.append(toJson(attempt));
        summaries.append(attempt.summary);
        issues += attempt.issues;
    }
    summaries.removeDuplicates();
    issues.removeDuplicates();
    const QString words =
        compoundParts(r.fileName + u' ' + r.taskDescription + u' ' + r.rootCause + u' ' + issues.join(u' '));
    return {present(r.run),
            present(r.step),
            present(r.workspace),
            present(r.fileName),
            present(r.fileType),
            present(r.language),
            present(r.taskDescription),
            r.complexity,
            toText(r.requiredPatterns),
            present(r.signature),
            present(r.fingerprint),
            toText(attempts),
            present(r.rootCause),
            int(r.eventuallySucceeded),
            present(r.successfulApproach),
            present(r.code),
            toText(r.modelsUsed),
            r.totalCost,
            r.timeMs,
            epoch,
            int(failedOnce(r)),
            present(summaries.join(u'\n')),
            present(issues.join(u'\n')),
            present(words)};
}

QString todoColumns()
{
    return u"id, run, step, workspace, file, title, reason, report, done, time_ms"_s;
}

Todo todoFrom(const QSqlQuery &query)
{
    return {.id = query.value(0).toLongLong(),
            .run = query.value(1).toString(),
            .step = query.value(2).toString(),
            .workspace = query.value(3).toString(),
            .file = query.value(4).toString(),
            .title = query.value(5).toString(),
            .reason = query.value(6).toString(),
            .report = query.value(7).toString(),
            .done = query.value(8).toBool(),
            .timeMs = query.value(9).toLongLong()};
}

} // namespace stepladder::memory

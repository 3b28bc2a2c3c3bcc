// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/eraser.h"

#include "journal/places.h"
#include "journal/projector.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

namespace {

const QByteArray kErased = "[erased]";

/// How \p needle may stand in a file: as it is, written into JSON, and inside of base64 (answers carry files so), where
/// its place decides over the letters: of each of the three the part that depends on nothing beside it.
QList<QByteArray> formsOf(const QByteArray &needle)
{
    QList<QByteArray> forms{needle};
    const QByteArray json = QJsonDocument(QJsonArray{QString::fromUtf8(needle)}).toJson(QJsonDocument::Compact);
    forms.append(json.mid(2, json.size() - 4));
    constexpr qsizetype kShortest = 8; // of shorter ones too little is left to be sure
    for (qsizetype shift = 0; shift < 3 && needle.size() >= kShortest; ++shift) {
        const qsizetype skip = (3 - shift) % 3;
        const qsizetype whole = (needle.size() - skip) / 3 * 3;
        forms.append(needle.mid(skip, whole).toBase64());
    }
    QList<QByteArray> different;
    for (const QByteArray &form : forms) {
        if (!form.isEmpty() && !different.contains(form))
            different.append(form);
    }
    return different;
}

QString anyOf(const QString &column, qsizetype forms)
{
    const QStringList tests(forms, u"instr(%1,?)>0"_s.arg(column));
    return u"(%1)"_s.arg(tests.join(u" OR "_s));
}

QVariantList bound(const QList<QByteArray> &forms)
{
    QVariantList values;
    for (const QByteArray &form : forms)
        values.append(form);
    return values;
}

Result<int> changeRows(Database &db, const QString &sql, const QVariantList &values)
{
    const auto done = db.run(sql, values);
    if (!done)
        return domain::fail(done.error());
    return (*done)->numRowsAffected();
}

QJsonValue cleaned(const QJsonValue &value, const QString &needle)
{
    if (value.isString()) {
        QString text = value.toString();
        const QByteArray plain = QByteArray::fromBase64(text.toLatin1());
        if (!plain.isEmpty() && plain.contains(needle.toUtf8()) && plain.toBase64() == text.toLatin1())
            return QString::fromLatin1(QByteArray(plain).replace(needle.toUtf8(), kErased).toBase64());
        return text.replace(needle, QString::fromLatin1(kErased));
    }
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : value.toArray())
            array.append(cleaned(item, needle));
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object;
    const QJsonObject old = value.toObject();
    for (auto item = old.begin(); item != old.end(); ++item)
        object.insert(item.key().contains(needle) ? QString::fromLatin1(kErased) : item.key(),
                      cleaned(item.value(), needle));
    return object;
}

/// Replaces the needle in a table's JSON column; a replay goes on with what is left.
Result<void> cleanJson(Database &db, const QString &table, const QString &column, const QString &also,
                       const QByteArray &needle, const QList<QByteArray> &forms)
{
    QList<std::pair<qint64, QByteArray>> rows;
    const auto read =
        db.each(u"SELECT rowid,%1 FROM %2 WHERE %3"_s.arg(column, table, anyOf(column, forms.size())), bound(forms),
                [&](const QSqlQuery &row) {
                    const auto old = QJsonDocument::fromJson(row.value(1).toByteArray()).object();
                    const auto fresh = cleaned(old, QString::fromUtf8(needle)).toObject();
                    rows.append({row.value(0).toLongLong(), QJsonDocument(fresh).toJson(QJsonDocument::Compact)});
                });
    if (!read)
        return read;
    for (const auto &[id, json] : rows) {
        const auto done = changeRows(db, u"UPDATE %1 SET %2=?%3 WHERE rowid=?"_s.arg(table, column, also), {json, id});
        if (!done)
            return domain::fail(done.error());
    }
    return {};
}

/// Views are texts behind their lengths: read, cleaned, written again.
Result<QByteArray> cleanState(qint64 subject, const QByteArray &state, const QString &needle)
{
    const auto clean = [&needle](QString &text) { text.replace(needle, QString::fromLatin1(kErased)); };
    if (subject < Projector::FirstStep) {
        RunView view;
        const auto read = subject == Projector::Run ? decodeRun(state, &view) : decodeHead(state, &view);
        if (!read)
            return domain::fail(read.error());
        for (QString *text : {&view.task, &view.workspace, &view.branch, &view.reason})
            clean(*text);
        return subject == Projector::Run ? encodeRun(view) : encodeHead(view);
    }
    auto record = decodeStep(state);
    if (!record)
        return domain::fail(record.error());
    for (QString *text : {&record->view.title, &record->view.file, &record->view.reason})
        clean(*text);
    for (AttemptState &attempt : record->attempts) {
        clean(attempt.summary);
        clean(attempt.model);
    }
    return encode(*record);
}

Result<void> cleanProjections(Database &db, const QByteArray &needle)
{
    QList<std::pair<qint64, QByteArray>> rows;
    std::optional<domain::Error> wrong;
    const auto read =
        db.each(u"SELECT place,state FROM projection WHERE instr(state,?)>0"_s, {needle}, [&](const QSqlQuery &row) {
            const qint64 place = row.value(0).toLongLong();
            const auto fresh = cleanState(place >> kSeqBits, row.value(1).toByteArray(), QString::fromUtf8(needle));
            if (fresh)
                rows.append({place, *fresh});
            else
                wrong = fresh.error();
        });
    if (!read || wrong)
        return read ? domain::fail(*wrong) : read;
    for (const auto &[place, state] : rows) {
        if (const auto done = changeRows(db, u"UPDATE projection SET state=? WHERE place=?"_s, {state, place}); !done)
            return domain::fail(done.error());
    }
    return {};
}

/// What is deleted is overwritten, and no old page stays behind in the WAL.
Result<void> withoutTraces(Database &db, const std::function<Result<void>()> &work)
{
    if (const auto set = db.value(u"PRAGMA secure_delete=ON"_s); !set)
        return domain::fail(set.error());
    if (const auto synced = db.setFullSync(true); !synced)
        return synced;
    if (const auto done = db.transaction(work); !done)
        return done;
    const auto busy = db.value(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    if (!busy)
        return domain::fail(busy.error());
    if (busy->toInt() != 0) {
        return domain::fail(
            ErrorKind::Locked,
            u"%1: erased, but a reader still holds old pages; erase again when it is gone"_s.arg(db.file()));
    }
    return {};
}

} // namespace

Result<int> eraseFrom(Database &db, const QByteArray &needle)
{
    const QList<QByteArray> forms = formsOf(needle);
    int erased = 0;
    const auto done = withoutTraces(db, [&]() -> Result<void> {
        for (const auto &[table, column] : {std::pair{u"entry"_s, u"payload"_s}, std::pair{u"blob"_s, u"bytes"_s}}) {
            const auto count = changeRows(
                db, u"UPDATE %1 SET %2=NULL WHERE %3"_s.arg(table, column, anyOf(column, forms.size())), bound(forms));
            if (!count)
                return domain::fail(count.error());
            erased += *count;
        }
        if (const auto records = cleanJson(db, u"effect"_s, u"record"_s, u",erased=1"_s, needle, forms); !records)
            return records;
        if (const auto wishes = cleanJson(db, u"consumption"_s, u"data"_s, {}, needle, forms); !wishes)
            return wishes;
        return cleanProjections(db, needle);
    });
    return done.map([erased] { return erased; });
}

Result<int> eraseFromInbox(Database &db, const QByteArray &needle)
{
    const auto done =
        withoutTraces(db, [&] { return cleanJson(db, u"wish"_s, u"data"_s, {}, needle, formsOf(needle)); });
    return done.map([] { return 0; });
}

} // namespace stepladder::journal

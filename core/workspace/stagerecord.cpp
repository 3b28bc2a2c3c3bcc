// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/stagerecord.h"

#include "workspace/fileops.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <fcntl.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr int kVersion = 1;
const char *const kFileName = "stage.json";

/// Names are bytes; those that are no UTF-8 are written as base64.
QJsonValue nameToJson(const QByteArray &path)
{
    const QString text = QString::fromUtf8(path);
    if (text.toUtf8() == path)
        return text;
    return QJsonArray{QString::fromLatin1(path.toBase64())};
}

QByteArray nameFromJson(const QJsonValue &value)
{
    if (value.isArray())
        return QByteArray::fromBase64(value.toArray().at(0).toString().toLatin1());
    return value.toString().toUtf8();
}

QJsonArray toJson(const QByteArray &path, const FoundFile &file)
{
    return {nameToJson(path), QString::fromLatin1(file.sha256), qint64(file.mode),
            file.link,        QString::fromLatin1(file.id),     file.size,
            file.mtimeNs};
}

} // namespace

QByteArray bootId()
{
    return readFileAt(AT_FDCWD, "/proc/sys/kernel/random/boot_id").value_or(QByteArray("unknown")).trimmed();
}

Result<void> StageRecord::write(const QString &folder) const
{
    QJsonArray rows;
    for (const auto &[path, file] : files)
        rows.append(toJson(path, file));
    const QJsonObject json{{u"version"_s, kVersion},
                           {u"run"_s, run},
                           {u"workspace"_s, workspace},
                           {u"repository"_s, repository},
                           {u"prefix"_s, prefix},
                           {u"gitFolder"_s, gitFolder},
                           {u"gitNote"_s, gitNote},
                           {u"found"_s, QString::fromLatin1(found)},
                           {u"leftOut"_s, QJsonArray::fromStringList(leftOut)},
                           {u"files"_s, rows}};
    const auto opened = openFolder(folder);
    if (!opened)
        return domain::fail(opened.error());
    return replaceFileAt(opened->get(), kFileName, QJsonDocument(json).toJson(QJsonDocument::Compact), 0600, true);
}

Result<StageRecord> StageRecord::read(const QString &folder)
{
    const QString name = folder + u'/' + QString::fromLatin1(kFileName);
    if (!QFileInfo::exists(name))
        return domain::fail(ErrorKind::NotFound, u"%1: there is no finished stage"_s.arg(folder));
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(name, file.errorString()));
    QJsonParseError error;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll(), &error).object();
    if (error.error != QJsonParseError::NoError)
        return domain::fail(ErrorKind::Corrupt, u"%1: %2"_s.arg(name, error.errorString()));
    if (json[u"version"].toInt() > kVersion)
        return domain::fail(ErrorKind::NewerVersion, u"%1: was written by a newer version"_s.arg(name));
    StageRecord record{.run = json[u"run"].toString(),
                       .workspace = json[u"workspace"].toString(),
                       .repository = json[u"repository"].toString(),
                       .prefix = json[u"prefix"].toString(),
                       .gitFolder = json[u"gitFolder"].toString(),
                       .gitNote = json[u"gitNote"].toString(),
                       .found = json[u"found"].toString().toLatin1()};
    for (const QJsonValue &value : json[u"leftOut"].toArray())
        record.leftOut.append(value.toString());
    for (const QJsonValue &value : json[u"files"].toArray()) {
        const QJsonArray row = value.toArray();
        if (row.size() != 7)
            return domain::fail(ErrorKind::Corrupt, u"%1: files: expected rows of seven values"_s.arg(name));
        record.files.emplace(nameFromJson(row.at(0)),
                             FoundFile{.sha256 = row.at(1).toString().toLatin1(),
                                       .mode = uint(row.at(2).toInteger()),
                                       .link = row.at(3).toBool(),
                                       .id = row.at(4).toString().toLatin1(),
                                       .size = row.at(5).toInteger(),
                                       .mtimeNs = row.at(6).toInteger()});
    }
    if (record.run.isEmpty() || record.repository.isEmpty() || record.gitFolder.isEmpty() || record.found.isEmpty())
        return domain::fail(ErrorKind::Corrupt, u"%1: run, repository, gitFolder or found is missing"_s.arg(name));
    return record;
}

} // namespace stepladder::workspace

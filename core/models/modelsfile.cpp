// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/modelsfile.h"

#include "domain/jsonreader.h"

#include <QFileInfo>
#include <QJsonDocument>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

Result<domain::ModelsConfig> readModelsFile(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return domain::fail(in.exists() ? ErrorKind::Io : ErrorKind::NotFound, u"%1: %2"_s.arg(file, in.errorString()));
    const auto json = domain::parseJsonObject(in.readAll(), file);
    if (!json)
        return domain::fail(json.error());
    return domain::modelsFromJson(*json, file, QFileInfo(file).absolutePath());
}

Result<void> writeNewModelsFile(const domain::ModelsConfig &config, const QString &file)
{
    if (QFileInfo::exists(file))
        return domain::fail(ErrorKind::Conflict, u"%1: is there already"_s.arg(file));
    if (!QDir().mkpath(QFileInfo(file).absolutePath()))
        return domain::fail(ErrorKind::Io, u"%1: its folder cannot be made"_s.arg(file));
    // Beside it first, then under its name if nobody else was faster: never half of a file, never somebody else's.
    const QString draft = file + u".new"_s;
    QFile out(draft);
    if (!out.open(QIODevice::WriteOnly) || out.write(QJsonDocument(domain::toJson(config)).toJson()) < 0
        || !out.flush())
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(draft, out.errorString()));
    out.close();
    if (!QFile::rename(draft, file)) {
        QFile::remove(draft);
        return domain::fail(QFileInfo::exists(file) ? ErrorKind::Conflict : ErrorKind::Io,
                            u"%1: cannot be written"_s.arg(file));
    }
    return {};
}

} // namespace stepladder::models

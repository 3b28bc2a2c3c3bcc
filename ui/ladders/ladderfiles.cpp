// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/ladderfiles.h"

#include "domain/jsonreader.h"
#include "domain/ladder.h"
#include "domain/shown.h"
#include "storage/resources.h"
#include "ui/ladders/ladderdraft.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Resources;

namespace {

struct LadderFilesText
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::LadderFiles)
};

QString nameOf(const QString &id)
{
    return u"ladders/%1.json"_s.arg(id);
}

Result<QJsonObject> checked(const Result<QByteArray> &text, const QString &where)
{
    if (!text)
        return domain::fail(text.error());
    auto json = domain::parseJsonObject(*text, where);
    if (!json)
        return json;
    if (const auto ladder = domain::ladderFromJson(*json, where); !ladder)
        return domain::fail(ladder.error());
    return json;
}

} // namespace

LadderFiles::LadderFiles(storage::Locations locations)
    : m_locations(std::move(locations))
{
}

QList<LadderFile> LadderFiles::list() const
{
    QList<LadderFile> files;
    for (const QString &name : Resources(m_locations).list(u"ladders"_s)) {
        if (!name.endsWith(u".json"_s))
            continue;
        LadderFile file{.id = name.chopped(5)};
        file.shipped = Resources::builtIn(u"ladders/"_s + name).has_value();
        file.own = QFileInfo(pathOf(file.id)).isFile();
        const auto json = read(file.id);
        file.title = json ? (*json)[u"title"].toString() : QString();
        file.fault = json ? QString() : json.error().message;
        files.append(file);
    }
    return files;
}

Result<QJsonObject> LadderFiles::read(const QString &id) const
{
    const Resources resources(m_locations);
    return checked(resources.read(nameOf(id)), resources.origin(nameOf(id)));
}

Result<QJsonObject> LadderFiles::readShipped(const QString &id) const
{
    return checked(Resources::builtIn(nameOf(id)), u"built-in "_s + nameOf(id));
}

QString LadderFiles::pathOf(const QString &id) const
{
    return m_locations.config + u'/' + nameOf(id);
}

QString LadderFiles::faultOfName(const QString &id)
{
    static const QRegularExpression name(u"^[\\p{L}\\p{N}][\\p{L}\\p{N}_-]*$"_s);
    return name.match(id).hasMatch() && id.size() <= 80
        ? QString()
        : LadderFilesText::tr("is the name of its file: expected letters, digits, - and _");
}

std::optional<QByteArray> LadderFiles::bytes(const QString &id) const
{
    QFile file(pathOf(id));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

Result<void> LadderFiles::unchanged(const QString &id, const std::optional<QByteArray> &before) const
{
    if (bytes(id) == before && (before || !QFileInfo::exists(pathOf(id))))
        return {};
    return domain::fail(
        ErrorKind::Conflict,
        LadderFilesText::tr("%1 is not as it was when it was read here, and is left as it is.").arg(pathOf(id)));
}

Result<void> LadderFiles::write(const QString &id, const QJsonObject &ladder,
                                const std::optional<QByteArray> &before) const
{
    if (const QString fault = faultOfName(id); !fault.isEmpty())
        return domain::fail(ErrorKind::BadInput, u"%1 %2"_s.arg(domain::shown(id), fault));
    if (const auto read = domain::ladderFromJson(ladder, pathOf(id)); !read)
        return domain::fail(read.error());
    if (const auto same = unchanged(id, before); !same)
        return same;
    QDir().mkpath(QFileInfo(pathOf(id)).path());
    QSaveFile out(pathOf(id));
    const QByteArray text = ladderText(ladder);
    if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size() || !out.commit())
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(pathOf(id), out.errorString()));
    return {};
}

Result<void> LadderFiles::remove(const QString &id, const std::optional<QByteArray> &before) const
{
    if (const auto same = unchanged(id, before); !same)
        return same;
    QFile file(pathOf(id));
    if (file.exists() && !file.remove())
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(pathOf(id), file.errorString()));
    return {};
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/resources.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

/// The linker drops a resource that nothing in an archive refers to. Q_INIT_RESOURCE works in no namespace.
static void linkResources()
{
    Q_INIT_RESOURCE(stepladder);
}

namespace stepladder::storage {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

Resources::Resources(Locations locations)
    : m_locations(std::move(locations))
{
    linkResources();
}

Result<QByteArray> Resources::builtIn(const QString &name)
{
    linkResources();
    QFile file(u":/stepladder/"_s + name);
    if (!file.open(QIODevice::ReadOnly))
        return domain::fail(ErrorKind::NotFound, u"there is no built-in %1"_s.arg(name));
    return file.readAll();
}

QList<QByteArray> Resources::migrations(const QString &folder)
{
    linkResources();
    QList<QByteArray> scripts;
    const QStringList names = QDir(u":/stepladder/sql/"_s + folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        scripts.append(builtIn(u"sql/%1/%2"_s.arg(folder, name)).value_or(QByteArray()));
    return scripts;
}

Result<QByteArray> Resources::read(const QString &name) const
{
    QFile file(pathOf(name));
    if (name.split(u'/').contains(u".."_s) || !QFileInfo(file).isFile())
        return domain::fail(ErrorKind::NotFound, u"there is no %1"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(file.fileName(), file.errorString()));
    return file.readAll();
}

QString Resources::pathOf(const QString &name) const
{
    const QString own = m_locations.config + u'/' + name;
    return QFileInfo(own).isFile() ? own : u":/stepladder/"_s + name;
}

QString Resources::origin(const QString &name) const
{
    const QString path = pathOf(name);
    return path.startsWith(u':') ? u"built-in "_s + name : path;
}

QStringList Resources::list(const QString &folder) const
{
    QStringList names = QDir(u":/stepladder/"_s + folder).entryList(QDir::Files);
    names += QDir(m_locations.config + u'/' + folder).entryList(QDir::Files);
    names.sort();
    names.removeDuplicates();
    return names;
}

} // namespace stepladder::storage

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharppackages.h"

#include "toolchain/filetext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QXmlStreamReader>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

void addFolder(const QString &path, QStringList &list)
{
    if (!path.isEmpty() && QFileInfo(path).isDir() && !list.contains(path))
        list.append(path);
}

} // namespace

NuGetPlaces readNuGetConfig(const QByteArray &xml, const QString &folder)
{
    NuGetPlaces places;
    QXmlStreamReader reader(xml);
    QString section;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (reader.name() == u"clear" || reader.name() == u"remove")
            continue;
        if (reader.name() != u"add") {
            section = reader.name().toString();
            continue;
        }
        const QString value = reader.attributes().value(u"value"_s).toString().replace(u'\\', u'/');
        if (value.isEmpty() || value.contains(u"://"_s))
            continue;
        const QString path = QDir::cleanPath(value.startsWith(u'/') ? value : folder + u'/' + value);
        if (section == u"packageSources")
            places.localSources.append(path);
        else if (section == u"fallbackPackageFolders")
            places.fallbacks.append(path);
    }
    return places;
}

NuGetPlaces findNuGetPlaces(const QString &workspace)
{
    NuGetPlaces places;
    const QString home = QDir::homePath();
    for (const QString &path : {home + u"/.nuget/NuGet/NuGet.Config"_s, home + u"/.config/NuGet/NuGet.Config"_s}) {
        if (QFileInfo(path).isFile())
            places.configs.append(path);
    }
    const QDir machine(u"/etc/opt/NuGet/Config"_s);
    for (const QString &name : machine.entryList({u"*.config"_s, u"*.Config"_s}, QDir::Files))
        places.configs.append(machine.filePath(name));

    QStringList configs = places.configs;
    for (QDir dir(workspace); dir.exists();) {
        for (const QString &name : {u"nuget.config"_s, u"NuGet.config"_s, u"NuGet.Config"_s}) {
            if (dir.exists(name))
                configs.append(dir.filePath(name));
        }
        if (!dir.cdUp())
            break;
    }
    addFolder(qEnvironmentVariable("NUGET_PACKAGES", home + u"/.nuget/packages"_s), places.fallbacks);
    for (const QString &folder : qEnvironmentVariable("NUGET_FALLBACK_PACKAGES").split(u';', Qt::SkipEmptyParts))
        addFolder(folder, places.fallbacks);
    for (const QString &config : configs) {
        const NuGetPlaces read = readNuGetConfig(bytesIn(config), QFileInfo(config).path());
        for (const QString &folder : read.fallbacks)
            addFolder(folder, places.fallbacks);
        for (const QString &folder : read.localSources)
            addFolder(folder, places.localSources);
    }
    return places;
}

QStringList offlineSources(const QString &packages, const NuGetPlaces &places)
{
    QStringList arguments = {u"--source"_s, packages};
    for (const QString &folder : places.fallbacks)
        arguments += {u"--source"_s, folder};
    return arguments;
}

QList<Bind> offlineBinds(const QString &packages, const NuGetPlaces &places)
{
    QList<Bind> binds = {{.source = packages, .target = packages}};
    for (const QString &folder : places.fallbacks)
        binds.append({.source = folder, .target = folder});
    return binds;
}

QList<Bind> onlineBinds(const QString &packages, const NuGetPlaces &places, const QString &home)
{
    QList<Bind> binds = offlineBinds(packages, places);
    binds.first().writable = true;
    for (const QString &folder : places.localSources)
        binds.append({.source = folder, .target = folder});
    for (const QString &config : places.configs) {
        const bool machine = config.startsWith(u"/etc/");
        binds.append({.source = config, .target = machine ? config : home + u"/.nuget/NuGet/NuGet.Config"_s});
        if (!machine)
            break;
    }
    return binds;
}

QStringList fallbackArguments(const NuGetPlaces &places)
{
    if (places.fallbacks.isEmpty())
        return {};
    return {u"-p:RestoreFallbackFolders=\"%1\""_s.arg(places.fallbacks.join(u';'))};
}

QStringList missingPackages(const QList<domain::Diagnostic> &diagnostics)
{
    static const QStringList ids = {u"NU1100"_s, u"NU1101"_s, u"NU1102"_s, u"NU1103"_s, u"NU1106"_s};
    static const QRegularExpression name(
        u"(?:package|resolve) '?([\\w.-]*\\w)'?(?: with version)?\\s*(\\([^)]*\\))?"_s);
    QStringList found;
    for (const domain::Diagnostic &diagnostic : diagnostics) {
        if (!ids.contains(diagnostic.id))
            continue;
        const auto match = name.match(diagnostic.message);
        const QString text =
            match.hasMatch() ? u"%1 %2"_s.arg(match.captured(1), match.captured(2)).trimmed() : diagnostic.message;
        if (!found.contains(text))
            found.append(text);
    }
    found.sort();
    return found;
}

} // namespace stepladder::toolchain

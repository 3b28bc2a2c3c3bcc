// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "toolchain/sandbox/sandbox.h"

#include <QByteArray>
#include <QStringList>

namespace stepladder::toolchain {

/// Where NuGet's packages lie on this machine, besides our own folder.
struct NuGetPlaces
{
    QStringList configs; ///< NuGet.Config files of user and machine
    QStringList fallbacks; ///< package folders that may be read: the user's own and the configured fallbacks
    QStringList localSources; ///< folders that serve as package sources

    bool operator==(const NuGetPlaces &) const = default;
};

/// From the environment, the user's and the machine's configuration and the nuget.config files from \p workspace
/// upwards.
NuGetPlaces findNuGetPlaces(const QString &workspace);
/// Folders that a NuGet.Config names as sources and as fallbacks; relative ones are relative to \p folder.
NuGetPlaces readNuGetConfig(const QByteArray &xml, const QString &folder);

/// What the offline sandbox sees: our packages and the fallbacks, read-only.
/// What a restore without network may look into: folders of packages are sources too, so that floating versions find
/// theirs.
QStringList offlineSources(const QString &packages, const NuGetPlaces &places);
QList<Bind> offlineBinds(const QString &packages, const NuGetPlaces &places);
/// What the sandbox with network sees: our packages writable, sources, fallbacks and the user's configuration
/// read-only.
QList<Bind> onlineBinds(const QString &packages, const NuGetPlaces &places, const QString &home);
/// MSBuild's arguments that name the fallbacks.
QStringList fallbackArguments(const NuGetPlaces &places);

/// Names of the packages that a restore could not find, "Name" or "Name (version)", sorted.
QStringList missingPackages(const QList<domain::Diagnostic> &diagnostics);

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/csharp/csharpbuild.h"
#include "toolchain/toolchain.h"

#include <QHash>

#include <optional>

namespace stepladder::toolchain {

/// How a project was compiled in the last full build, for one target framework. Paths are relative to the repository.
struct CompileRecord
{
    QString key;
    QString folder; ///< of the project
    QStringList options; ///< the compiler's arguments but sources, outputs and references
    QStringList references; ///< as they stood: absolute paths inside
    QStringList ownSources; ///< below the folder, generated ones aside
    QStringList otherSources; ///< generated or linked: as they stood on the command line
    QString output; ///< what the compiler wrote
    QString reference; ///< what others compile against
    QString assembly; ///< what is run
    QByteArray sources; ///< hash of all sources
    QByteArray outputHash;
    QByteArray referenceHash;
    QList<int> dependsOn; ///< places in the build's list, all before this one
};

/// A full build, as far as the quick way needs it.
struct BuildRecord
{
    QString projectFiles; ///< hash
    QList<CompileRecord> projects; ///< each behind what it depends on
    QList<BuiltProject> built;
};

/// Takes down what the build on \p site left in \p results. nullopt where compiling the recorded lines could mean
/// something else than the build did: sources that are no simple glob, inputs besides sources, a project that was not
/// built.
std::optional<BuildRecord> recordBuild(const Site &site, const QString &results, const QList<BuiltProject> &built,
                                       const QStringList &leftOut, const QString &projectFiles);

/// The .cs files of a project's folder as `dotnet` globs them: not in bin, obj and dot-folders; relative to the folder.
QStringList globbedSources(const QString &folder);
/// sha256 of a file's content; empty where there is none.
QByteArray fileHash(const QString &path);
/// sha256 over names and contents of \p files, relative to \p folder.
QByteArray filesHash(const QString &folder, const QStringList &files);

} // namespace stepladder::toolchain

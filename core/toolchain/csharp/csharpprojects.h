// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace stepladder::toolchain {

/// The projects of a workspace, and what to hand to `dotnet build` so that all of them are built once.
struct CSharpProjects
{
    QStringList solutions; ///< .sln and .slnx, relative, sorted
    QStringList projects; ///< .csproj, relative, sorted
    QStringList tests; ///< those of them that are test projects, by what their file says
    bool windows = false; ///< some aim at Windows, which needs its targeting packs
    /// One solution that holds every project, or the only project; empty: a solution is to be made of all projects.
    QString target;
};

/// Looks at the files below \p workspace; nothing is executed.
CSharpProjects findCSharpProjects(const QString &workspace, const QStringList &skip);

/// The projects that a solution (.sln or .slnx) names, relative to the workspace; \p solution is relative to it too.
QStringList projectsOfSolution(const QByteArray &text, const QString &solution);

/// A .sln of \p projects (paths as given).
QByteArray makeSolution(const QStringList &projects);

/// Whether a project file makes a test project.
bool isTestProject(const QByteArray &projectFile);

/// sha256 over names and contents of everything below \p workspace that steers restore and build (project, props and
/// targets files, solutions, global.json, nuget.config, lock files), hex. \p salt joins it.
QString projectFilesHash(const QString &workspace, const QStringList &skip, const QByteArray &salt);

} // namespace stepladder::toolchain

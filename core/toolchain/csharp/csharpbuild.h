// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/evidence.h"
#include "toolchain/sandbox/sandbox.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace stepladder::toolchain {

/// What our targets file made a project's build tell of itself, for one target framework.
struct BuiltProject
{
    QString key; ///< names its files in the results folder
    QString project; ///< path inside the sandbox
    QString framework; ///< "net10.0"
    QString assembly; ///< path inside of what is made
    bool isTest = false;
    bool testingPlatform = false; ///< runs itself (Microsoft.Testing.Platform)
    bool xunitOnTestingPlatform = false; ///< xunit.v3 told to take the testing platform's command line
    QString adapters; ///< folders of test adapters and collectors, separated by ';'
    QString runSettings;
    QString assets; ///< project.assets.json, inside
    QString roslyn; ///< folder of the compiler
    QStringList compiled; ///< source files, inside
    bool built = false; ///< its assembly was made, or stood there and was up to date
};

/// The MSBuild file that every project of a build imports: sends diagnostics as SARIF to \p results, leaves out
/// \p leaveOut (paths inside), and notes what the project is. Its own newness makes every project compile again, so
/// that no stale output can speak for a candidate.
QByteArray buildTargets(const QString &results, const QStringList &leaveOut);

/// Reads what the targets file wrote into \p results.
QList<BuiltProject> readBuiltProjects(const QString &results);

/// Where the coverage collector lies that a project.assets.json names; empty when it names none that is there.
QString coverletFolder(const QByteArray &assets);

/// The one framework of each test project whose tests run here: the highest .NET that has a runtime in \p runtimes
/// ("10.0.12"), else the highest .NET at all (it rolls forward). Frameworks that are no .NET have no tests here.
QList<BuiltProject> runnableTests(const QList<BuiltProject> &projects, const QStringList &runtimes);

/// What `dotnet` says when it cannot even begin (SDK or runtime missing): MissingTool. nullopt when it did begin.
std::optional<domain::Error> dotnetFault(const ProcessResult &done);

/// \p first and those of \p second that it does not have.
QList<domain::Diagnostic> mergeDiagnostics(const QList<domain::Diagnostic> &first,
                                           const QList<domain::Diagnostic> &second);

} // namespace stepladder::toolchain

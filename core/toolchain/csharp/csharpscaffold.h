// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/commandtoolchain.h"

namespace stepladder::toolchain {

/// Makes src/<name> by `dotnet new`, tests/<name>.Tests with the pinned packages of \p testFramework, and a solution of
/// both. The files made, sorted. BadInput (scaffold, framework or name), Toolchain.
domain::Result<QStringList> scaffoldCSharp(const Descriptor &descriptor, SiteRunner &runner, const Tooling &tooling,
                                           const QString &scaffold, const QString &projectName,
                                           const QString &testFramework);

/// The project file of a test project.
QByteArray testProjectFile(const TestFramework &framework, const QString &targetFramework, const QString &reference);

} // namespace stepladder::toolchain

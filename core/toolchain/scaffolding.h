// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "toolchain/descriptor.h"

namespace stepladder::toolchain {

/// A project name becomes folders and namespaces: letters, digits, '_', '-' and '.', beginning with a letter. BadInput.
domain::Result<void> checkProjectName(const QString &name);
/// \p name as a module of languages whose modules are lower case words: "My.Shop" → "my_shop".
QString moduleName(const QString &name);
/// {name} and {module} in \p texts filled in.
QStringList fillScaffold(QStringList texts, const QString &projectName);
/// Writes the files of \p scaffold below \p folder; their paths, sorted. Conflict (a file stands there), Io.
domain::Result<QStringList> writeScaffold(const Scaffold &scaffold, const QString &folder, const QString &projectName);

} // namespace stepladder::toolchain

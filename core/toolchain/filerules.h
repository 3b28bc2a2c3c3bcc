// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace stepladder::toolchain {

/// Whether \p path (forward slashes, relative) matches \p glob. A glob without a slash is of the name alone; "**"
/// stands for any number of folders, "*" and "?" never for a slash, "{a,b}" for one of them. Case matters.
bool matchesGlob(const QString &glob, const QString &path);
bool matchesAnyGlob(const QStringList &globs, const QString &path);

/// Files under \p folder that match one of \p globs, relative, sorted; folders whose names match \p skip (and .git) are
/// not entered, symbolic links not followed.
QStringList filesMatching(const QString &folder, const QStringList &globs, const QStringList &skip);

} // namespace stepladder::toolchain

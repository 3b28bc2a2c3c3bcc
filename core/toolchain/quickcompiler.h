// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/csharp/csharprecord.h"
#include "toolchain/csharp/warmcompiler.h"

#include <optional>

namespace stepladder::toolchain {

/// What the quick way came to.
struct QuickBuild
{
    bool ok = false;
    QList<domain::Diagnostic> diagnostics; ///< paths as the compiler printed them
    qint64 ms = 0;
    QStringList compiled; ///< assemblies, for people
};

/// Compiles the projects whose sources differ from the recorded ones, and those that must follow, and puts the
/// assemblies where the build would. nullopt: something is not as recorded, only a full build can be right. \p
/// leaveOut: sources, relative to the repository. \p work: a folder that the compiler's sandbox may write. Errors are
/// the compiler's surroundings; a caller may take the full way.
domain::Result<std::optional<QuickBuild>> quickBuild(const Site &site, const BuildRecord &record,
                                                     const QStringList &leaveOut, const QString &work,
                                                     WarmCompiler &compiler, std::stop_token stop);

/// The recorded options of \p project as lines of a response file for a compiler that sees the scratch of \p site at
/// its own path: what the line would write beside goes to \p documentation and \p generated.
QStringList recordedOptions(const Site &site, const CompileRecord &project, const QString &documentation,
                            const QString &generated);
/// \p path as the sandbox of the tests sees it, where the compiler's sandbox sees it.
QString onHost(const Site &site, const QString &path);

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/fileops.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace stepladder::workspace {

enum class MissingFolders { Leave, Make };

/// A path that was found to be contained, with its folder open: what happens through it cannot be led elsewhere.
struct GuardedPath
{
    QString path; ///< cleaned, relative to the root
    UniqueFd folder; ///< that holds it; with \c foldersMissing the deepest one there is
    QByteArray name; ///< in that folder
    bool foldersMissing = false;
    std::optional<Stamp> status = {}; ///< of the file; nothing: it does not exist

    bool exists() const { return status.has_value(); }
};

/// Checks \p path, which comes from a model, by the rules of domain::checkStepPath and against what stands below the
/// open folder \p root: no symlink on the way or at its end, no file where a folder is needed or the other way round,
/// no name that differs from an existing one only in case. BadInput (one line naming the path), Io.
domain::Result<GuardedPath> guardPath(int root, const QString &path, MissingFolders missing);
/// The same without checkStepPath, for paths that are our own.
domain::Result<GuardedPath> guardTrustedPath(int root, const QString &path, MissingFolders missing);

} // namespace stepladder::workspace

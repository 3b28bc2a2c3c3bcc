// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/gitrepository.h"
#include "workspace/stagetree.h"

#include <optional>

namespace stepladder::workspace {

/// What a commit does to one path from the top of the repository.
struct StageChange
{
    QByteArray path;
    std::optional<QByteArray> content; ///< nothing: it goes
    bool link = false; ///< the content is a symlink's text
    uint mode = 0644;
};

/// Writes \p changes as one commit on top of \p head: objects and ref first and synced, then the stage's files, so that
/// a crash at any moment is mended from the objects when the stage is opened again. \p head when there is nothing to
/// do.
domain::Result<QByteArray> commitChanges(StageTree &tree, GitRepository &git, const QByteArray &head,
                                         const QList<StageChange> &changes, const QString &message);

/// Points the branch and our own note of it at \p commit.
domain::Result<void> moveBranch(const StageTree &tree, GitRepository &git, const QByteArray &commit);

} // namespace stepladder::workspace

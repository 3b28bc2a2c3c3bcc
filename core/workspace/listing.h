// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/gitrepository.h"
#include "workspace/stage.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <stop_token>

namespace stepladder::workspace {

/// A file that a stage takes.
struct ListedFile
{
    QByteArray path; ///< from the top
    bool link = false;
    uint mode = 0; ///< permission bits
    qint64 size = 0;
    TreeMode treeMode = TreeMode::File;
    QByteArray keepId = {}; ///< blob that stands for it in the tree; empty: the bytes on disk are written
    bool inTree = true; ///< false: in the stage only (of a submodule, or ignored and included)
};

struct Listing
{
    QString top; ///< the repository's folder, or the workspace itself
    QList<ListedFile> files;
    QList<TreeEntry> treeOnly; ///< in the tree and not in the stage: submodules' commits, sparse files
    QStringList leftOut; ///< ignored and not taken, from the top; folders with a slash at the end
};

/// What a stage of \p repository takes; \p skip is a folder (ours) that is left out. Io, Cancelled.
domain::Result<Listing> listRepository(const GitRepository &repository, const StageRules &rules, const QString &skip,
                                       const std::stop_token &stop);
/// The same for a folder without a repository.
domain::Result<Listing> listFolder(const QString &folder, const StageRules &rules, const QString &skip,
                                   const std::stop_token &stop);

} // namespace stepladder::workspace

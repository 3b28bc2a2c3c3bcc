// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/stage.h"

#include <stop_token>

namespace stepladder::workspace {

/// A plain copy of a workspace, without a branch and without a record: to look at, not to work in.
struct Snapshot
{
    QString folder; ///< the copy of the whole repository (else of the workspace)
    QString repository; ///< what it is a copy of
    QString prefix; ///< of the workspace in it; empty: the same
};

/// Copies the repository that \p workspace lies in (else the folder) into the empty \p folder, by the rules of a stage.
/// BadInput, Io, DiskFull, Cancelled.
domain::Result<Snapshot> takeSnapshot(const QString &workspace, const QString &folder, const StageRules &rules,
                                      std::stop_token stop);

} // namespace stepladder::workspace

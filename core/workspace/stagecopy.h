// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/listing.h"
#include "workspace/stagerecord.h"

#include <functional>
#include <stop_token>

namespace stepladder::workspace {

/// What create() was asked for.
struct CopyOrder
{
    QString workspace;
    QString folder; ///< of the stage
    QString run;
    StageRules rules;
    bool allowLarge = false;
    std::function<void(qint64 files, qint64 bytes)> progress = {};
    std::stop_token stop = {};
};

/// Copies the repository that the workspace lies in (else the folder) into the stage's folder, writes the first commit
/// and the ref, and last the record. What an earlier try left is removed first. Errors as Stage::create.
domain::Result<void> copyIntoStage(const CopyOrder &order);

} // namespace stepladder::workspace

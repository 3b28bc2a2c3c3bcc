// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/globrules.h"
#include "workspace/scratchreset.h"
#include "workspace/stagetree.h"

namespace stepladder::workspace {

/// Puts the build outputs kept by an earlier process into the image; an unfinished keeping is thrown away.
domain::Result<void> loadOutputs(StageTree &tree);

/// Makes the outputs in the open folder \p scratch part of the image, times kept. A build tool believes times, so a
/// source that is not what those outputs were made from becomes newer than they are, and one that is gets the time it
/// had in the scratch. The caller holds the tree's lock.
domain::Result<void> keepOutputs(StageTree &tree, int scratch, const ScratchStamps &stamps, const GlobRules &rules);

} // namespace stepladder::workspace

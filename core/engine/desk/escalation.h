// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// A level above the ladder's attempts begins: why it came to this is said, and the root cause is analysed anew
/// (design.md §5.9). Climb::member tells the keys of one such beginning from those of another.
domain::Result<void> escalate(RunParts &parts, Climb &climb, const domain::Rung &rung);

} // namespace stepladder::engine

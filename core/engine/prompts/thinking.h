// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

/// Asks the thinker once a step, before its first generation, for guidance, key points, risks and an approach
/// (base-v2.md). An unreadable answer leaves neutral values.
domain::Result<void> think(RunParts &parts, Climb &climb, const domain::Rung &rung);

} // namespace stepladder::engine

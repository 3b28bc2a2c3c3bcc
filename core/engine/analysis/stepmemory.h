// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// Similar failures from memory, as an effect. At most 10 (design.md §5.9).
domain::Result<QList<memory::StepRecord>> similarFailures(RunParts &parts, const Climb &climb);

/// Writes what a step teaches into memory when it ended: failures and what worked, or a success at the first attempt.
domain::Result<void> rememberStep(RunParts &parts, const Climb &climb);

/// All issues of a climb's attempts, for signatures.
QList<domain::Issue> issuesOf(const Climb &climb);

/// The words with which a person helped to what \p record remembers; empty: it went without.
QString guidanceIn(const memory::StepRecord &record);

} // namespace stepladder::engine

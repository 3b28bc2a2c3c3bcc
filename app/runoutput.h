// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/progressprinter.h"
#include "engine/control/runcontroller.h"

namespace stepladder::app {

/// Runs \p begin with a controller that prints what happens, waits for the end, prints the summary; the exit code of
/// design.md §8.
int driveRun(const storage::Locations &locations, bool json,
             const std::function<domain::Result<QString>(engine::RunController &)> &begin);

} // namespace stepladder::app

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/runcontroller.h"
#include "engine/run/runsession.h"

namespace stepladder::engine {

/// Hears what is committed, from a journal's first entry on.
using EntryListener = std::function<void(const QList<domain::Entry> &)>;

/// Reads and checks what a new run needs, and makes its journal with its pins. BadInput, MissingTool, Io, DiskFull.
domain::Result<SessionSetup> setUpNewRun(const storage::Locations &locations, const storage::Clock &clock,
                                         const StartRequest &request, const EntryListener &listener);

/// Opens a run that goes on, with what it pinned. NotFound, Locked, Corrupt, NewerVersion.
domain::Result<SessionSetup> setUpResumedRun(const storage::Locations &locations, const storage::Clock &clock,
                                             const ResumeRequest &request, const EntryListener &listener);

/// A fresh run id: UTC time and some letters.
QString newRunId(const storage::Clock &clock);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/calls/effects.h"
#include "engine/calls/modelcaller.h"
#include "engine/control/testnews.h"
#include "engine/desk/desk.h"
#include "engine/plan/planstate.h"
#include "engine/prompts/denylist.h"
#include "engine/prompts/prompts.h"
#include "engine/run/runoptions.h"
#include "memory/memorystore.h"
#include "storage/clock.h"
#include "toolchain/toolchain.h"
#include "workspace/stage.h"

namespace stepladder::storage {
struct Locations;
}

namespace stepladder::engine {

class Baselines;
class Breakpoints;
class Wants;

/// What the engines of one run share. Owned by the session (run/runsession.h), which outlives them.
struct RunParts
{
    const domain::Ladder &ladder;
    const RunOptions &options;
    const PromptLibrary &prompts;
    PlanState &plan;
    Effects &effects;
    ModelCaller &models;
    Desk &desk;
    workspace::Stage &stage;
    toolchain::Toolchain &toolchain;
    memory::MemoryStore &memory;
    Baselines &baselines;
    const storage::Clock &clock;
    const DenyList &denied; ///< files whose contents stay on this machine
    TestListener onTest; ///< may be empty
    QString reportFolder; ///< where failure reports and the summary go
    Wants &wants;
    Breakpoints &breakpoints;
    const storage::Locations &locations; ///< experts and what is learned from people

    /// The run's mode as it stands: a person may change it. For the inside of an effect.
    domain::Mode mode() const;
    /// Whether people are asked at all.
    bool asksPeople() const { return !options.noHuman && mode() != domain::Mode::Autonomous; }
};

/// How the sandbox is to see \p scratch.
toolchain::Site siteOf(const workspace::Stage &stage, const workspace::Scratch &scratch);

} // namespace stepladder::engine

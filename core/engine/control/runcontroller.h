// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/error.h"
#include "domain/ladder.h"
#include "domain/models.h"
#include "domain/plan.h"
#include "domain/run.h"
#include "engine/control/testnews.h"
#include "engine/control/wishes.h"
#include "storage/clock.h"
#include "storage/locations.h"

#include <functional>
#include <memory>
#include <optional>

namespace stepladder::engine {

/// What a new run is to do.
struct StartRequest
{
    domain::Plan plan;
    QString workspace; ///< an existing folder
    QString ladder = {}; ///< id; empty: never-surrender
    domain::ModelsConfig models;
    domain::Mode mode = domain::Mode::Guarded;
    std::optional<domain::MicroUsd> budget = {}; ///< cap of the run
    std::optional<domain::MicroUsd> perCall = {};
    std::optional<domain::MicroUsd> perStep = {};
    std::optional<domain::MicroUsd> perDay = {};
    std::optional<int> paidCalls = {};
    bool noEnsemble = false;
    bool noExpert = false;
    bool noHuman = false;
    bool noTests = false;
    bool noWait = false;
    int parallel = 4;
    bool allowLarge = false; ///< a workspace over 2 GB
    QString recordFile = {}; ///< scripted answers of the live calls are appended here
    wish::Attach attach = {}; ///< goes into every prompt
};

struct ResumeRequest
{
    QString run;
    std::optional<domain::MicroUsd> budget = {}; ///< a new total
    bool repin = false;
    bool noWait = false;
    std::optional<domain::ModelsConfig> models = {}; ///< only with repin
};

/// What a run came to when it stopped being run here.
struct RunOutcome
{
    domain::RunFinished finished = {};
    QString pauseKind = {}; ///< why paused: cap, person, blocked, interrupted, disk_full, diverged, unscripted, missing
    QString reason = {};
    std::optional<domain::Error> error = {};
    bool alreadyEnded = false; ///< resume of an ended run: nothing was run
};

/// News of a run, on threads of the engine: values only.
struct RunListener
{
    std::function<void(const QList<domain::Entry> &)> entries = {}; ///< committed ones, in order
    std::function<void(const QString &)> progress = {}; ///< one line for people
    /// Text still streaming, no fact: step, attempt, model, delta.
    std::function<void(const QString &, int, const QString &, const QString &)> streamed = {};
    TestListener test = {};
    /// The run stopped being run here; the last that is told of it.
    std::function<void(const RunOutcome &)> ended = {};
};

/// Starts, pauses, resumes and stops one run, on a thread of its own; the one engine header that the window may
/// include.
class RunController
{
public:
    RunController(storage::Locations locations, const storage::Clock &clock, RunListener listener);
    /// Pauses, and waits until what is in flight has ended.
    ~RunController();

    /// Checks everything that can be checked, makes the run, starts it; its id. BadInput, MissingTool, Io, DiskFull.
    domain::Result<QString> start(const StartRequest &request);
    /// Goes on with a run. NotFound, Locked (another process runs it), Corrupt, NewerVersion, BadInput.
    domain::Result<QString> resume(const ResumeRequest &request);

    void pause(); ///< what is in flight finishes and is recorded; nothing new begins
    void stop(); ///< what is in flight is cancelled, the run ends as cancelled
    /// Blocks until the run stopped being run.
    RunOutcome wait();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// The ladder \p id as a user would get it: their own file before ours. NotFound, BadInput.
domain::Result<domain::Ladder> readLadder(const storage::Locations &locations, const QString &id);

/// A copy of run \p run up to the start of \p step as a new run: its id. NotFound, Locked, Io.
domain::Result<QString> forkRun(const storage::Locations &locations, const storage::Clock &clock, const QString &run,
                                const QString &step);

} // namespace stepladder::engine

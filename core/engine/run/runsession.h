// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/desk/notifier.h"
#include "engine/desk/shownprompts.h"
#include "engine/judging/baselines.h"
#include "engine/plan/planrunner.h"
#include "engine/run/runrecord.h"
#include "engine/wishes/breakpoints.h"
#include "storage/locations.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace stepladder::engine {

/// What a run needs beside its journal, whether it begins or goes on.
struct SessionSetup
{
    QString run;
    QString folder; ///< of the run
    storage::Locations locations;
    domain::Plan plan;
    domain::Ladder ladder;
    RunOptions options;
    QString workspace;
    bool allowLarge = false;
    qint64 sinceMs =
        0; ///< UTC, before the run's lock was taken: older wishes to pause or stop were for another session
    PromptLibrary prompts = {};
    std::unique_ptr<toolchain::Toolchain> toolchain = {};
    std::unique_ptr<models::ModelClients> clients = {};
    std::unique_ptr<memory::MemoryStore> memory = {};
    std::unique_ptr<journal::Journal> journal = {};
    std::optional<RunRecord> record = {}; ///< of a run that goes on
    std::optional<QJsonObject> newPins = {}; ///< of a run that goes on with other pins than before
    QList<journal::Draft> wants = {}; ///< of a new run: what people want of it from the start, as journalled
    StreamBus *bus = nullptr;
    std::function<void(const QString &)> onProgress = {}; ///< one line for people, any thread
    TestListener onTest = {};
    std::function<void(bool stop)> onHalt = {}; ///< somebody wants the run to pause or to stop; any thread
};

/// How a session ended.
struct SessionEnd
{
    domain::RunFinished finished = {};
    QString pauseKind = {};
    QString reason = {};
    std::optional<domain::Error> error = {};
};

/// One run from where it stands to its end or its pause: stage, prepare, baseline, plan, final build, reports.
/// Straight-line; run() blocks the thread it is called on.
class RunSession
{
public:
    RunSession(SessionSetup setup, const storage::Clock &clock, StopTokens stop);
    ~RunSession();

    SessionEnd run();

private:
    domain::Result<void> openStage();
    domain::Result<void> stageWorkspace(const journal::Key &key, const QString &folder,
                                        const workspace::StageRules &rules);
    domain::Result<void> consentToLarge(const QString &what);
    domain::Result<void> closeLostCalls();
    bool staysHere(const QString &step) const;
    domain::Result<void> restore();
    domain::Result<void> prepare();
    domain::Result<void> scaffold();
    domain::Result<void> checkPlanOnStage();
    SessionEnd live();
    PlanRunner::Past past() const;
    bool hasMoreToDo() const;
    SessionEnd endOf(const PlanEnd &end);
    /// Nothing: something to do came up while the whole was built.
    std::optional<SessionEnd> finish(RunParts &parts, Validator &validator);
    SessionEnd paused(const QString &kind, const QString &reason, std::optional<domain::Error> error);
    SessionEnd failedWith(const domain::Error &error);
    domain::Result<void> report(RunParts &parts);
    domain::RunFinished counted(domain::RunStatus status);
    void say(const QString &line) const;
    void warn(const QString &step, const QString &line) const;

    SessionSetup m_setup;
    const storage::Clock &m_clock;
    Effects m_effects;
    models::Budget m_budget;
    DayLedger m_ledger;
    PlanState m_plan;
    Baselines m_baselines;
    DenyList m_denied;
    Wants m_wants;
    domain::Result<std::unique_ptr<Notifier>> m_notifier; ///< null: the user has no webhooks
    Desk m_desk;
    Breakpoints m_breakpoints;
    ShownPrompts m_prompts;
    ModelCaller m_models;
    std::unique_ptr<workspace::Stage> m_stage;
    std::shared_ptr<const domain::Evidence> m_initial;
};

} // namespace stepladder::engine

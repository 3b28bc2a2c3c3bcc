// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace stepladder::domain {

enum class Mode { Supervised, Guarded, Autonomous };
QString toString(Mode mode);
std::optional<Mode> modeFromString(QStringView text);

/// The state of a step, as it is counted and shown.
enum class StepState {
    Pending,
    Running,
    Waiting, ///< for a person
    Blocked, ///< by its surroundings: endpoint, sandbox, disk
    Accepted,
    AcceptedByPerson,
    Unproven,
    Stubbed,
    Unchanged, ///< a file that existed and stayed as it was
    Skipped,
};
QString toString(StepState state);
std::optional<StepState> stepStateFromString(QStringView text);
inline bool isEnded(StepState state)
{
    return state >= StepState::Accepted;
}

enum class RunStatus { Running, Accepted, Partial, Paused, Cancelled, Failed };
QString toString(RunStatus status);
std::optional<RunStatus> runStatusFromString(QStringView text);
/// The exit code of `run` and `resume` for the status a run ended in: 0, 1, 3, 5.
int exitCode(RunStatus status);

/// Each step counted once.
struct StepCounts
{
    int accepted = 0;
    int acceptedByPerson = 0;
    int unproven = 0;
    int stubbed = 0;
    int unchanged = 0;
    int skipped = 0;
    int waiting = 0;
    int blocked = 0;
    int pending = 0; ///< running ones too

    void add(StepState state);
    bool operator==(const StepCounts &) const = default;
};
QJsonObject toJson(const StepCounts &counts);

/// The last line of `run --json` and `resume --json`.
struct RunFinished
{
    QString run;
    RunStatus status = RunStatus::Paused;
    StepCounts steps = {};
    int attempts = 0;
    MicroUsd cost = 0;
};
QJsonObject toJson(const RunFinished &finished);

} // namespace stepladder::domain

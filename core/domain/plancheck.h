// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"

#include <QList>

namespace stepladder::domain {

/// One thing that is wrong with a plan.
struct PlanFault
{
    qsizetype step = -1; ///< its place in Plan::steps; -1: of the plan itself
    QString field; ///< as in JSON: "file", "dependsOn", "options.testFramework"
    QString message; ///< what is wrong and what was expected, without the field

    bool operator==(const PlanFault &) const = default;
};

/// Everything that checkPlan would say, in its order, one fault after the other is mended. Cycles are only looked for
/// where every id and dependency is right.
QList<PlanFault> planFaults(const Plan &plan);

/// Checks what JSON cannot say: an empty task, a name that would leave its place (language, project, scaffold), a
/// missing or doubled id, an unknown or own dependency, a cycle, two steps for one file or for a file and a folder of
/// one name, a path outside the workspace or in a place no step may touch. Each names the step. BadInput.
Result<void> checkPlan(const Plan &plan, const QString &where);

/// The path as a step may name it (relative, cleaned, forward slashes), or why not: empty, absolute, outside the
/// workspace, `.git*`, `.stepladder/`, a CI file, a device name, control or invisible characters. BadInput.
Result<QString> checkStepPath(const QString &path);

/// Ids in an order in which every step follows what it depends on: always the first of the plan that can be next.
/// The plan must have passed checkPlan; else what is in a cycle, or depends on it or on nothing known, is left out.
QStringList dependencyOrder(const Plan &plan);

} // namespace stepladder::domain

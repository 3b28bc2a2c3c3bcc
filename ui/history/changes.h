// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/projection.h"

#include <QStringList>

namespace stepladder::ui {

/// A step that stands differently than before.
struct StepChange
{
    QString step;
    QString file;
    domain::StepState before = domain::StepState::Pending;
    domain::StepState now = domain::StepState::Pending;
    int attempts = 0; ///< made meanwhile
    domain::MicroUsd cost = 0; ///< spent on it meanwhile
    QString reason = {}; ///< why it stands so, where there is a word about it

    bool operator==(const StepChange &) const = default;
};

/// What happened in a run between two moments.
struct Changes
{
    QList<StepChange> steps = {}; ///< in the plan's order
    int attempts = 0;
    domain::MicroUsd spent = 0;
    int waiting = 0; ///< steps that wait for a person now
    domain::RunStatus before = domain::RunStatus::Running;
    domain::RunStatus now = domain::RunStatus::Running;
    qint64 ms = 0; ///< between the two

    bool empty() const { return steps.isEmpty() && attempts == 0 && spent == 0 && before == now; }
};

Changes changesBetween(const journal::Moment &before, const journal::Moment &now);
/// One sentence: "In 12 min: 4 attempts, $0.30 spent, 2 steps ended, 1 waits for you."
QString summaryOf(const Changes &changes);
/// One line about a step: "accepted after 3 attempts, $0.12".
QString lineOf(const StepChange &change);

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/money.h"
#include "domain/run.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace stepladder::journal {

/// One attempt as lists and ladders show it.
struct AttemptState
{
    QString step;
    int number = 0; ///< as attempt.started says; 0: a person's code or a stub, shown and not counted
    int epoch = 0;
    QString rung;
    QString kind; ///< of the rung
    QString model;
    QString state; ///< "running", "passed", "failed", "no_candidate", "ended" (analyse, rethink), "overtaken"
    double score = 0;
    QString summary;
    domain::MicroUsd cost = 0;
    qint64 startedMs = 0;
    qint64 endedMs = 0;
    qint64 verdictSeq = 0; ///< seq of verdict.reached; 0: none
    qint64 startedSeq = 0; ///< seq of attempt.started: the order in which attempts were made

    bool operator==(const AttemptState &) const = default;
};

/// One step as the plan shows it.
struct StepView
{
    QString id;
    QString title;
    QString file;
    domain::StepState state = domain::StepState::Pending;
    int epoch = 0;
    int attempts = 0; ///< counted ones
    double score = 0; ///< of the best, of the accepted once it is accepted
    domain::MicroUsd cost = 0;
    QString strategy; ///< of an ended step
    QString reason; ///< why waiting, blocked, skipped, stubbed
    QString commit; ///< of an ended step that changed the stage
    qint64 startedMs = 0;
    qint64 endedMs = 0;
    QString request = {}; ///< what a waiting step waits for

    bool operator==(const StepView &) const = default;
};

struct RunView
{
    QString run;
    QString task;
    QString language;
    QString workspace;
    QString branch;
    domain::RunStatus status = domain::RunStatus::Running;
    QString reason; ///< why paused or failed
    domain::StepCounts counts;
    int attempts = 0;
    domain::MicroUsd spent = 0;
    domain::MicroUsd reserved = 0;
    int paidCalls = 0;
    qint64 createdMs = 0;
    qint64 updatedMs = 0;
    qint64 seq = 0; ///< of the last entry seen

    bool operator==(const RunView &) const = default;
};

/// A run at one moment: what reducers made of the entries up to RunView::seq.
struct Moment
{
    RunView run;
    QList<StepView> steps; ///< in the plan's order
    QList<AttemptState> attempts; ///< in the order made
};

} // namespace stepladder::journal

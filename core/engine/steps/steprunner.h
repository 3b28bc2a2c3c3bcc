// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"
#include "engine/wishes/stepwishes.h"

namespace stepladder::engine {

/// Climbs the ladder with one step, from its start. What is recorded is replayed in milliseconds; the first effect
/// without a record is where life goes on. Several run at once, each on its own thread.
class StepRunner
{
public:
    explicit StepRunner(RungTools tools);

    /// Awaiting (detail = request, empty: a step that has to come first), OverBudget, Cancelled, infrastructure errors,
    /// UnscriptedCall, Diverged. \p stubNow: a person decided for a stub when money ran out. \p words: what a person
    /// said when it was reopened.
    domain::Result<StepEnd> run(const domain::Step &step, int epoch, bool stubNow, const QString &words = {});

private:
    domain::Result<void> climbToEnd(Climb &climb, bool stubNow);
    domain::Result<void> climbRungs(Climb &climb);
    domain::Result<void> climbRung(Climb &climb, const domain::Rung &rung);
    domain::Result<void> leave(Climb &climb);
    domain::Result<void> obey(Climb &climb, const Decision &decision);
    domain::Result<void> visitPerson(Climb &climb);
    domain::Result<void> makeStub(Climb &climb);
    domain::Result<StepEnd> finish(Climb &climb);
    std::optional<QString> reasonToSkip(const Climb &climb, const domain::Rung &rung) const;
    domain::Result<void> noteLevel(Climb &climb, const QString &type, const domain::Rung &rung, const QString &reason);

    RungTools m_tools;
    RunParts &m_parts;
    StepWishes m_wishes;
};

} // namespace stepladder::engine

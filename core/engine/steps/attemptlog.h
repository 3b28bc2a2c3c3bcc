// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/judging/judgement.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// Writes what happens to an attempt into the journal and into the climb. Attempts are numbered in the order made.
class AttemptLog
{
public:
    explicit AttemptLog(RunParts &parts);

    /// Begins the next attempt, played by \p model.
    domain::Result<void> begin(Climb &climb, const domain::Rung &rung, const QString &role, const QString &model);
    /// The first half of begin(): the next attempt has a number; the second half: it is said that it began.
    static void number(Climb &climb, const domain::Rung &rung, const QString &model);
    domain::Result<void> started(const Climb &climb, const domain::Rung &rung, const QString &role);
    /// Ends the attempt that is under way: "passed|failed|no_candidate|ended|overtaken".
    domain::Result<void> end(Climb &climb, const QString &state, const QString &summary);
    /// Ends the attempt that is under way as one that was none: it is not counted.
    domain::Result<void> endUncounted(const Climb &climb, const QString &why);
    /// Ends what was begun and came to no end of its own: without a verdict it was no attempt, and its number is free.
    domain::Result<void> giveUp(Climb &climb, const QString &why);
    /// Begins what \p person wrote: an attempt without a number, which is not counted. Climb::made is 0 meanwhile.
    domain::Result<void> beginOwn(const Climb &climb, const domain::Rung &rung, const QString &person,
                                  const domain::Candidate &candidate);
    /// Ends it: "passed|failed|unproven|ended".
    domain::Result<void> endOwn(const Climb &climb, const QString &state, double score, const QString &summary);
    /// What was proposed.
    domain::Result<void> candidate(const Climb &climb, const domain::Candidate &candidate);
    /// What came of it, and what was reported beside.
    domain::Result<void> verdict(const Climb &climb, const domain::Verdict &verdict, const Judgement &judgement);
    /// An entry of the collaboration log.
    domain::Result<void> insight(const Climb &climb, const QString &role, const QString &model,
                                 const QString &entryType, const QString &contentType, const QString &text);
    /// The model that a rung's role resolves to, fallbacks behind it; `best` is the model of the best attempt so far.
    QStringList playersOf(const Climb &climb, const QString &role) const;

private:
    domain::Result<void> noteEnd(const Climb &climb, const Attempt &attempt, const QString &state, bool counted,
                                 const QString &summary);

    RunParts &m_parts;
};

/// What an entry says of a verdict: its digest, what was counted, and what was reported beside.
QJsonObject verdictData(const domain::Verdict &verdict, const Judgement &judgement);
/// The message of the commit that takes what \p person wrote for \p step.
QString ownCodeMessage(const domain::Step &step, const QString &person, const QString &why);

} // namespace stepladder::engine

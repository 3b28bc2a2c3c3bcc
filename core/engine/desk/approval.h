// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "engine/rungs/rungrunner.h"
#include "engine/steps/attemptlog.h"
#include "guidance/requests.h"

namespace stepladder::engine {

/// Asks a person whether the candidate of the attempt under way is taken. Who answers with other code for the step's
/// file has it built and tested like any candidate, in a scratch of its own: what passes is taken, what does not is
/// asked about with its own evidence, until somebody decides. Build and tests judge it, no mark is asked of its score
/// and no model is asked about it; the review of what it replaces says nothing of it. It is shown as an attempt without
/// a number and not counted.
class Approval
{
public:
    Approval(RungTools tools, Climb &climb, const domain::Rung &rung);

    enum class End {
        Approved, ///< the attempt's candidate, as it is
        Rejected,
        Over, ///< Climb::end says how: skipped, a stub, a person's code
    };
    struct Outcome
    {
        End end = End::Approved;
        QString reason = {}; ///< of a rejection
    };
    /// Awaiting, infrastructure errors of the validator.
    domain::Result<Outcome> ask(guidance::ApprovalReason why);

private:
    /// A person's code, as it was executed.
    struct Own
    {
        Attempt attempt;
        QString person;
        Validator::Checked checked = {};
    };
    domain::Result<domain::Answer> put(const Attempt &attempt, const QString &model, guidance::ApprovalReason why);
    /// Tries the answer's code, taken where it passes, and what is answered about it where it does not; nullopt: it is
    /// taken.
    domain::Result<std::optional<domain::Answer>> tryCode(const domain::Answer &answer);
    domain::Result<void> execute(Own &own);
    /// Into the stage. False: on the head it would stand on it does not pass.
    domain::Result<bool> take(Own &own, domain::StepState state);
    domain::Result<Outcome> decided(const domain::Answer &answer);

    RungTools m_tools;
    RunParts &m_parts;
    Climb &m_climb;
    const domain::Rung &m_rung;
    AttemptLog m_log;
};

} // namespace stepladder::engine

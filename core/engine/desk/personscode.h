// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"
#include "engine/steps/attemptlog.h"

namespace stepladder::engine {

/// A person's code for a step: built and tested like a candidate, reviewed for advice alone. It is shown as an attempt
/// without a number and not counted.
class PersonsCode
{
public:
    PersonsCode(RungTools tools, Climb &climb, const domain::Rung &rung);

    /// Whether it ended the step: it holds, or the person takes it as it is. Else it stands in Escalation::ownCode with
    /// its findings.
    domain::Result<bool> run(const domain::Answer &answer);

private:
    domain::Result<bool> take(const domain::Answer &answer, const Validator::Checked &checked);
    domain::Result<bool> failed(const domain::Verdict &verdict);

    RungTools m_tools;
    Climb &m_climb;
    const domain::Rung &m_rung;
    AttemptLog m_log;
    Attempt m_try = {};
    std::optional<ReviewOutcome> m_review = {};
};

} // namespace stepladder::engine

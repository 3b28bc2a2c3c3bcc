// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/attemptlog.h"
#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

/// What happens to a candidate once a model has answered: it is executed, reviewed, decided, approved where a person is
/// to be asked, and taken into the stage, or its findings go into the next prompt.
class CandidateTrial
{
public:
    CandidateTrial(RungTools tools, Climb &climb, const domain::Rung &rung);

    domain::Result<RungEnd> run(const ModelReply &reply);

private:
    domain::Result<domain::Candidate> read(const ModelReply &reply);
    domain::Result<RungEnd> withoutCandidate(const QString &summary);
    domain::Result<RungEnd> failed();
    domain::Result<RungEnd> take(const Validator::Checked &checked);
    domain::Result<RungEnd> commit(const Validator::Checked &checked, domain::StepState state);
    domain::Result<RungEnd> overtaken(const Judgement &judgement, bool moved);
    bool needsApproval() const;
    Attempt &attempt() { return m_climb.attempts.last(); }

    RungTools m_tools;
    RunParts &m_parts;
    Climb &m_climb;
    const domain::Rung &m_rung;
    AttemptLog m_log;
    std::optional<ReviewOutcome> m_review = {}; ///< kept when the candidate is executed again on another head
};

} // namespace stepladder::engine

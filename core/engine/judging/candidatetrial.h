// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"
#include "engine/steps/attemptlog.h"

namespace stepladder::engine {

/// What happens to a candidate once a model has answered: it is executed, reviewed, decided, approved where a person is
/// to be asked, and taken into the stage, or its findings go into the next prompt.
class CandidateTrial
{
public:
    CandidateTrial(RungTools tools, Climb &climb, const domain::Rung &rung);

    domain::Result<RungEnd> run(const ModelReply &reply);

    /// The first half: executed, reviewed and decided by the rung's mark; nullopt: there was no candidate. The attempt
    /// has its verdict and goes on.
    domain::Result<std::optional<Validator::Checked>> judge(const ModelReply &reply);
    /// The second half of what was judged: taken, or the attempt's end.
    domain::Result<RungEnd> take(const Validator::Checked &checked);
    /// The end of an attempt that is not taken: the findings that it leaves.
    domain::Result<RungEnd> withoutCandidate();
    domain::Result<RungEnd> failed();
    /// Whether what was judged may be taken: it passed, or it is the first that nothing proves.
    bool mayBeTaken() const;

private:
    domain::Result<domain::Candidate> read(const ModelReply &reply);
    void foundNone(const QString &summary);
    bool isFirstUnproven() const;
    domain::Result<RungEnd> commit(const Validator::Checked &checked, domain::StepState state);
    domain::Result<RungEnd> overtaken(const Judgement &judgement, bool moved);
    bool needsApproval() const;
    Attempt &attempt() const { return m_climb.attempts.last(); }

    RungTools m_tools;
    RunParts &m_parts;
    Climb &m_climb;
    const domain::Rung &m_rung;
    AttemptLog m_log;
    std::optional<ReviewOutcome> m_review = {}; ///< kept when the candidate is executed again on another head
};

} // namespace stepladder::engine

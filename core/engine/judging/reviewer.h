// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/judging/reviewstrategy.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// Asks the configured judges about a candidate that builds and whose tests hold.
class Reviewer
{
public:
    explicit Reviewer(RunParts &parts);

    bool hasJudges() const;
    /// A judge that cannot be asked, or whose review cannot be read twice, is an infrastructure error, never "no
    /// reviewer".
    domain::Result<ReviewOutcome> review(const Climb &climb, const domain::Candidate &candidate,
                                         const Judgement &judgement);

private:
    domain::Result<domain::Review> ask(const Climb &climb, const domain::Candidate &candidate,
                                       const Judgement &judgement, int ordinal, const QStringList &candidates);
    /// Who answered, and the review.
    domain::Result<std::pair<QString, QJsonObject>> askReadably(const Climb &climb, const models::ChatRequest &request,
                                                                int ordinal, const QStringList &candidates);

    RunParts &m_parts;
};

} // namespace stepladder::engine

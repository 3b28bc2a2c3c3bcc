// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

/// The last resort: for a file to create a stub that compiles, for one that existed nothing; a to-do and a failure
/// report.
class StubRung final : public RungRunner
{
public:
    explicit StubRung(RungTools tools);
    domain::Result<RungEnd> climb(Climb &climb, const domain::Rung &rung) override;

private:
    domain::Result<Validator::Checked> firstThatBuilds(Climb &climb, domain::Candidate &candidate);
    domain::Result<void> report(Climb &climb, const domain::Candidate &candidate);

    RungTools m_tools;
};

} // namespace stepladder::engine

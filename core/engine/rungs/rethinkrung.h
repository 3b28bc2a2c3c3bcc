// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

/// The thinker rethinks the architecture of the step: its description changes, no candidate is made (base-v2.md,
/// attempt 9).
class RethinkRung final : public RungRunner
{
public:
    explicit RethinkRung(RungTools tools);
    domain::Result<RungEnd> climb(Climb &climb, const domain::Rung &rung) override;

private:
    RungTools m_tools;
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

/// Asks those who may know this kind of failure (design.md §5.6): articles, and what else the user named. Where one
/// knows, at most two attempts carry its guidance, the pattern to use and an example; they are judged like any other.
/// One consultation each time it is climbed.
class ExpertRung final : public RungRunner
{
public:
    explicit ExpertRung(RungTools tools);
    domain::Result<RungEnd> climb(Climb &climb, const domain::Rung &rung) override;

private:
    domain::Result<void> consult(Climb &climb, const domain::Rung &rung);
    domain::Result<void> remember(const Climb &climb, bool succeeded);

    RungTools m_tools;
};

} // namespace stepladder::engine

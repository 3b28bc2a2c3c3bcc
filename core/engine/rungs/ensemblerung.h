// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

class Ensemble;

/// Several models write the file afresh at the same time; each candidate is judged like any other, and of those that
/// pass one is chosen by what it does (design.md §5.5). Nobody passes: the next rung.
class EnsembleRung final : public RungRunner
{
public:
    explicit EnsembleRung(RungTools tools);
    domain::Result<RungEnd> climb(Climb &climb, const domain::Rung &rung) override;

private:
    domain::Result<RungEnd> takeBest(Climb &climb, const domain::Rung &rung, Ensemble &ensemble);

    RungTools m_tools;
};

} // namespace stepladder::engine

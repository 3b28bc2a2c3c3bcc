// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

/// Root cause analysis of all attempts: similar failures from memory, their patterns, the thinker's analysis. Makes no
/// candidate; may amend the plan with files that have to come first.
class AnalyzeRung final : public RungRunner
{
public:
    explicit AnalyzeRung(RungTools tools);
    domain::Result<RungEnd> climb(Climb &climb, const domain::Rung &rung) override;

private:
    domain::Result<void> amend(Climb &climb, const QJsonObject &analysis);

    RungTools m_tools;
};

} // namespace stepladder::engine

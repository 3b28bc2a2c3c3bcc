// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

/// The ladder's role for a level above the attempts; premium, and where nobody plays it the best so far.
QString roleOfLevel(const RunParts &parts, const domain::Rung &rung);

/// Asks a model for the file and tries what it answers.
class GenerateRung final : public RungRunner
{
public:
    explicit GenerateRung(RungTools tools);
    domain::Result<RungEnd> climb(Climb &climb, const domain::Rung &rung) override;
    /// One attempt by whoever plays \p role.
    domain::Result<RungEnd> tryAs(Climb &climb, const domain::Rung &rung, const QString &role);

private:
    domain::Result<QString> roleFor(const Climb &climb, const domain::Rung &rung);

    RungTools m_tools;
};

} // namespace stepladder::engine

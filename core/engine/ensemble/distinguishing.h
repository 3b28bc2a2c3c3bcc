// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/ensemble/ensemblechoice.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// Finds out where candidates that passed the gates differ: the thinker proposes inputs, the sandbox runs them.
class Distinguishing
{
public:
    Distinguishing(RunParts &parts, const domain::Rung &rung);

    /// Whether there is anything to find out: the language has a driver, and the candidates are not all the same.
    bool isPossible(const QList<const Attempt *> &candidates) const;
    /// Asks the thinker; empty where its answer could not be read twice.
    domain::Result<QList<DistinguishingInput>> inputs(const Climb &climb, const QList<const Attempt *> &candidates);
    /// Runs \p inputs on the attempt under way of \p climb, in a scratch of its own. Empty where nothing can be run.
    domain::Result<QList<toolchain::ProbeOutcome>> outcomes(const Climb &climb,
                                                            const QList<DistinguishingInput> &inputs);

private:
    domain::Result<QString> prompt(const Climb &climb, const QList<const Attempt *> &candidates,
                                   const QStringList &players) const;

    RunParts &m_parts;
    const domain::Rung &m_rung;
};

} // namespace stepladder::engine

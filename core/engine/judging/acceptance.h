// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/judging/judgement.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

#include <functional>
#include <mutex>

namespace stepladder::engine {

class Validator;

/// Takes candidates into the stage, one at a time: build, tests and coverage are executed fully on the head they are to
/// stand on, and only then committed.
class Acceptance
{
public:
    Acceptance(RunParts &parts, Validator &validator);

    /// Whether a candidate still passes with what was executed on the head it is to stand on. Empty: whatever comes of
    /// it.
    using Gate = std::function<bool(const Judgement &)>;

    struct Outcome
    {
        bool committed = false;
        bool overtaken = false; ///< the stage moved meanwhile, and on the new head it is red
        QString commit = {};
        Judgement judgement = {};
    };
    /// Commits \p candidate, judged on \p base before, if \p gate lets it through. A stub and a person's code accepted
    /// as it is have no gate: they are executed for the record.
    domain::Result<Outcome> accept(const Climb &climb, const domain::Candidate &candidate, const QString &base,
                                   const Judgement &before, const QString &message, const Gate &gate);

private:
    domain::Result<Outcome> execute(const Climb &climb, const domain::Candidate &candidate, const QString &base,
                                    const Judgement &before, const QString &message, const Gate &gate);

    RunParts &m_parts;
    Validator &m_validator;
    std::mutex m_turn;
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/desk/decision.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// How a climbing step learns what people want of it. A wish is consumed at a key of the climb, so that a replay hears
/// it there and nowhere earlier.
class StepWishes
{
public:
    explicit StepWishes(RunParts &parts);

    /// Between two tries, before \p rung is climbed (again): takes notes into the climb, asks at breakpoints
    /// (Awaiting), and yields what a person decided. An effect of its own.
    domain::Result<std::optional<Decision>> checkpoint(Climb &climb, const domain::Rung &rung);
    /// Takes notes right before the context of \p purpose is built: what came while a model was thinking still goes
    /// into the next prompt.
    domain::Result<void> hear(Climb &climb, const QString &purpose);

    /// Makes sure that a climb which a decision cut short before is cut at the same place: at its first effect without
    /// a record.
    void armRecordedCut(const Climb &climb);
    /// A climb came to a halt with \p error: the decision that cuts it short there, if a person made one.
    domain::Result<std::optional<Decision>> atEdge(const Climb &climb, const domain::Error &error);

private:
    domain::Result<journal::EffectResult> takeWishes(const Climb &climb, const domain::Rung &rung, int number);
    domain::Result<std::optional<journal::Wish>> takeOne(const Climb &climb, const journal::Key &key, bool notesOnly);
    domain::Result<std::optional<Decision>> askAtBreakpoints(Climb &climb, const QJsonArray &serials, int number);
    std::optional<Wanted> forStep(const journal::Wish &found, const QString &step) const;

    RunParts &m_parts;
};

/// The entry that says that a wish was heard.
journal::Draft wishTaken(const Wanted &wanted, int attempt = 0);

} // namespace stepladder::engine

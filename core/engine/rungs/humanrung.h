// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"

namespace stepladder::engine {

/// Asks a person, and does what they answer (design.md §5.7): guidance and examples go into another generation, code is
/// built and tested, and what fails comes back to the desk with its evidence. Nobody in time: the next rung.
/// One question each time it is climbed.
class HumanRung final : public RungRunner
{
public:
    explicit HumanRung(RungTools tools);
    domain::Result<RungEnd> climb(Climb &climb, const domain::Rung &rung) override;

private:
    domain::Result<void> begin(Climb &climb, const domain::Rung &rung);
    /// nullopt: nobody answered in time.
    domain::Result<std::optional<domain::Answer>> ask(Climb &climb, const domain::Rung &rung);
    domain::Result<qint64> deadline(const Climb &climb, const domain::Rung &rung);
    domain::Result<RungEnd> obey(Climb &climb, const domain::Rung &rung, const domain::Answer &answer);
    domain::Result<RungEnd> generate(Climb &climb, const domain::Rung &rung);
    domain::Result<RungEnd> tryCode(Climb &climb, const domain::Rung &rung, const domain::Answer &answer);

    RungTools m_tools;
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/rungs/rungrunner.h"
#include "journal/journal.h"

namespace stepladder::engine {

/// What a person types for a step that waits at the desk, built and tested before they decide for it: shown with its
/// evidence, no attempt, and nothing is accepted. No model is asked.
class CodeTrials
{
public:
    /// Climb::human says which question it is about.
    CodeTrials(RungTools tools, Climb &climb);

    /// Tries what the inbox holds for \p request, oldest first, and what was begun before and came to no end.
    domain::Result<void> run(const QString &request);

private:
    domain::Result<std::optional<journal::Wish>> take(const QString &request, int number);
    domain::Result<void> tryOut(const journal::Wish &wish, int number);

    RungTools m_tools;
    RunParts &m_parts;
    Climb &m_climb;
};

} // namespace stepladder::engine

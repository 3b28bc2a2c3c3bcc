// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ladder/ladderscene.h"

namespace stepladder::ui {

/// Says of each attempt of a step what came of it: short enough for a chip, and whole.
class ChipWriter
{
public:
    explicit ChipWriter(const LadderStep &step);

    Chip chip(const journal::AttemptState &attempt) const;

private:
    /// What was executed for an attempt, by the totals that stand in the journal.
    struct Executed
    {
        bool candidate = false; ///< there is one
        bool executed = false;
        bool builds = false;
        int errors = 0;
        int warnings = 0;
        int passed = 0;
        int failed = 0;
    };
    QString outcome(const journal::AttemptState &attempt, const Executed &executed) const;
    QString evidence(const journal::AttemptState &attempt, const Executed &executed) const;

    QHash<qint64, Executed> m_executed; ///< by AttemptState::startedSeq
    QHash<QString, QString> m_names;
};

} // namespace stepladder::ui

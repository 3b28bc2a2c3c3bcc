// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"
#include "journal/journalreader.h"

namespace stepladder::ui {

/// What the journal holds of one attempt.
struct AttemptRecord
{
    journal::AttemptState attempt;
    bool judged = false; ///< there is a verdict
    bool proposed = false; ///< there is a candidate: it is being built and tested, or was
    bool whole = false; ///< evidence with each test and all output; else totals alone
    domain::Verdict verdict = {};
    QList<domain::Issue> reported = {}; ///< stood there before, not counted
    int passed = 0; ///< tests
    int failed = 0;
    int skipped = 0;
    std::optional<double> coverage = {}; ///< per cent of lines

    bool operator==(const AttemptRecord &) const = default;
};

/// Reads \p attempt as it stood at entry \p until (0: now). Without a verdict what was wrong with the answer is its
/// verdict's issues. Large evidence takes some time: not on the GUI thread.
domain::Result<AttemptRecord> readAttempt(journal::JournalReader &reader, const journal::AttemptState &attempt,
                                          qint64 until = 0);

} // namespace stepladder::ui

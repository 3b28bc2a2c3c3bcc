// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "memory/memorystore.h"

namespace stepladder::memory {

/// A record that a query found, with what the full text said of it.
struct Candidate
{
    StepRecord record;
    double text = 0; ///< relevance of the full text, higher is better; 0: found otherwise
};

/// Those of \p found that are similar to what \p query asks for, most similar first, at most query.limit.
/// First those of the same fingerprint, then of the same signature ("unclassified" is none), then by text alone; within
/// each by relevance / best relevance + 0.5 (same language) + 0.25 (same file type) + 0.25 × shared classes of the
/// signature; newer first on a tie. By text alone a record must share a fifth of the query's words.
QList<StepRecord> ranked(QList<Candidate> found, const SimilarQuery &query);

} // namespace stepladder::memory

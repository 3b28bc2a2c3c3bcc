// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"
#include "engine/judging/judgement.h"

#include <QList>

namespace stepladder::engine {

enum class ReviewStrategy { Single, Sequential };

/// Adaptive (base-v2.md): attempts 1–7 single, then sequential; one judge decides alone.
ReviewStrategy strategyFor(int attempt, qsizetype judges);

/// Whether another judge is needed after \p reviews of \p judges: sequential decides at ≥ 9 or ≤ 3, asks a second
/// between, a third when two differ by more than 2 points. Pure.
bool needsAnother(ReviewStrategy strategy, const QList<domain::Review> &reviews, qsizetype judges);

/// The reviews put together: the mean, and of three (two that differed and the tie break) the mean of the two that lie
/// closest (of three at equal distances the mean); confidence = 1 − σ/5, σ the population standard deviation. \p
/// reviews is not empty. Pure.
ReviewOutcome aggregate(const QList<domain::Review> &reviews);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/toolchain.h"

#include <QJsonObject>

namespace stepladder::engine {

/// An expression that may tell candidates apart.
struct DistinguishingInput
{
    QString expression;
    std::optional<QString> expected = {}; ///< from the task alone; nullopt: it does not say

    bool operator==(const DistinguishingInput &) const = default;
};

/// A candidate that passed the gates.
struct Survivor
{
    int attempt = 0;
    QString family;
    double score = 0; ///< of its verdict
    QList<toolchain::ProbeOutcome> outcomes = {}; ///< one an input; empty: nothing was run
};

/// Survivors whose every outcome is the same.
struct SurvivorGroup
{
    QList<int> attempts; ///< the best reviewed first
    int families = 0; ///< distinct ones among them
    int met = 0; ///< expectations
};

enum class ChosenBy { Nobody, Gates, Expectations, Agreement, Review };
QString toString(ChosenBy by);

struct EnsembleChoice
{
    QList<SurvivorGroup> groups = {}; ///< the chosen first
    QList<int> order = {}; ///< attempts, the chosen first
    ChosenBy by = ChosenBy::Nobody;
    QString reason; ///< one line for people
};

/// Design.md §5.5: the most expectations met, then the agreement of distinct families, then the review; a tie goes to
/// whoever stands first in \p survivors.
EnsembleChoice choose(const QList<Survivor> &survivors, const QList<DistinguishingInput> &inputs);

/// Whether \p outcome is what was expected: the same value whatever its quotes and blanks, or an exception of that
/// name.
bool meets(const QString &expected, const toolchain::ProbeOutcome &outcome);

} // namespace stepladder::engine

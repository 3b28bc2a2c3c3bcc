// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "memory/records.h"

#include <QJsonObject>
#include <QStringList>

namespace stepladder::engine {

/// What similar failures have in common (the seed's FailurePatterns).
struct FailurePatterns
{
    QString mostCommon = QStringLiteral("Unknown"); ///< signature
    double confidence = 0; ///< its share of the similar failures
    int occurrences = 0;
    double successRate = 0.5; ///< of its occurrences that succeeded in the end
    QStringList solutions = {}; ///< distinct approaches that worked

    bool operator==(const FailurePatterns &) const = default;
};
FailurePatterns detectPatterns(const QList<memory::StepRecord> &similar);

/// The root cause analysis with the seed's nine fields: the thinker's \p analysis put together with \p patterns;
/// likelyToSucceed above 0.70; recommendations in order and without doubles. Also carries the thinker's correctApproach
/// and exampleCode for the prompts that follow. Pure.
QJsonObject combineAnalysis(const QJsonObject &analysis, const FailurePatterns &patterns,
                            const QList<memory::StepRecord> &similar);

} // namespace stepladder::engine

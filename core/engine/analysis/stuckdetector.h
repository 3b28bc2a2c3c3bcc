// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace stepladder::engine {

/// Notices that climbing on the same rung leads nowhere: the same candidate twice, the same fingerprint three times, or
/// no improvement in (errors, failing tests) for three candidates in a row. Pure.
class StuckDetector
{
public:
    /// What came of a candidate; the reason why it is stuck, if it is.
    std::optional<QString> add(const QString &candidateHash, const QString &fingerprint, int errors, int failingTests);
    /// After an analysis, a rethink or a person's answer.
    void reset();

private:
    QStringList m_hashes;
    QStringList m_fingerprints;
    std::optional<std::pair<int, int>> m_best;
    int m_withoutImprovement = 0;
};

} // namespace stepladder::engine

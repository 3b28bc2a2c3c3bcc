// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/stuckdetector.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {
constexpr int kSameFingerprint = 3;
constexpr int kWithoutImprovement = 3;
} // namespace

std::optional<QString> StuckDetector::add(const QString &candidateHash, const QString &fingerprint, int errors,
                                          int failingTests)
{
    const bool seen = !candidateHash.isEmpty() && m_hashes.contains(candidateHash);
    m_hashes.append(candidateHash);
    if (!fingerprint.isEmpty())
        m_fingerprints.append(fingerprint);
    const std::pair measure(errors, failingTests);
    if (!m_best || measure < *m_best) {
        m_best = measure;
        m_withoutImprovement = 0;
    } else {
        ++m_withoutImprovement;
    }
    if (seen)
        return u"the same candidate came twice"_s;
    if (m_fingerprints.count(fingerprint) >= kSameFingerprint && !fingerprint.isEmpty())
        return u"the same failure came three times"_s;
    if (m_withoutImprovement >= kWithoutImprovement)
        return u"three candidates in a row were no improvement"_s;
    return std::nullopt;
}

void StuckDetector::reset()
{
    *this = {};
}

} // namespace stepladder::engine

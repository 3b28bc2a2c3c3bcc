// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/reviewstrategy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace stepladder::engine {

using domain::Review;

namespace {
constexpr int kLastSingleAttempt = 7;
constexpr double kSurelyGood = 9;
constexpr double kSurelyBad = 3;
constexpr double kAgreement = 2;
constexpr double kSameDistance = 1e-9;
} // namespace

ReviewStrategy strategyFor(int attempt, qsizetype judges)
{
    return judges < 2 || attempt <= kLastSingleAttempt ? ReviewStrategy::Single : ReviewStrategy::Sequential;
}

bool needsAnother(ReviewStrategy strategy, const QList<Review> &reviews, qsizetype judges)
{
    if (reviews.isEmpty())
        return true;
    if (strategy == ReviewStrategy::Single || reviews.size() >= std::min<qsizetype>(judges, 3))
        return false;
    if (reviews.size() == 1)
        return reviews.first().score < kSurelyGood && reviews.first().score > kSurelyBad;
    return std::abs(reviews.at(0).score - reviews.at(1).score) > kAgreement;
}

ReviewOutcome aggregate(const QList<Review> &reviews)
{
    QList<double> scores;
    for (const Review &review : reviews)
        scores.append(review.score);
    const double mean = std::accumulate(scores.begin(), scores.end(), 0.0) / double(scores.size());
    double variance = 0;
    for (const double score : scores)
        variance += (score - mean) * (score - mean);
    ReviewOutcome outcome{.score = mean, .confidence = 1 - std::sqrt(variance / double(scores.size())) / 5};
    if (scores.size() == 3) {
        std::sort(scores.begin(), scores.end());
        const double below = scores[1] - scores[0];
        const double above = scores[2] - scores[1];
        if (std::abs(below - above) > kSameDistance)
            outcome.score = below < above ? (scores[0] + scores[1]) / 2 : (scores[1] + scores[2]) / 2;
    }
    for (const Review &review : reviews) {
        if (outcome.summary.isEmpty())
            outcome.summary = review.summary;
        for (const domain::Issue &issue : review.issues) {
            const bool said = std::any_of(outcome.issues.begin(), outcome.issues.end(), [&](const domain::Issue &i) {
                return i.message == issue.message && i.line == issue.line;
            });
            if (!said)
                outcome.issues.append(issue);
        }
    }
    return outcome;
}

} // namespace stepladder::engine

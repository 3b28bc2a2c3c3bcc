// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/rootcause.h"

#include <QJsonArray>

#include <cmath>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using memory::StepRecord;

namespace {
constexpr double kLikelyAbove = 0.7;
constexpr double kWarnBelow = 0.3;

QString percent(double share)
{
    return u"%1 %"_s.arg(std::lround(share * 100));
}

void addOnce(QStringList &list, const QString &text)
{
    if (!text.trimmed().isEmpty() && !list.contains(text))
        list.append(text);
}
} // namespace

FailurePatterns detectPatterns(const QList<StepRecord> &similar)
{
    if (similar.isEmpty())
        return {};
    QStringList order;
    QHash<QString, QList<StepRecord>> groups;
    for (const StepRecord &record : similar) {
        if (!groups.contains(record.signature))
            order.append(record.signature);
        groups[record.signature].append(record);
    }
    const QString common = *std::max_element(order.begin(), order.end(), [&](const QString &a, const QString &b) {
        return groups[a].size() < groups[b].size();
    });
    const QList<StepRecord> &group = groups[common];
    FailurePatterns patterns{.mostCommon = common,
                             .confidence = double(group.size()) / double(similar.size()),
                             .occurrences = int(group.size())};
    int succeeded = 0;
    for (const StepRecord &record : group) {
        if (!record.eventuallySucceeded)
            continue;
        ++succeeded;
        addOnce(patterns.solutions, record.successfulApproach);
    }
    patterns.successRate = double(succeeded) / double(group.size());
    return patterns;
}

QJsonObject combineAnalysis(const QJsonObject &analysis, const FailurePatterns &patterns,
                            const QList<StepRecord> &similar)
{
    QStringList recommendations;
    for (const auto &action : analysis[u"suggestedActions"].toArray())
        addOnce(recommendations, action.toString());
    if (!patterns.solutions.isEmpty())
        addOnce(recommendations, u"HISTORICAL SOLUTION: "_s + patterns.solutions.first());
    if (patterns.successRate < kWarnBelow)
        addOnce(recommendations, u"WARNING: This pattern has low historical success rate. Consider simplifying."_s);
    QStringList resolutions;
    for (const StepRecord &record : similar) {
        if (record.eventuallySucceeded)
            addOnce(resolutions, record.successfulApproach);
    }
    const QString rootCause = analysis[u"rootCause"].toString();
    const QStringList steps = {
        u"Queried %1 similar failures"_s.arg(similar.size()),
        u"Detected pattern: %1 (%2 confidence)"_s.arg(patterns.mostCommon, percent(patterns.confidence)),
        u"Historical success rate: %1"_s.arg(percent(patterns.successRate)), u"Thinker's analysis: %1"_s.arg(rootCause),
        u"Combined %1 known solutions"_s.arg(patterns.solutions.size())};
    const QStringList sources = {u"Memory's historical failures"_s, u"The thinker's analysis"_s,
                                 u"Pattern detection"_s};
    return {{u"rootCause"_s, rootCause},
            {u"detectedPattern"_s, patterns.mostCommon},
            {u"patternConfidence"_s, patterns.confidence},
            {u"patternOccurrences"_s, patterns.occurrences},
            {u"similarFailuresFound"_s, int(similar.size())},
            {u"successfulResolutions"_s, QJsonArray::fromStringList(resolutions)},
            {u"likelyToSucceed"_s, patterns.successRate > kLikelyAbove},
            {u"recommendedActions"_s, QJsonArray::fromStringList(recommendations)},
            {u"analysisTrace"_s,
             QJsonObject{{u"steps"_s, QJsonArray::fromStringList(steps)},
                         {u"dataSources"_s, QJsonArray::fromStringList(sources)}}},
            {u"correctApproach"_s, analysis[u"correctApproach"].toString()},
            {u"exampleCode"_s, analysis[u"exampleCode"].toString()},
            {u"mistakePatterns"_s, analysis[u"mistakePatterns"].toObject()}};
}

} // namespace stepladder::engine

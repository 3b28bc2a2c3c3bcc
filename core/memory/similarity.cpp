// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/similarity.h"

#include "memory/fulltext.h"

#include <QSet>

namespace stepladder::memory {

using namespace Qt::StringLiterals;

namespace {

enum Tier { SameFingerprint, SameSignature, SimilarText };

struct Ranked
{
    Tier tier;
    double score;
    StepRecord record;
};

QSet<QString> classesOf(const QString &signature)
{
    if (signature.isEmpty() || signature == u"unclassified")
        return {};
    const QStringList classes = signature.split(u'|');
    return {classes.begin(), classes.end()};
}

double sharedClasses(const QString &one, const QString &other)
{
    const QSet<QString> a = classesOf(one);
    const QSet<QString> b = classesOf(other);
    const auto all = (a | b).size();
    return all == 0 ? 0 : double((a & b).size()) / double(all);
}

/// Words by their first letters: plural and tense make no difference.
QSet<QString> stemsOf(const QString &text)
{
    constexpr qsizetype kStem = 6;
    QSet<QString> stems;
    for (const QString &word : wordsOf(text))
        stems.insert(word.left(kStem));
    return stems;
}

bool sharesEnough(const QSet<QString> &asked, const StepRecord &record)
{
    QString text = record.taskDescription + u' ' + record.rootCause;
    for (const AttemptRecord &attempt : record.attempts)
        text += u' ' + attempt.summary + u' ' + attempt.issues.join(u' ');
    return (asked & stemsOf(text)).size() * 5 >= asked.size();
}

Tier tierOf(const StepRecord &record, const SimilarQuery &query)
{
    if (!query.fingerprint.isEmpty() && record.fingerprint == query.fingerprint)
        return SameFingerprint;
    if (!classesOf(query.signature).isEmpty() && record.signature == query.signature)
        return SameSignature;
    return SimilarText;
}

bool same(const QString &one, const QString &other)
{
    return !one.isEmpty() && one.compare(other, Qt::CaseInsensitive) == 0;
}

} // namespace

QList<StepRecord> ranked(QList<Candidate> found, const SimilarQuery &query)
{
    double best = 0;
    for (const Candidate &candidate : found)
        best = std::max(best, candidate.text);
    const QSet<QString> asked = stemsOf(query.taskDescription);
    QList<Ranked> order;
    QSet<qint64> seen;
    for (Candidate &candidate : found) {
        StepRecord &record = candidate.record;
        const Tier tier = tierOf(record, query);
        if (seen.contains(record.id) || (tier == SimilarText && !sharesEnough(asked, record)))
            continue;
        seen.insert(record.id);
        const double score = (best > 0 ? candidate.text / best : 0) + (same(query.language, record.language) ? 0.5 : 0)
            + (same(query.fileType, record.fileType) ? 0.25 : 0)
            + 0.25 * sharedClasses(query.signature, record.signature);
        order.append({tier, score, std::move(record)});
    }
    std::sort(order.begin(), order.end(), [](const Ranked &a, const Ranked &b) {
        return std::tuple(a.tier, -a.score, -a.record.timeMs, -a.record.id)
            < std::tuple(b.tier, -b.score, -b.record.timeMs, -b.record.id);
    });
    QList<StepRecord> result;
    for (const Ranked &item : order.mid(0, std::max(0, query.limit)))
        result.append(item.record);
    return result;
}

} // namespace stepladder::memory

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/attemptrecord.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Issue;
using domain::Result;
using domain::TestOutcome;
using journal::AttemptState;
using journal::JournalReader;

namespace {

/// With these something else begins.
const QStringList kBegins{u"attempt.started"_s, u"trial.started"_s, u"level.entered"_s};
constexpr int kMostEntries = 200; ///< of one attempt; an overtaken one has been tested more than once

QList<Issue> issuesOf(const QJsonValue &array)
{
    QList<Issue> issues;
    for (const auto &item : array.toArray())
        issues.append(domain::issueFromJson(item.toObject()));
    return issues;
}

void takeVerdict(AttemptRecord &record, const QJsonObject &data)
{
    record.judged = true;
    const domain::Evidence evidence = record.verdict.evidence;
    record.verdict = domain::verdictFromJson(data);
    if (record.whole)
        record.verdict.evidence = evidence;
    record.reported = issuesOf(data[u"reported"]);
    const QJsonValue coverage = data[u"evidence"][u"coverage"];
    if (coverage.isDouble())
        record.coverage = coverage.toDouble();
}

/// The whole evidence lies in a blob, in a judgement or by itself; where neither is to be had, totals are.
void takeTests(AttemptRecord &record, JournalReader &reader, const QJsonObject &data)
{
    record.proposed = true;
    record.passed = data[u"passed"].toInt();
    record.failed = data[u"failed"].toInt();
    record.skipped = data[u"skipped"].toInt();
    const bool judgement = data.contains(u"judgement"_s);
    const QString sha = data[judgement ? u"judgement"_s : u"blob"_s].toString();
    if (sha.isEmpty())
        return;
    const auto blob = reader.blob(sha);
    if (!blob)
        return;
    const QJsonObject json = QJsonDocument::fromJson(*blob).object();
    record.verdict.evidence = domain::evidenceFromJson(judgement ? json[u"evidence"].toObject() : json);
    record.whole = true;
    if (record.verdict.evidence.coverage)
        record.coverage = record.verdict.evidence.coverage->percent();
}

} // namespace

Result<AttemptRecord> readAttempt(JournalReader &reader, const AttemptState &attempt, qint64 until)
{
    AttemptRecord record{.attempt = attempt};
    const auto entries =
        reader.entries(attempt.startedSeq, kMostEntries,
                       {.step = attempt.step,
                        .attempt = attempt.number,
                        .types = {u"attempt.started"_s, u"trial.started"_s, u"level.entered"_s, u"candidate.made"_s,
                                  u"tests.finished"_s, u"verdict.reached"_s, u"trial.ended"_s}});
    if (!entries)
        return domain::fail(entries.error());
    std::optional<QJsonObject> tests;
    std::optional<QJsonObject> verdict;
    for (const Entry &entry : *entries) {
        // Numbers begin again in each epoch; what is executed on the next rung, as a stub is, bears the last number.
        if (kBegins.contains(entry.type) || (until > 0 && entry.seq > until))
            break;
        if (entry.type == u"candidate.made"_s) {
            record.proposed = true;
            record.verdict.issues = issuesOf(entry.data[u"issues"]);
        } else if (entry.type == u"tests.finished"_s) {
            tests = entry.data;
        } else {
            verdict = entry.data;
        }
    }
    if (tests)
        takeTests(record, reader, *tests);
    if (verdict)
        takeVerdict(record, *verdict);
    return record;
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/helpdigest.h"

#include "engine/analysis/stepmemory.h"
#include "guidance/unifieddiff.h"
#include "memory/signature.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Issue;
using domain::IssueSource;
using domain::Severity;
using guidance::FailureReason;
using guidance::TriedAttempt;

namespace {

constexpr int kMostReasons = 20;
constexpr qsizetype kLongestReason = 400;

/// Analyses and rethinkings make no candidate and fail for no reason.
bool isTry(const Attempt &attempt)
{
    return attempt.kind != domain::toString(domain::RungKind::Analyze)
        && attempt.kind != domain::toString(domain::RungKind::Rethink);
}

QString reasonText(const Issue &issue)
{
    const QString text = issue.message.section(u'\n', 0, 2).trimmed();
    return (issue.id.isEmpty() ? text : u"%1: %2"_s.arg(issue.id, text)).left(kLongestReason);
}

/// Person's and models' attempts in the order made, tries alone.
QList<Attempt> triesOf(const Climb &climb)
{
    QList<Attempt> tries;
    for (const Attempt &attempt : climb.attempts) {
        if (isTry(attempt))
            tries.append(attempt);
    }
    return tries + climb.human.ownCode;
}

} // namespace

QList<FailureReason> failureReasons(const QList<Attempt> &attempts)
{
    QList<FailureReason> reasons;
    QHash<QString, qsizetype> known;
    for (const Attempt &attempt : attempts) {
        QList<Issue> issues;
        for (const Issue &issue : attempt.verdict.issues) {
            if (issue.severity == Severity::Error)
                issues.append(issue);
        }
        if (issues.isEmpty())
            issues.append({.source = IssueSource::Answer, .message = attempt.verdict.summary});
        QSet<QString> counted; // of this attempt: a reason counts attempts, not lines
        for (const Issue &issue : std::as_const(issues)) {
            const QString same = memory::normalised(issue);
            if (counted.contains(same))
                continue;
            counted.insert(same);
            if (!known.contains(same)) {
                known.insert(same, reasons.size());
                reasons.append({.text = reasonText(issue), .kind = domain::toString(issue.source)});
            }
            ++reasons[known.value(same)].count;
        }
    }
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const FailureReason &a, const FailureReason &b) { return a.count > b.count; });
    return reasons.mid(0, kMostReasons);
}

QList<TriedAttempt> digestOf(const QList<Attempt> &attempts)
{
    QList<TriedAttempt> digest;
    std::optional<QByteArray> before;
    for (const Attempt &attempt : attempts) {
        const domain::Verdict &verdict = attempt.verdict;
        TriedAttempt one{.attempt = attempt.number,
                         .rung = attempt.rung,
                         .model = attempt.model,
                         .builds = verdict.evidence.buildOk && !attempt.candidate.empty(),
                         .passed = verdict.evidence.tests.count(domain::TestOutcome::Passed),
                         .failed = verdict.evidence.tests.count(domain::TestOutcome::Failed),
                         .score = verdict.score,
                         .summary = verdict.summary};
        for (const Issue &issue : verdict.issues)
            one.errors += issue.severity == Severity::Error && issue.source != IssueSource::Test
                && issue.source != IssueSource::Review;
        if (!attempt.candidate.empty()) {
            const domain::FileChange &file = attempt.candidate.files.first();
            if (before)
                one.diff = guidance::unifiedDiff(before, file.content, file.path);
            before = file.content;
        }
        digest.append(one);
    }
    return digest;
}

guidance::HelpAsk helpAsk(const RunParts &parts, const Climb &climb, const QList<memory::StepRecord> &similar)
{
    const QList<Attempt> tries = triesOf(climb);
    guidance::HelpAsk ask{.run = parts.effects.journal().run(),
                          .step = climb.step.id,
                          .file = climb.step.file,
                          .description = climb.step.description,
                          .language = parts.toolchain.fence(),
                          .attempts = climb.counted(),
                          .round = climb.human.asked,
                          .guidedLeft = std::max(0, kMostGuided - climb.human.guided),
                          .reasons = failureReasons(tries),
                          .digest = digestOf(tries),
                          .rootCause = climb.analysis.value_or(QJsonObject()),
                          .signature = memory::signatureOf(issuesOf(climb))};
    if (const Attempt *best = climb.best()) {
        ask.bestCode = QString::fromUtf8(best->candidate.files.first().content);
        for (qsizetype i = 0; i < ask.digest.size(); ++i) {
            if (ask.digest.at(i).attempt == best->number)
                ask.best = i;
        }
    }
    for (const Attempt &attempt : tries) {
        if (const QString print = memory::fingerprintOf(attempt.verdict.issues); !print.isEmpty())
            ask.fingerprint = print;
    }
    for (const memory::StepRecord &record : similar)
        ask.similar.append({.file = record.fileName,
                            .workspace = record.workspace,
                            .timeMs = record.timeMs,
                            .whatWorked = record.eventuallySucceeded ? record.successfulApproach : QString(),
                            .words = record.eventuallySucceeded ? guidanceIn(record) : QString()});
    for (const domain::Model &model : parts.models.clients().config().models)
        ask.models.append(model.id);
    return ask;
}

} // namespace stepladder::engine

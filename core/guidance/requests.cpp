// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/requests.h"

#include "guidance/unifieddiff.h"

#include <QJsonArray>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::Request;
using domain::RequestKind;

namespace {

constexpr qsizetype kLongestDiff = 200'000;
constexpr qsizetype kMostIssues = 50;

QString cut(const QString &diff)
{
    if (diff.size() <= kLongestDiff)
        return diff;
    const auto end = diff.lastIndexOf(u'\n', kLongestDiff) + 1;
    return diff.left(end) + u"… %1 more lines\n"_s.arg(diff.mid(end).count(u'\n'));
}

QJsonObject evidenceSummary(const domain::Evidence &evidence)
{
    using domain::TestOutcome;
    QJsonArray commands;
    for (const domain::Execution &execution : evidence.executions)
        commands.append(QJsonObject{
            {u"command"_s, execution.command}, {u"exitCode"_s, execution.exitCode}, {u"ms"_s, execution.ms}});
    const auto percent = evidence.coverage ? evidence.coverage->percent() : std::nullopt;
    return {{u"commands"_s, commands},
            {u"buildOk"_s, evidence.buildOk},
            {u"errors"_s, evidence.errors()},
            {u"warnings"_s, evidence.warnings()},
            {u"testsRan"_s, evidence.testsRan},
            {u"ending"_s, domain::toString(evidence.ending)},
            {u"passed"_s, evidence.tests.count(TestOutcome::Passed)},
            {u"failed"_s, evidence.tests.count(TestOutcome::Failed)},
            {u"skipped"_s, evidence.tests.count(TestOutcome::Skipped)},
            {u"coverage"_s, percent ? QJsonValue(*percent) : QJsonValue()}};
}

} // namespace

Request approvalRequest(const ProposedChange &change)
{
    const domain::Verdict &verdict = change.verdict;
    const QString verb = change.before ? u"change"_s : u"create"_s;
    const QString said = verdict.summary.isEmpty() ? QString() : u" The verdict: %1."_s.arg(verdict.summary.trimmed());
    const QString why = change.reason.isEmpty() ? QString() : u" It is asked because: %1."_s.arg(change.reason);
    return {.run = change.run,
            .step = change.step,
            .kind = RequestKind::Approval,
            .title = u"Approve: %1"_s.arg(change.file),
            .question =
                (change.attempt > 0 ? u"Step %1 would %2 %3.%4%5 Is it to be accepted?"_s
                                    : u"Your code for step %1 would %2 %3.%4%5 Is it to be accepted as it is?"_s)
                    .arg(change.step, verb, change.file, said, why),
            .details = {{u"file"_s, change.file},
                        {u"diff"_s, cut(unifiedDiff(change.before, change.after, change.file))},
                        {u"reason"_s, change.reason},
                        {u"attempt"_s, change.attempt},
                        {u"model"_s, change.model},
                        {u"passed"_s, verdict.passed},
                        {u"score"_s, verdict.score},
                        {u"unproven"_s, verdict.unproven},
                        {u"summary"_s, verdict.summary},
                        {u"issues"_s, domain::toJson(verdict.issues.mid(0, kMostIssues))},
                        {u"evidence"_s, evidenceSummary(verdict.evidence)}}};
}

Request breakpointRequest(const ReachedBreakpoint &reached)
{
    return {.run = reached.run,
            .step = reached.step,
            .kind = RequestKind::Approval,
            .title = u"Breakpoint: %1"_s.arg(reached.where),
            .question = u"Step %1 came to a breakpoint: %2. Approve goes on; a rejection's reason goes into the next "
                        "prompt; a stub or a skip ends the step. Is it to go on?"_s.arg(reached.step, reached.where),
            .details = {
                {u"breakpoint"_s, reached.breakpoint}, {u"serial"_s, reached.serial}, {u"reason"_s, reached.where}}};
}

qint64 tokensOf(qint64 bytes)
{
    return (bytes + 2) / 3;
}

Request promptRequest(const PromptToShow &shown)
{
    const qint64 tokens = tokensOf(shown.prompt.toUtf8().size());
    const QString edit = shown.editable ? u", as it is or as you edit it in the window"_s : QString();
    const QString price = shown.reserved > 0 ? u"at most %1"_s.arg(domain::usdText(shown.reserved)) : u"free"_s;
    return {.run = shown.run,
            .step = shown.step,
            .kind = RequestKind::Approval,
            .title = u"Prompt: %1 to %2"_s.arg(shown.purpose, shown.model),
            .question =
                u"Step %1 is about to send a prompt of about %2 tokens to %3 (%4), %5. Approve sends it%6; a "
                "rejection does not, and its reason goes into the next prompt; a stub or a skip ends the step. "
                "Is it to be sent?"_s.arg(shown.step, QString::number(tokens), shown.model, shown.role, price, edit),
            .details = {{u"prompt"_s, shown.prompt},
                        {u"editable"_s, shown.editable},
                        {u"model"_s, shown.model},
                        {u"role"_s, shown.role},
                        {u"purpose"_s, shown.purpose},
                        {u"attempt"_s, shown.attempt},
                        {u"tokens"_s, tokens},
                        {u"roomTokens"_s, shown.roomTokens},
                        {u"reservedMicroUsd"_s, shown.reserved}}};
}

Request amendmentRequest(const ProposedAmendment &amendment)
{
    QJsonArray steps;
    QStringList files;
    for (const domain::Step &step : amendment.steps) {
        steps.append(domain::toJson(step));
        files.append(step.file);
    }
    const QString what = files.size() == 1 ? u"a step"_s : u"%1 steps"_s.arg(files.size());
    return {.run = amendment.run,
            .step = amendment.step,
            .kind = RequestKind::Amendment,
            .title = u"Amend the plan: %1"_s.arg(files.join(u", "_s)),
            .question = u"Step %1 proposes to add %2 to the plan: %3. Reason: %4. Is the plan to be amended?"_s.arg(
                amendment.step, what, files.join(u", "_s),
                amendment.reason.isEmpty() ? u"none given"_s : amendment.reason.trimmed()),
            .details = {{u"steps"_s, steps}, {u"reason"_s, amendment.reason}}};
}

Request budgetRequest(const BudgetAsk &ask)
{
    const bool counted = ask.cap == u"paidCalls";
    const QString limit = counted ? u"%1 paid calls"_s.arg(ask.limit) : domain::usdText(ask.limit);
    const QString caller = ask.model.isEmpty() ? u"A call"_s : u"A call of %1"_s.arg(ask.model);
    const QString purpose = ask.purpose.isEmpty() ? QString() : u" (%1)"_s.arg(ask.purpose);
    // Twice what the call may cost: the next one should not ask again at once.
    const domain::MicroUsd suggested = std::max(ask.limit, ask.spent) + 2 * ask.asked;
    QJsonObject details{{u"cap"_s, ask.cap},
                        {u"limit"_s, ask.limit},
                        {u"spentMicroUsd"_s, ask.spent},
                        {u"askedMicroUsd"_s, ask.asked},
                        {u"model"_s, ask.model},
                        {u"purpose"_s, ask.purpose}};
    if (!counted)
        details.insert(u"suggestedMicroUsd"_s, suggested);
    return {.run = ask.run,
            .step = ask.step,
            .kind = RequestKind::Budget,
            .title = u"Budget: the cap %1 is reached"_s.arg(ask.cap),
            .question =
                u"%1%2 may cost %3; the cap %4 is %5 and the run has spent %6. What may the run cost in all?"_s.arg(
                    caller, purpose, domain::usdText(ask.asked), ask.cap, limit, domain::usdText(ask.spent)),
            .details = details};
}

QString toString(ConsentKind kind)
{
    static const QStringList names = {u"leaves_machine"_s, u"restore"_s, u"large_stage"_s};
    return names.at(int(kind));
}

Request consentRequest(const ConsentAsk &ask)
{
    const QString gigabytes = QString::number(double(ask.bytes) / 1e9, 'f', 1);
    QString title, question;
    switch (ask.kind) {
    case ConsentKind::LeavesMachine:
        title = u"Consent: send to %1"_s.arg(ask.target);
        question = u"%1 is not on this machine. What is sent to it: %2. May it be sent?"_s.arg(ask.target,
                                                                                               ask.what.join(u", "_s));
        break;
    case ConsentKind::Restore:
        title = u"Consent: fetch the packages of %1"_s.arg(ask.target);
        question = u"A candidate changed %1, and its packages (%2) are not here. Fetching them runs what the file "
                   u"says, with network. "
                   "May they be fetched?"_s.arg(ask.target, ask.what.join(u", "_s));
        break;
    case ConsentKind::LargeStage:
        title = u"Consent: copy %1 GB"_s.arg(gigabytes);
        question =
            u"%1 is %2 GB large, and the run works on a copy of it. May it be copied?"_s.arg(ask.target, gigabytes);
        break;
    }
    return {.run = ask.run,
            .step = ask.step,
            .kind = RequestKind::Consent,
            .title = title,
            .question = question,
            .details = {{u"consent"_s, toString(ask.kind)},
                        {u"target"_s, ask.target},
                        {u"what"_s, QJsonArray::fromStringList(ask.what)},
                        {u"diff"_s, cut(ask.diff)},
                        {u"bytes"_s, ask.bytes}}};
}

} // namespace stepladder::guidance

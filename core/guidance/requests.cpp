// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/requests.h"

#include "guidance/markdown.h"
#include "guidance/unifieddiff.h"

#include <QJsonArray>
#include <QRegularExpression>

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

/// \p text in one line that ends as a sentence does, whoever wrote it.
QString ended(const QString &text)
{
    static const QRegularExpression end(u"[.!?…]$"_s);
    const QString line = oneLine(text).trimmed();
    return line.contains(end) ? line : line + u'.';
}

/// As ended(), with a capital first; a name like order.py keeps its own.
QString sentence(const QString &text)
{
    static const QRegularExpression word(u"^\\p{Ll}+([ ,:]|.$)"_s);
    QString line = ended(text);
    if (line.contains(word))
        line[0] = line.at(0).toUpper();
    return line;
}

QString whyAsked(ApprovalReason reason)
{
    switch (reason) {
    case ApprovalReason::Supervised:
        return u"The run is supervised, so you see every change before it is taken."_s;
    case ApprovalReason::TestOrProject:
        return u"It changes a test or project file that was there before, so you are asked."_s;
    case ApprovalReason::Unproven:
        return u"Nothing that was executed proves it, so you are asked."_s;
    case ApprovalReason::OwnUnproven:
        return u"Nothing that was executed proves it, so it is not taken by itself."_s;
    case ApprovalReason::OwnFailed:
        return u"It did not pass, so it is not taken by itself."_s;
    }
    return {};
}

struct CapText
{
    QString reached;
    QString allows; ///< %1: the limit
};

CapText capText(const QString &cap)
{
    if (cap == u"perCall")
        return {u"the cap of a call"_s, u"a call may cost %1 at most"_s};
    if (cap == u"perStep")
        return {u"the cap of a step"_s, u"a step may cost %1 in all"_s};
    if (cap == u"perDay")
        return {u"the cap of the day"_s, u"the runs of a day may cost %1 in all"_s};
    if (cap == u"paidCalls")
        return {u"the number of paid calls"_s, u"it may make %1"_s};
    return {u"the cap of the run"_s, u"it may cost %1 in all"_s};
}

} // namespace

QString toString(ApprovalReason reason)
{
    static const QStringList names = {u"supervised"_s, u"test_or_project"_s, u"unproven"_s, u"own_unproven"_s,
                                      u"own_failed"_s};
    return names.at(int(reason));
}

Request approvalRequest(const ProposedChange &change)
{
    const domain::Verdict &verdict = change.verdict;
    const QString verb = change.before ? u"change"_s : u"create"_s;
    const QString said = verdict.summary.isEmpty() ? QString() : sentence(verdict.summary) + u' ';
    return {.run = change.run,
            .step = change.step,
            .kind = RequestKind::Approval,
            .title = u"Approve: %1"_s.arg(change.file),
            .question =
                (change.attempt > 0 ? u"Step %1 would %2 %3. %4%5 Is it to be accepted?"_s
                                    : u"Your code for step %1 would %2 %3. %4%5 Is it to be accepted as it is?"_s)
                    .arg(change.step, verb, change.file, said, whyAsked(change.reason)),
            .details = {{u"file"_s, change.file},
                        {u"diff"_s, cut(unifiedDiff(change.before, change.after, change.file))},
                        {u"reason"_s, toString(change.reason)},
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
    const bool wished = reached.breakpoint.isEmpty();
    const QString why = wished ? u"You asked to be asked about step %1."_s.arg(reached.step)
                               : u"Step %1 stopped at a breakpoint %2."_s.arg(reached.step, reached.where);
    return {.run = reached.run,
            .step = reached.step,
            .kind = RequestKind::Approval,
            .title = wished ? u"You asked: step %1"_s.arg(reached.step) : u"Breakpoint: %1"_s.arg(reached.where),
            .question = u"%1 Approve goes on; a rejection's reason goes into the next prompt; a stub or a skip ends "
                        "the step. Is it to go on?"_s.arg(why),
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
            .question = u"Step %1 proposes to add %2 to the plan: %3. %4 Is the plan to be amended?"_s.arg(
                amendment.step, what, files.join(u", "_s),
                amendment.reason.trimmed().isEmpty() ? u"It gives no reason."_s
                                                     : u"Its reason: "_s + ended(amendment.reason)),
            .details = {{u"steps"_s, steps}, {u"reason"_s, amendment.reason}}};
}

Request budgetRequest(const BudgetAsk &ask)
{
    const bool counted = ask.cap == u"paidCalls";
    const QString limit = !counted ? domain::usdText(ask.limit)
        : ask.limit == 1           ? u"1 paid call"_s
                                   : u"%1 paid calls"_s.arg(ask.limit);
    const CapText cap = capText(ask.cap);
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
            .title = u"Budget: %1 is reached"_s.arg(cap.reached),
            .question = u"%1%2 may cost %3. The run has spent %4, and %5. What may it cost in all?"_s.arg(
                caller, purpose, domain::usdText(ask.asked), domain::usdText(ask.spent), cap.allows.arg(limit)),
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
    const QString what = ask.what.join(u", "_s);
    QString title, question;
    switch (ask.kind) {
    case ConsentKind::LeavesMachine:
        title = u"Consent: send to %1"_s.arg(ask.target);
        question = u"%1 is not on this machine. What is sent to it: %2 May it be sent?"_s.arg(ask.target, ended(what));
        break;
    case ConsentKind::Restore:
        title = u"Consent: fetch the packages of %1"_s.arg(ask.target);
        question =
            u"A candidate changed %1, and its packages%2 are not here. Fetching them runs what the file says, "
            "with network. May they be fetched?"_s.arg(ask.target, what.isEmpty() ? QString() : u" (%1)"_s.arg(what));
        break;
    case ConsentKind::LargeStage:
        title = ask.bytes > 0 ? u"Consent: copy %1 GB"_s.arg(gigabytes) : u"Consent: copy a large workspace"_s;
        question = u"%1 The run works on a copy of it. May it be copied?"_s.arg(
            ask.bytes > 0 ? u"%1 is %2 GB large."_s.arg(ask.target, gigabytes)
                          : ended(what.isEmpty() ? ask.target : what));
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

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"
#include "domain/plan.h"
#include "domain/request.h"
#include "domain/verdict.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace stepladder::guidance {

// Builders of requests. What they return has neither id nor time: the desk gives them.

/// Why a person is asked about a change.
enum class ApprovalReason {
    Supervised,
    TestOrProject, ///< it changes a test or project file that was there before
    Unproven,
    OwnUnproven, ///< a person's code
    OwnFailed, ///< a person's code
};
QString toString(ApprovalReason reason);

/// A step's change that a person is to see before it is accepted.
struct ProposedChange
{
    QString run;
    QString step;
    QString file;
    std::optional<QByteArray> before = {}; ///< nullopt: the file is new
    QByteArray after;
    domain::Verdict verdict = {};
    ApprovalReason reason = ApprovalReason::Supervised;
    int attempt = 0; ///< 0: a person's code
    QString model = {}; ///< of a person's code: whose
};
/// Details: file, diff (cut after 200 kB), reason, attempt, model, passed, score, unproven, summary, issues, evidence.
domain::Request approvalRequest(const ProposedChange &change);

/// A place where a person wanted the run to stop.
struct ReachedBreakpoint
{
    QString run;
    QString step;
    QString where; ///< "before step money"
    QJsonObject breakpoint = {}; ///< empty: the person asked to be asked, wherever the step stands
    int serial = 0;
};
/// Kind approval; approve goes on, a reason goes into the next prompt. Details: breakpoint, serial, reason.
domain::Request breakpointRequest(const ReachedBreakpoint &reached);

/// A prompt that a person wanted to see before it is sent.
struct PromptToShow
{
    QString run;
    QString step;
    QString prompt;
    QString model = {};
    QString role = {};
    QString purpose = {};
    int attempt = 0;
    bool editable = false; ///< it may be sent as the person edits it
    int roomTokens = 0; ///< that the prompt may have beside the answer
    domain::MicroUsd reserved = 0; ///< the most that the call may cost
};
/// Kind approval; approve sends it, with content in place of it where it may be edited; a rejection's reason goes into
/// the next prompt. Details: prompt, editable, model, role, purpose, attempt, tokens (about), roomTokens,
/// reservedMicroUsd.
domain::Request promptRequest(const PromptToShow &shown);
/// About how many tokens \p bytes of a prompt are.
qint64 tokensOf(qint64 bytes);

struct ProposedAmendment
{
    QString run;
    QString step; ///< whose analysis proposes it
    QList<domain::Step> steps;
    QString reason;
};
/// Details: steps (as in a plan), reason.
domain::Request amendmentRequest(const ProposedAmendment &amendment);

/// A call that a cap forbids.
struct BudgetAsk
{
    QString run;
    QString step = {};
    QString cap; ///< "perCall", "perStep", "perRun", "perDay" or "paidCalls"
    domain::MicroUsd limit = 0; ///< of that cap; of paidCalls a count
    domain::MicroUsd spent = 0; ///< of the run so far
    domain::MicroUsd asked = 0; ///< what the call may cost
    QString model = {};
    QString purpose = {};
};
/// Details: cap, limit, spentMicroUsd, askedMicroUsd, model, purpose, suggestedMicroUsd (a total that lets it go on).
domain::Request budgetRequest(const BudgetAsk &ask);

enum class ConsentKind {
    LeavesMachine, ///< prompts go to an endpoint that is not loopback
    Restore, ///< packages of a project file that a candidate changed are fetched
    LargeStage, ///< the workspace is larger than 2 GB
};
QString toString(ConsentKind kind);

struct ConsentAsk
{
    QString run;
    QString step = {};
    ConsentKind kind = ConsentKind::LeavesMachine;
    QString target; ///< the endpoint's address, the project file, the folder
    QStringList what = {}; ///< kinds of content that leave, packages, the largest folders
    QString diff = {}; ///< of the project file
    qint64 bytes = 0; ///< of the stage
};
/// Details: consent, target, what, diff, bytes.
domain::Request consentRequest(const ConsentAsk &ask);

/// Whether \p answer can be an answer to \p request at all; whether it is still open is the desk's business.
/// Code answers an approval too, where a file's change is asked about and no breakpoint.
/// BadInput, in one line: another kind was expected; a reason, text or model is missing; content is empty, binary, not
/// UTF-8 or over 10 MB; a prompt may not be edited, or the edited one has no room; an amount is not above what is
/// spent; a duration is not positive or over a year.
domain::Result<void> checkAnswer(const domain::Request &request, const domain::Answer &answer);

/// The request for a terminal or a report. \p nowMs (UTC) gives the remaining time; 0 leaves it out. Control characters
/// of what models wrote are taken out.
QString toMarkdown(const domain::Request &request, qint64 nowMs = 0);
/// The command that answers it, its choices separated by " | ".
QString answerCommand(const domain::Request &request);
/// "3 h 12 min left", "overdue by 5 min", "no deadline".
QString remainingText(qint64 deadlineMs, qint64 nowMs);

} // namespace stepladder::guidance

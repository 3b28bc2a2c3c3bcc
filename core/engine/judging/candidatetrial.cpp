// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/candidatetrial.h"

#include "engine/answers/answerparser.h"
#include "engine/answers/candidatefiles.h"
#include "engine/desk/approval.h"
#include "memory/signature.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Candidate;
using domain::Issue;
using domain::Result;
using domain::StepState;
using guidance::ApprovalReason;
using toolchain::FileRole;

CandidateTrial::CandidateTrial(RungTools tools, Climb &climb, const domain::Rung &rung)
    : m_tools(tools)
    , m_parts(tools.parts)
    , m_climb(climb)
    , m_rung(rung)
    , m_log(tools.parts)
{
}

Result<RungEnd> CandidateTrial::run(const ModelReply &reply)
{
    const auto checked = judge(reply);
    if (!checked)
        return domain::fail(checked.error());
    return *checked ? take(**checked) : withoutCandidate();
}

Result<std::optional<Validator::Checked>> CandidateTrial::judge(const ModelReply &reply)
{
    attempt().model = reply.model;
    if (reply.failure) {
        foundNone(reply.failure->message);
        return std::optional<Validator::Checked>();
    }
    const auto candidate = read(reply);
    if (!candidate)
        return domain::fail(candidate.error());
    attempt().candidate = *candidate;
    if (const auto recorded = m_log.candidate(m_climb, *candidate); !recorded)
        return domain::fail(recorded.error());
    if (candidate->empty()) {
        foundNone(candidate->issues.isEmpty() ? u"the answer holds no code for %1"_s.arg(m_climb.step.file)
                                              : candidate->issues.first().message);
        return std::optional<Validator::Checked>();
    }

    const auto checked = m_tools.validator.check(m_climb, *candidate);
    if (!checked)
        return domain::fail(checked.error());
    if (checked->judgement.builds && checked->judgement.testsHold() && m_tools.reviewer.hasJudges()) {
        auto asked = m_tools.reviewer.review(m_climb, *candidate, checked->judgement);
        if (!asked)
            return domain::fail(asked.error());
        m_review = *asked;
    }
    attempt().verdict = decide(checked->judgement, m_review, m_tools.reviewer.hasJudges(), m_rung.passMark);
    if (const auto noted = m_log.verdict(m_climb, attempt().verdict, checked->judgement); !noted)
        return domain::fail(noted.error());
    return std::optional(*checked);
}

Result<Candidate> CandidateTrial::read(const ModelReply &reply)
{
    QStringList judges = m_climb.step.tests;
    judges.removeAll(m_climb.step.file);
    // What the file holds now is an input of the answer's reading (search and replace), and so a recorded fact.
    const auto record =
        m_parts.effects.once(m_climb.key(u"answer"_s), inputHash({reply.text.toUtf8()}), {},
                             journal::Durability::Queued, [&]() -> Result<journal::EffectResult> {
                                 std::optional<QByteArray> existing;
                                 if (m_parts.stage.exists(m_climb.step.file)) {
                                     const auto content = m_parts.stage.read(m_climb.step.file);
                                     if (!content)
                                         return domain::fail(content.error());
                                     existing = *content;
                                 }
                                 const Candidate candidate = parseAnswer(reply.text,
                                                                         {.stepFile = m_climb.step.file,
                                                                          .existing = existing,
                                                                          .judgeFiles = judges,
                                                                          .fence = m_parts.toolchain.fence()});
                                 const auto files = putFiles(m_parts.effects.journal(), candidate.files);
                                 if (!files)
                                     return domain::fail(files.error());
                                 return journal::EffectResult{
                                     .record = {{u"files"_s, *files}, {u"issues"_s, domain::toJson(candidate.issues)}}};
                             });
    if (!record)
        return domain::fail(record.error());
    const auto files = filesFromJson((*record)[u"files"].toArray(),
                                     [this](const QString &sha256) { return m_parts.effects.journal().blob(sha256); });
    if (!files)
        return domain::fail(files.error());
    return Candidate{.files = *files, .issues = domain::issuesFromJson((*record)[u"issues"].toArray())};
}

void CandidateTrial::foundNone(const QString &summary)
{
    attempt().verdict = {.summary = summary, .issues = attempt().candidate.issues};
    if (attempt().verdict.issues.isEmpty())
        attempt().verdict.issues.append(
            {.source = domain::IssueSource::Answer, .file = m_climb.step.file, .message = summary});
}

Result<RungEnd> CandidateTrial::withoutCandidate()
{
    if (const auto ended = m_log.end(m_climb, u"no_candidate"_s, attempt().verdict.summary); !ended)
        return domain::fail(ended.error());
    const auto stuck =
        m_climb.stuck.add({}, memory::fingerprintOf(attempt().verdict.issues), std::numeric_limits<int>::max(), 0);
    if (stuck && m_rung.leaveEarly) {
        m_climb.stuckReason = stuck;
        return RungEnd::Leave;
    }
    return RungEnd::GoOn;
}

Result<RungEnd> CandidateTrial::failed()
{
    const domain::Verdict &verdict = attempt().verdict;
    if (const auto ended = m_log.end(m_climb, u"failed"_s, verdict.summary); !ended)
        return domain::fail(ended.error());
    int errors = 0;
    int failing = 0;
    for (const Issue &issue : verdict.issues) {
        if (issue.severity != domain::Severity::Error)
            continue;
        (issue.source == domain::IssueSource::Test ? failing : errors) += issue.source != domain::IssueSource::Review;
    }
    const auto stuck =
        m_climb.stuck.add(attempt().candidate.hash(), memory::fingerprintOf(verdict.issues), errors, failing);
    if (stuck && m_rung.leaveEarly) {
        m_climb.stuckReason = stuck;
        return RungEnd::Leave;
    }
    return RungEnd::GoOn;
}

bool CandidateTrial::needsApproval() const
{
    if (!m_parts.asksPeople())
        return false;
    if (m_parts.mode() == domain::Mode::Supervised)
        return true;
    const FileRole role = m_parts.toolchain.roleOf(m_climb.step.file);
    return (role == FileRole::Test || role == FileRole::Project) && m_parts.stage.exists(m_climb.step.file);
}

bool CandidateTrial::isFirstUnproven() const
{
    const domain::Verdict &verdict = attempt().verdict;
    const bool clean = std::none_of(verdict.issues.begin(), verdict.issues.end(),
                                    [](const Issue &i) { return i.severity == domain::Severity::Error; });
    return verdict.unproven && clean && !m_climb.askedAboutUnproven;
}

bool CandidateTrial::mayBeTaken() const
{
    return attempt().verdict.passed || isFirstUnproven();
}

Result<RungEnd> CandidateTrial::take(const Validator::Checked &checked)
{
    if (!mayBeTaken())
        return failed();
    const bool unproven = isFirstUnproven();
    if (unproven)
        m_climb.askedAboutUnproven = true;
    // Whether a person is asked depends on what the stage holds now: a fact that replay must find again.
    const auto gate = m_parts.effects.once(
        m_climb.key(u"gate"_s), {}, {}, journal::Durability::Queued, [&]() -> Result<journal::EffectResult> {
            return journal::EffectResult{.record = {{u"ask"_s, needsApproval() || (unproven && m_parts.asksPeople())}}};
        });
    if (!gate)
        return domain::fail(gate.error());
    bool byPerson = false;
    if ((*gate)[u"ask"].toBool()) {
        const ApprovalReason why = unproven              ? ApprovalReason::Unproven
            : m_parts.mode() == domain::Mode::Supervised ? ApprovalReason::Supervised
                                                         : ApprovalReason::TestOrProject;
        const auto answer = Approval(m_tools, m_climb, m_rung).ask(why);
        if (!answer)
            return domain::fail(answer.error());
        if (answer->end == Approval::End::Over)
            return RungEnd::Ended;
        if (answer->end == Approval::End::Rejected) {
            m_climb.peoplesWords.append(answer->reason);
            m_climb.stuck.reset();
            attempt().verdict.passed = false;
            attempt().verdict.issues.append({.source = domain::IssueSource::Review,
                                             .file = m_climb.step.file,
                                             .message = u"rejected by a person: %1"_s.arg(answer->reason)});
            attempt().verdict.summary = u"rejected by a person: %1"_s.arg(answer->reason);
            return failed();
        }
        byPerson = true;
    }
    const StepState state = !unproven ? StepState::Accepted
        : byPerson                    ? StepState::AcceptedByPerson
                                      : StepState::Unproven;
    return commit(checked, state);
}

Result<RungEnd> CandidateTrial::commit(const Validator::Checked &checked, StepState state)
{
    const domain::Step &step = m_climb.step;
    const QString title = step.title.isEmpty() ? step.file : step.title;
    const QString message = u"%1\n\nStep %2, attempt %3 (%4): %5"_s.arg(title, step.id)
                                .arg(m_climb.made)
                                .arg(attempt().model, attempt().verdict.summary);
    // The review is kept; builds, tests, warnings and coverage are those of the head it is to stand on.
    const auto gate = [&](const Judgement &judgement) {
        const bool holds = judgement.builds && judgement.testsHold();
        const domain::Verdict again = decide(judgement, m_review, m_tools.reviewer.hasJudges(), m_rung.passMark);
        return holds && (again.passed || state != StepState::Accepted);
    };
    const auto outcome =
        m_tools.acceptance.accept(m_climb, attempt().candidate, checked.base, checked.judgement, message, gate);
    if (!outcome)
        return domain::fail(outcome.error());
    if (!outcome->committed)
        return overtaken(outcome->judgement, outcome->overtaken);
    attempt().verdict.evidence = outcome->judgement.evidence;
    if (const auto ended =
            m_log.end(m_climb, attempt().verdict.passed ? u"passed"_s : u"unproven"_s, attempt().verdict.summary);
        !ended)
        return domain::fail(ended.error());
    m_climb.end = StepEnd{.state = state,
                          .strategy = u"ladder"_s,
                          .reason = attempt().verdict.summary,
                          .score = attempt().verdict.score,
                          .commit = outcome->commit,
                          .files = attempt().candidate.files,
                          .needsReview = attempt().verdict.confidence < 0.7 ? u"the judges disagree"_s : QString(),
                          .number = m_climb.made};
    return RungEnd::Ended;
}

Result<RungEnd> CandidateTrial::overtaken(const Judgement &judgement, bool moved)
{
    domain::Verdict red = decide(judgement, m_review, m_tools.reviewer.hasJudges(), m_rung.passMark);
    attempt().verdict = red;
    if (!moved)
        return failed(); // the quick look was too kind: the full build or the full tests are red on the same head
    attempt().overtaken = true;
    m_climb.overtakenBy.append(red.summary);
    if (const auto ended = m_log.end(m_climb, u"overtaken"_s, red.summary); !ended)
        return domain::fail(ended.error());
    return RungEnd::Again;
}

} // namespace stepladder::engine

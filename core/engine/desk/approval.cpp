// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/approval.h"

#include <QScopeGuard>

#include <utility>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::AnswerKind;
using domain::Result;
using domain::StepState;
using domain::Verdict;
using guidance::ApprovalReason;

namespace {

/// Evidence only: build and tests decide, and no mark is asked of the score.
Verdict verdictOf(const Judgement &judgement)
{
    return decide(judgement, std::nullopt, false, 0);
}

} // namespace

Approval::Approval(RungTools tools, Climb &climb, const domain::Rung &rung)
    : m_tools(tools)
    , m_parts(tools.parts)
    , m_climb(climb)
    , m_rung(rung)
    , m_log(tools.parts)
{
}

Result<Approval::Outcome> Approval::ask(ApprovalReason why)
{
    auto answer = put(m_climb.attempts.last(), m_climb.attempts.last().model, why);
    const int attempt = m_climb.made;
    const QString member = m_climb.member;
    for (int number = 1; answer && answer->kind == AnswerKind::Code; ++number) {
        std::optional<Answer> next;
        {
            // It has no number: its entries and keys are those of attempt 0.
            m_climb.made = 0;
            m_climb.member = u"approval.%1.%2"_s.arg(attempt).arg(number);
            const auto restore = qScopeGuard([&] {
                m_climb.made = attempt;
                m_climb.member = member;
            });
            auto tried = tryCode(*answer);
            if (!tried)
                return domain::fail(tried.error());
            next = std::move(*tried);
        }
        if (!next) {
            if (const auto ended = m_log.end(m_climb, u"ended"_s, u"a person changed it"_s); !ended)
                return domain::fail(ended.error());
            return Outcome{End::Over};
        }
        answer = *next;
    }
    if (!answer)
        return domain::fail(answer.error());
    return decided(*answer);
}

Result<Answer> Approval::put(const Attempt &attempt, const QString &model, ApprovalReason why)
{
    const QString path = m_climb.step.file;
    std::optional<QByteArray> before;
    if (m_parts.stage.exists(path))
        before = m_parts.stage.read(path).value_or(QByteArray());
    return m_parts.desk.ask(m_climb.key(u"approval"_s),
                            guidance::approvalRequest({.run = m_parts.effects.journal().run(),
                                                       .step = m_climb.step.id,
                                                       .file = path,
                                                       .before = before,
                                                       .after = attempt.candidate.files.first().content,
                                                       .verdict = attempt.verdict,
                                                       .reason = why,
                                                       .attempt = attempt.number,
                                                       .model = model}));
}

Result<std::optional<Answer>> Approval::tryCode(const Answer &answer)
{
    Own own{.attempt = {.rung = m_rung.id,
                        .kind = domain::toString(domain::RungKind::Human),
                        .model = answer.by,
                        .candidate = {.files = {{m_climb.step.file, answer.content}}}},
            .person = answer.by};
    if (const auto executed = execute(own); !executed)
        return domain::fail(executed.error());
    Verdict &verdict = own.attempt.verdict;
    if (verdict.passed) {
        const auto taken = take(own, StepState::Accepted);
        if (!taken)
            return domain::fail(taken.error());
        if (*taken)
            return std::optional<Answer>();
    }
    if (const auto ended =
            m_log.endOwn(m_climb, verdict.unproven ? u"unproven"_s : u"failed"_s, verdict.score, verdict.summary);
        !ended)
        return domain::fail(ended.error());
    if (!answer.acceptAsIs) {
        const auto next =
            put(own.attempt, own.person, verdict.unproven ? ApprovalReason::OwnUnproven : ApprovalReason::OwnFailed);
        if (!next)
            return domain::fail(next.error());
        if (next->kind != AnswerKind::Approve)
            return std::optional(*next);
    }
    if (const auto taken = take(own, StepState::AcceptedByPerson); !taken)
        return domain::fail(taken.error());
    return std::optional<Answer>();
}

Result<void> Approval::execute(Own &own)
{
    if (const auto begun = m_log.beginOwn(m_climb, m_rung, own.person, own.attempt.candidate); !begun)
        return begun;
    auto checked = m_tools.validator.check(m_climb, own.attempt.candidate);
    if (!checked) {
        // Somebody decided otherwise meanwhile: nobody comes back to it.
        if (checked.error().detail == kCut) {
            if (const auto ended =
                    m_log.endOwn(m_climb, u"ended"_s, own.attempt.verdict.score, checked.error().message);
                !ended)
                return ended;
        }
        return domain::fail(checked.error());
    }
    own.checked = *checked;
    own.attempt.verdict = verdictOf(checked->judgement);
    return m_log.verdict(m_climb, own.attempt.verdict, checked->judgement);
}

Result<bool> Approval::take(Own &own, StepState state)
{
    const bool asItIs = state == StepState::AcceptedByPerson;
    if (asItIs)
        m_climb.member += u".asItIs"_s; // the head may have refused it before, under the same key
    Verdict &verdict = own.attempt.verdict;
    const QString message = ownCodeMessage(m_climb.step, own.person, verdict.summary);
    Acceptance::Gate gate;
    if (!asItIs)
        gate = [](const Judgement &judgement) { return verdictOf(judgement).passed; };
    const auto outcome = m_tools.acceptance.accept(m_climb, own.attempt.candidate, own.checked.base,
                                                   own.checked.judgement, message, gate);
    if (!outcome)
        return domain::fail(outcome.error());
    verdict = verdictOf(outcome->judgement);
    if (!outcome->committed)
        return false;
    if (!asItIs) {
        if (const auto ended = m_log.endOwn(m_climb, u"passed"_s, verdict.score, verdict.summary); !ended)
            return domain::fail(ended.error());
    }
    m_climb.end = StepEnd{.state = state,
                          .strategy = u"human_implementation"_s,
                          .reason = verdict.summary,
                          .score = verdict.score,
                          .commit = outcome->commit,
                          .files = own.attempt.candidate.files};
    return true;
}

Result<Approval::Outcome> Approval::decided(const Answer &answer)
{
    switch (answer.kind) {
    case AnswerKind::Approve:
        return Outcome{End::Approved};
    case AnswerKind::Skip:
        m_climb.end = StepEnd{.state = StepState::Skipped, .strategy = {}, .reason = u"skipped by a person"_s};
        break;
    case AnswerKind::Stub:
        m_climb.peoplesWords.append(u"a person asked for a stub"_s);
        m_climb.stubAsked = true;
        m_climb.end = StepEnd{.state = StepState::Stubbed, .strategy = u"stub_generation"_s};
        break;
    default: {
        const QString reason = answer.text.trimmed();
        return Outcome{End::Rejected, reason.isEmpty() ? u"no reason given"_s : reason};
    }
    }
    const QString why = answer.kind == AnswerKind::Skip ? u"skipped by a person"_s : u"a person asked for a stub"_s;
    if (const auto ended = m_log.end(m_climb, u"ended"_s, why); !ended)
        return domain::fail(ended.error());
    return Outcome{End::Over};
}

} // namespace stepladder::engine

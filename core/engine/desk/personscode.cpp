// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/personscode.h"

#include <QScopeGuard>

#include <utility>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::Candidate;
using domain::Result;
using domain::StepState;
using domain::Verdict;

namespace {

bool holds(const Judgement &judgement)
{
    return judgement.pathsContained && judgement.builds && judgement.testsHold();
}

} // namespace

PersonsCode::PersonsCode(RungTools tools, Climb &climb, const domain::Rung &rung)
    : m_tools(tools)
    , m_climb(climb)
    , m_rung(rung)
    , m_log(tools.parts)
{
}

Result<bool> PersonsCode::run(const Answer &answer)
{
    // It has no number: its entries and keys are those of attempt 0.
    const int made = std::exchange(m_climb.made, 0);
    m_climb.member = u"code.%1"_s.arg(m_climb.human.asked);
    const auto restore = qScopeGuard([this, made] {
        m_climb.made = made;
        m_climb.member.clear();
    });
    const Candidate candidate{.files = {{m_climb.step.file, answer.content}}};
    m_try = {.rung = m_rung.id,
             .kind = domain::toString(m_rung.kind),
             .model = answer.by,
             .candidate = candidate,
             .ended = true};
    if (const auto begun = m_log.beginOwn(m_climb, m_rung, answer.by, candidate); !begun)
        return domain::fail(begun.error());
    const auto checked = m_tools.validator.check(m_climb, candidate);
    if (!checked)
        return domain::fail(checked.error());
    const Judgement &judgement = checked->judgement;
    if (holds(judgement) && !answer.acceptAsIs && m_tools.reviewer.hasJudges()) {
        const auto advice = m_tools.reviewer.review(m_climb, candidate, judgement);
        if (!advice)
            return domain::fail(advice.error());
        m_review = *advice;
    }
    // Build and tests decide; the score is advice, so that no mark is asked of it.
    m_try.verdict = decide(judgement, m_review, m_review.has_value(), 0);
    if (const auto noted = m_log.verdict(m_climb, m_try.verdict, judgement); !noted)
        return domain::fail(noted.error());
    if (!holds(judgement) && !answer.acceptAsIs)
        return failed(m_try.verdict);
    return take(answer, *checked);
}

Result<bool> PersonsCode::failed(const Verdict &verdict)
{
    m_try.verdict = verdict;
    m_climb.human.ownCode.append(m_try);
    const auto ended = m_log.endOwn(m_climb, u"failed"_s, verdict.score, verdict.summary);
    return ended ? Result<bool>(false) : domain::fail(ended.error());
}

Result<bool> PersonsCode::take(const Answer &answer, const Validator::Checked &checked)
{
    const QString message =
        ownCodeMessage(m_climb.step, answer.by, answer.acceptAsIs ? answer.text.trimmed() : m_try.verdict.summary);
    const auto outcome = m_tools.acceptance.accept(m_climb, m_try.candidate, checked.base, checked.judgement, message,
                                                   answer.acceptAsIs ? Acceptance::Gate() : Acceptance::Gate(holds));
    if (!outcome)
        return domain::fail(outcome.error());
    Verdict verdict = decide(outcome->judgement, m_review, m_review.has_value(), 0);
    if (!outcome->committed)
        return failed(verdict);
    const QString asItIs = u"accepted as it is by %1: %2"_s.arg(answer.by, answer.text.trimmed());
    const bool onlyAPerson = answer.acceptAsIs && !verdict.passed;
    const QString state = verdict.passed ? u"passed"_s : verdict.unproven ? u"unproven"_s : u"failed"_s;
    if (const auto ended = m_log.endOwn(m_climb, state, verdict.score, verdict.summary); !ended)
        return domain::fail(ended.error());
    m_climb.end = StepEnd{.state = verdict.passed ? StepState::Accepted : StepState::AcceptedByPerson,
                          .strategy = u"human_implementation"_s,
                          .reason = onlyAPerson ? asItIs : verdict.summary,
                          .score = verdict.score,
                          .commit = outcome->commit,
                          .files = m_try.candidate.files,
                          .needsReview = onlyAPerson && !holds(outcome->judgement) ? asItIs : QString()};
    return true;
}

} // namespace stepladder::engine

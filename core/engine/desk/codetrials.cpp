// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/codetrials.h"

#include "engine/answers/candidatefiles.h"
#include "engine/control/trycode.h"
#include "engine/steps/attemptlog.h"

#include <QScopeGuard>

#include <utility>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Candidate;
using domain::Result;

namespace {

QByteArray codeIn(const journal::Wish &wish)
{
    return QByteArray::fromBase64(wish.data[u"content"].toString().toLatin1());
}

} // namespace

CodeTrials::CodeTrials(RungTools tools, Climb &climb)
    : m_tools(tools)
    , m_parts(tools.parts)
    , m_climb(climb)
{
}

Result<void> CodeTrials::run(const QString &request)
{
    // Entries and keys are those of attempt 0, as those of a person's code are.
    const int made = std::exchange(m_climb.made, 0);
    const QString member = m_climb.member;
    const auto restore = qScopeGuard([this, made, member] {
        m_climb.made = made;
        m_climb.member = member;
    });
    for (int number = 1;; ++number) {
        m_climb.member = u"trial.%1.%2"_s.arg(m_climb.human.asked).arg(number);
        if (m_parts.effects.journal().noted(m_climb.key(u"trial.ended"_s)))
            continue;
        const auto wish = take(request, number);
        if (!wish)
            return domain::fail(wish.error());
        if (!wish->has_value())
            return {};
        if (const auto tried = tryOut(**wish, number); !tried)
            return tried;
    }
}

/// What was begun under \p number before, or the oldest that the inbox holds.
Result<std::optional<journal::Wish>> CodeTrials::take(const QString &request, int number)
{
    journal::Journal &journal = m_parts.effects.journal();
    const journal::Key key = m_climb.key(u"trial"_s);
    if (auto before = journal.consumedAt(key))
        return before;
    const auto wishes = journal.wishes();
    if (!wishes)
        return domain::fail(wishes.error());
    for (const journal::Wish &wish : *wishes) {
        if (wish.kind != kTrialWish || wish.data[u"request"].toString() != request)
            continue;
        const auto files = putFiles(journal, {{m_climb.step.file, codeIn(wish)}});
        if (!files)
            return domain::fail(files.error());
        const journal::Draft entry{.type = u"trial.started"_s,
                                   .step = m_climb.step.id,
                                   .data = {{u"request"_s, request},
                                            {u"number"_s, number},
                                            {u"by"_s, wish.data[u"by"].toString()},
                                            {u"files"_s, *files}}};
        if (const auto consumed = journal.consume(wish.id, key, {entry}); !consumed)
            return domain::fail(consumed.error());
        return std::optional(wish);
    }
    return std::optional<journal::Wish>();
}

Result<void> CodeTrials::tryOut(const journal::Wish &wish, int number)
{
    const auto checked = m_tools.validator.check(m_climb, Candidate{.files = {{m_climb.step.file, codeIn(wish)}}});
    if (!checked)
        return domain::fail(checked.error());
    // As a person's code is judged: build and tests decide, and no mark is asked of it.
    QJsonObject data = verdictData(decide(checked->judgement, std::nullopt, false, 0), checked->judgement);
    data.insert(u"request"_s, wish.data[u"request"]);
    data.insert(u"number"_s, number);
    const auto noted = m_parts.effects.note(m_climb.key(u"trial.ended"_s),
                                            {.type = u"trial.ended"_s, .step = m_climb.step.id, .data = data});
    return noted ? Result<void>() : domain::fail(noted.error());
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/shownprompts.h"

#include "guidance/requests.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::AnswerKind;
using domain::ErrorKind;
using domain::Result;
using journal::Key;

namespace {

Key reachedKey(Key key, int serial)
{
    key.name += u".reached.%1"_s.arg(serial);
    return key;
}

/// Tokens that the text of a prompt may have beside its schema and the answer.
int roomFor(const PromptToSend &prompt)
{
    const domain::Model &model = prompt.model;
    const int asked = prompt.request.maxOutputTokens > 0 ? prompt.request.maxOutputTokens : model.maxOutputTokens;
    const qint64 besides = models::promptBytes(prompt.request) - prompt.request.messages.last().text.toUtf8().size();
    return int(model.contextTokens - std::min(asked, model.contextTokens / 2) - guidance::tokensOf(besides));
}

std::optional<Decision> decisionAbout(const Answer &answer)
{
    if (answer.kind != AnswerKind::Reject)
        return decisionIn(answer);
    return Decision{.kind = Decision::Kind::Anew,
                    .by = answer.by.isEmpty() ? u"somebody"_s : answer.by,
                    .words = answer.text.trimmed()};
}

} // namespace

ShownPrompts::ShownPrompts(Effects &effects, Desk &desk, Wants &wants, Breakpoints &breakpoints)
    : m_effects(effects)
    , m_desk(desk)
    , m_wants(wants)
    , m_breakpoints(breakpoints)
{
}

Result<std::optional<QString>> ShownPrompts::before(const PromptToSend &prompt)
{
    if (prompt.key.step.isEmpty() || prompt.request.messages.size() != 1)
        return std::optional<QString>();
    Key key = prompt.key;
    key.name += u".prompt"_s;
    std::optional<Answer> answer = m_desk.given(key);
    if (!answer) {
        if (m_effects.journal().has(prompt.key))
            return std::optional<QString>();
        const std::lock_guard lock(m_mutex);
        if (!m_desk.isOpen(key)) {
            const auto point = standingFor(prompt.key.step);
            if (!point)
                return std::optional<QString>();
            if (const auto reached = reach(key, *point); !reached)
                return domain::fail(reached.error());
        }
        const auto asked = ask(key, prompt);
        if (!asked && asked.error().kind != ErrorKind::Awaiting)
            return domain::fail(asked.error());
        if (const auto cleared = clearReached(key); !cleared)
            return domain::fail(cleared.error());
        if (!asked)
            return domain::fail(asked.error());
        answer = *asked;
    }
    if (const auto decision = decisionAbout(*answer))
        return domain::fail(m_breakpoints.decide(prompt.key.step, *decision).error());
    return answer->content.isEmpty() ? std::optional<QString>() : std::optional(QString::fromUtf8(answer->content));
}

Result<Answer> ShownPrompts::ask(const Key &key, const PromptToSend &prompt)
{
    const models::ChatRequest &request = prompt.request;
    return m_desk.ask(
        key,
        guidance::promptRequest(
            {.run = m_effects.journal().run(),
             .step = key.step,
             .prompt = request.messages.last().text,
             .model = prompt.model.id,
             .role = request.context.role,
             .purpose = request.context.purpose,
             .attempt = request.context.attempt,
             .editable = m_wants.mode() == domain::Mode::Supervised,
             .roomTokens = roomFor(prompt),
             .reserved = models::reservationFor(prompt.model, models::promptBytes(request), request.maxOutputTokens)}));
}

Result<void> ShownPrompts::reach(const Key &key, const StandingBreakpoint &point)
{
    const auto noted = m_effects.note(reachedKey(key, point.serial),
                                      {.type = u"breakpoint.reached"_s,
                                       .step = key.step,
                                       .attempt = key.attempt,
                                       .data = {{u"serial"_s, point.serial},
                                                {u"breakpoint"_s, toJson(point.point)},
                                                {u"epoch"_s, key.epoch},
                                                {u"request"_s, m_desk.idFor(key)}}});
    return noted ? Result<void>() : domain::fail(noted.error());
}

/// The question is on the desk: what asked for it is done, also where a process died in between.
Result<void> ShownPrompts::clearReached(const Key &key)
{
    for (const StandingBreakpoint &point : standing()) {
        if (!m_effects.journal().noted(reachedKey(key, point.serial)))
            continue;
        if (const auto cleared = m_breakpoints.clear(point, u"the prompt is shown"_s); !cleared)
            return cleared;
    }
    return {};
}

QList<StandingBreakpoint> ShownPrompts::standing() const
{
    QList<StandingBreakpoint> points = m_wants.breakpoints();
    points.removeIf([](const StandingBreakpoint &one) { return one.point.before != Breakpoint::Before::Prompt; });
    return points;
}

std::optional<StandingBreakpoint> ShownPrompts::standingFor(const QString &step) const
{
    for (const StandingBreakpoint &one : standing()) {
        if (one.point.step.isEmpty() || one.point.step == step)
            return one;
    }
    return std::nullopt;
}

} // namespace stepladder::engine

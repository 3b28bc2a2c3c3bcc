// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::ErrorKind;
using domain::Request;
using domain::RequestState;
using domain::Result;
using journal::Key;

Desk::Desk(Effects &effects, QString indexFile, const storage::Clock &clock)
    : m_effects(effects)
    , m_indexFile(std::move(indexFile))
    , m_clock(clock)
{
}

QString Desk::idFor(const Key &key) const
{
    const QByteArray hash = inputHash({key.toString().toUtf8()});
    return m_effects.journal().run() + u'.' + QString::fromLatin1(hash.toHex().left(6));
}

Result<Answer> Desk::ask(const Key &key, Request request)
{
    const std::lock_guard lock(m_mutex);
    journal::Journal &journal = m_effects.journal();
    if (const auto wish = journal.consumedAt(key))
        return domain::answerFromJson(wish->data);
    request.id = idFor(key);
    request.run = journal.run();
    request.createdMs = m_clock.nowMs();
    Key asked = key;
    asked.name += u".requested"_s;
    const bool known = journal.has(asked);
    const auto written = m_effects.note(asked,
                                        {.type = u"guidance.requested"_s,
                                         .step = key.step,
                                         .attempt = key.attempt,
                                         .data = {{u"request"_s, domain::toJson(request)}}},
                                        journal::Durability::Committed);
    if (!written)
        return domain::fail(written.error());
    const auto wishes = journal.wishes();
    if (!wishes)
        return domain::fail(wishes.error());
    for (const journal::Wish &wish : *wishes) {
        if (wish.kind != u"answer"_s || wish.data[u"request"].toString() != request.id)
            continue;
        const Answer answer = domain::answerFromJson(wish.data);
        if (!answer.final())
            continue;
        const journal::Draft entry{.type = u"guidance.answered"_s,
                                   .step = key.step,
                                   .attempt = key.attempt,
                                   .data = {{u"request"_s, request.id}, {u"answer"_s, domain::toJson(answer)}}};
        if (const auto consumed = journal.consume(wish.id, key, {entry}); !consumed)
            return domain::fail(consumed.error());
        index(request, RequestState::Answered);
        return answer;
    }
    if (!known)
        index(request, RequestState::Open);
    return domain::fail(ErrorKind::Awaiting, request.title, request.id);
}

void Desk::withdraw(const Key &key, const QString &requestId)
{
    Key at = key;
    at.name += u".withdrawn"_s;
    m_effects.note(at, {.type = u"guidance.withdrawn"_s, .step = key.step, .data = {{u"request"_s, requestId}}});
    const auto runs = journal::RunIndex::open(m_indexFile);
    if (!runs)
        return;
    if (const auto request = (*runs)->request(requestId))
        (*runs)->putRequest(*request, RequestState::Withdrawn);
}

bool Desk::answered(const QString &request)
{
    const auto wishes = m_effects.journal().wishes();
    return wishes && std::any_of(wishes->begin(), wishes->end(), [&](const journal::Wish &wish) {
               return wish.kind == u"answer"_s && wish.data[u"request"].toString() == request;
           });
}

Result<Request> Desk::asked(const QString &request) const
{
    const auto runs = journal::RunIndex::open(m_indexFile);
    if (!runs)
        return domain::fail(runs.error());
    return (*runs)->request(request);
}

void Desk::index(const Request &request, RequestState state)
{
    // The index is a convenience for listing; the journal is the truth, so that a failure here loses nothing.
    if (const auto runs = journal::RunIndex::open(m_indexFile))
        (*runs)->putRequest(request, state);
}

} // namespace stepladder::engine

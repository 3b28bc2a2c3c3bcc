// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk.h"

#include "journal/inbox.h"

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

namespace {
constexpr int kAgain = 1000; // further than any ordinal

QString idAt(const QString &run, const Key &key)
{
    const QByteArray hash = inputHash({key.toString().toUtf8()});
    return run + u'.' + QString::fromLatin1(hash.toHex().left(6));
}

Key requestedKey(Key key)
{
    key.name += u".requested"_s;
    return key;
}

Key withdrawnKey(const QString &request)
{
    return {.name = u"withdrawn."_s + request};
}
} // namespace

/// The key under which \p key's question stands now: what was taken back can be answered by nobody.
Key Desk::standing(Key key) const
{
    const journal::Journal &journal = m_effects.journal();
    while (!journal.consumedAt(key) && journal.noted(withdrawnKey(idAt(journal.run(), key))))
        key.ordinal += kAgain;
    return key;
}

QString Desk::idFor(const Key &key) const
{
    return idAt(m_effects.journal().run(), standing(key));
}

bool Desk::isOpen(const Key &key) const
{
    return m_effects.journal().noted(requestedKey(standing(key))) && !isAnswered(key);
}

bool Desk::isAnswered(const Key &key) const
{
    return m_effects.journal().consumedAt(standing(key)).has_value();
}

Result<Answer> Desk::ask(const Key &place, Request request)
{
    const std::lock_guard lock(m_mutex);
    journal::Journal &journal = m_effects.journal();
    const Key key = standing(place);
    if (const auto wish = journal.consumedAt(key))
        return domain::answerFromJson(wish->data);
    if (m_effects.isCut(key.step))
        return domain::fail(ErrorKind::Cancelled, u"a person decided otherwise"_s, kCut);
    request.id = idAt(journal.run(), key);
    request.run = journal.run();
    request.createdMs = m_clock.nowMs();
    const bool known = journal.noted(requestedKey(key));
    const auto written = m_effects.note(requestedKey(key),
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
        close(request.id);
        return answer;
    }
    // A fork asks under an id of its own what the journal it came from knows already.
    if (!known || !this->asked(request.id))
        index(request, RequestState::Open);
    return domain::fail(ErrorKind::Awaiting, request.title, request.id);
}

void Desk::withdraw(const QString &requestId)
{
    const auto runs = journal::RunIndex::open(m_indexFile);
    const auto request = runs ? (*runs)->request(requestId) : domain::fail(runs.error());
    const Key key{.name = u"withdrawn."_s + requestId};
    m_effects.note(key,
                   {.type = u"guidance.withdrawn"_s,
                    .step = request ? request->step : QString(),
                    .data = {{u"request"_s, requestId}}},
                   journal::Durability::Committed);
    journal::Inbox(m_effects.journal().folder()).close(requestId, u"withdrawn"_s, m_clock.nowMs());
    if (request)
        (*runs)->putRequest(*request, RequestState::Withdrawn);
    close(requestId);
}

void Desk::withdrawAll(const QString &step)
{
    withdrawMatching([&](const Request &request) { return step.isEmpty() || request.step == step; });
}

void Desk::withdrawMatching(const std::function<bool(const Request &)> &matches)
{
    const auto runs = journal::RunIndex::open(m_indexFile);
    if (!runs)
        return;
    for (const Request &request : (*runs)->openRequests().value_or(QList<Request>())) {
        if (request.run == m_effects.journal().run() && matches(request))
            withdraw(request.id);
    }
}

bool Desk::isClosed(const QString &request) const
{
    const std::lock_guard lock(m_closedMutex);
    return m_closed.contains(request);
}

void Desk::close(const QString &request)
{
    const std::lock_guard lock(m_closedMutex);
    m_closed.insert(request);
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

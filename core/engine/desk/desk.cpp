// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/desk.h"

#include "journal/inbox.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::ErrorKind;
using domain::Request;
using domain::RequestState;
using domain::Result;
using journal::Key;

Desk::Desk(Effects &effects, QString indexFile, const storage::Clock &clock, DeskNews news)
    : m_effects(effects)
    , m_indexFile(std::move(indexFile))
    , m_clock(clock)
    , m_news(std::move(news))
{
}

namespace {
constexpr int kAgain = 1000; // further than any ordinal
constexpr qint64 kPartedMs = 60'000;
constexpr qint64 kGraceMs = 15 * 60'000LL;
const QString kFirstDeadline = u"firstDeadlineMs"_s; // in a request's details: the inbox goes by it

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

Key expiredKey(Key key)
{
    key.name += u".expired"_s;
    return key;
}

/// Where the answer number \p heard that was not final is consumed.
Key heardKey(Key key, int heard)
{
    key.name += u".heard.%1"_s.arg(heard);
    return key;
}

/// \p deadline after \p answer, which the inbox took in time or not.
qint64 movedBy(qint64 deadline, const Answer &answer)
{
    const bool moves = answer.kind == domain::AnswerKind::Extend && deadline > 0 && answer.takenMs <= deadline;
    return moves ? deadline + answer.durationMs : deadline;
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

std::optional<Answer> Desk::given(const Key &key) const
{
    const auto wish = m_effects.journal().consumedAt(standing(key));
    return wish ? std::optional(domain::answerFromJson(wish->data)) : std::nullopt;
}

Result<Answer> Desk::ask(const Key &place, Request request)
{
    request.deadlineMs = 0;
    const auto answer = askUntil(place, std::move(request));
    return answer ? Result<Answer>(**answer) : domain::fail(answer.error());
}

Desk::Given Desk::askUntil(const Key &place, Request request)
{
    const std::lock_guard lock(m_mutex);
    journal::Journal &journal = m_effects.journal();
    const Key key = standing(place);
    if (const auto wish = journal.consumedAt(key))
        return domain::answerFromJson(wish->data);
    if (journal.noted(expiredKey(key)))
        return std::optional<Answer>();
    if (m_effects.isCut(key.step))
        return domain::fail(ErrorKind::Cancelled, u"a person decided otherwise"_s, kCut);
    request.id = idAt(journal.run(), key);
    request.run = journal.run();
    request.createdMs = m_clock.nowMs();
    if (request.deadlineMs > 0)
        request.details.insert(kFirstDeadline, request.deadlineMs);
    const bool known = journal.noted(requestedKey(key));
    const auto written = m_effects.note(requestedKey(key),
                                        {.type = u"guidance.requested"_s,
                                         .step = key.step,
                                         .attempt = key.attempt,
                                         .data = {{u"request"_s, domain::toJson(request)}}},
                                        journal::Durability::Committed);
    if (!written)
        return domain::fail(written.error());
    Asked asked{.key = key, .request = request};
    while (const auto before = journal.consumedAt(heardKey(key, asked.heard))) {
        const Answer answer = domain::answerFromJson(before->data);
        asked.request.deadlineMs = movedBy(asked.request.deadlineMs, answer);
        tellSnooze(asked, answer, asked.heard++);
    }
    const int heardBefore = asked.heard;
    const auto given = take(asked);
    if (!given || *given)
        return given;
    watch(asked.request);
    if (asked.request.deadlineMs > 0 && m_clock.nowMs() > asked.request.deadlineMs && !forgiveClock(asked))
        return expire(asked);
    // A fork asks under an id of its own what the journal it came from knows already.
    if (!known || asked.heard > heardBefore || !this->asked(request.id))
        index(asked.request, RequestState::Open);
    if (m_news.onAsked)
        m_news.onAsked(asked.request);
    return domain::fail(ErrorKind::Awaiting, request.title, request.id);
}

/// The final answer in the inbox, if it came in time; what is not final is heard on the way.
Desk::Given Desk::take(Asked &asked)
{
    journal::Journal &journal = m_effects.journal();
    const auto wishes = journal.wishes();
    if (!wishes)
        return domain::fail(wishes.error());
    for (const journal::Wish &wish : *wishes) {
        if (wish.kind != u"answer"_s || wish.data[u"request"].toString() != asked.request.id)
            continue;
        const Answer answer = domain::answerFromJson(wish.data);
        if (!answer.final()) {
            if (const auto heard = hear(asked, wish, answer); !heard)
                return domain::fail(heard.error());
            continue;
        }
        if (asked.request.deadlineMs > 0 && answer.takenMs > asked.request.deadlineMs)
            continue;
        const journal::Draft entry{.type = u"guidance.answered"_s,
                                   .step = asked.key.step,
                                   .attempt = asked.key.attempt,
                                   .data = {{u"request"_s, asked.request.id}, {u"answer"_s, domain::toJson(answer)}}};
        if (const auto consumed = journal.consume(wish.id, asked.key, {entry}); !consumed)
            return domain::fail(consumed.error());
        index(asked.request, RequestState::Answered);
        close(asked.request.id);
        return answer;
    }
    return std::optional<Answer>();
}

void Desk::tellSnooze(const Asked &asked, const Answer &answer, int serial) const
{
    if (m_news.onSnoozed && answer.kind == domain::AnswerKind::Snooze)
        m_news.onSnoozed(asked.request, answer.takenMs + answer.durationMs, serial);
}

/// An extension moves the deadline; a wish to be reminded later goes to whoever reminds.
Result<void> Desk::hear(Asked &asked, const journal::Wish &wish, const Answer &answer)
{
    asked.request.deadlineMs = movedBy(asked.request.deadlineMs, answer);
    const journal::Draft entry{.type = u"guidance.answered"_s,
                               .step = asked.key.step,
                               .attempt = asked.key.attempt,
                               .data = {{u"request"_s, asked.request.id},
                                        {u"answer"_s, domain::toJson(answer)},
                                        {u"deadlineMs"_s, asked.request.deadlineMs}}};
    tellSnooze(asked, answer, asked.heard);
    return m_effects.journal().consume(wish.id, heardKey(asked.key, asked.heard++), {entry});
}

/// Nobody answered in time: said once, after the inbox was closed and read again.
Desk::Given Desk::expire(Asked &asked)
{
    const QString &id = asked.request.id;
    const auto closed = journal::Inbox(m_effects.journal().folder()).close(id, u"expired"_s, m_clock.nowMs());
    if (!closed) {
        // Somebody was faster, or an earlier process closed it and came no further.
        if (closed.error().kind != ErrorKind::Conflict)
            return domain::fail(closed.error());
        const auto given = take(asked);
        if (!given || *given)
            return given;
    }
    const auto noted = m_effects.note(expiredKey(asked.key),
                                      {.type = u"guidance.expired"_s,
                                       .step = asked.key.step,
                                       .attempt = asked.key.attempt,
                                       .data = {{u"request"_s, id}}},
                                      journal::Durability::Committed);
    if (!noted)
        return domain::fail(noted.error());
    index(asked.request, RequestState::Expired);
    close(id);
    return std::optional<Answer>();
}

/// Where somebody set the clock while a question was open here, the people asked get a quarter of an hour more.
bool Desk::forgiveClock(Asked &asked)
{
    const qint64 now = m_clock.nowMs();
    const qint64 offset = now - m_clock.monotonicMs();
    {
        const std::lock_guard lock(m_closedMutex);
        Watched &watched = m_watched[asked.request.id];
        if (std::abs(offset - watched.offsetMs) <= kPartedMs)
            return false;
        watched.offsetMs = offset;
    }
    const qint64 deadline = asked.request.deadlineMs;
    const auto granted = journal::Inbox(m_effects.journal().folder())
                             .answer({.request = asked.request.id,
                                      .kind = domain::AnswerKind::Extend,
                                      .text = u"the clock of this machine was set: a quarter of an hour more"_s,
                                      .durationMs = now - deadline + kGraceMs,
                                      .by = u"stepladder"_s},
                                     deadline);
    if (!granted || !take(asked))
        return false;
    watch(asked.request);
    return true;
}

void Desk::watch(const Request &request)
{
    if (request.deadlineMs == 0)
        return;
    const std::lock_guard lock(m_closedMutex);
    const auto seen = m_watched.find(request.id);
    if (seen == m_watched.end())
        m_watched.insert(request.id, {request.deadlineMs, m_clock.nowMs() - m_clock.monotonicMs()});
    else
        seen->deadlineMs = request.deadlineMs;
}

qint64 Desk::deadlineOf(const QString &request) const
{
    const std::lock_guard lock(m_closedMutex);
    return m_watched.value(request).deadlineMs;
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

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/modelcaller.h"

#include <barrier>
#include <future>

namespace stepladder::engine {

using domain::Result;

/// All or none, in one go: none of them waits for what another of them set aside.
Result<std::vector<ModelCaller::Ahead>> ModelCaller::reserveAll(const QList<Call> &calls)
{
    std::vector<Ahead> ahead(size_t(calls.size()));
    QList<Wanted> all;
    for (size_t i = 0; i < ahead.size(); ++i) {
        const Call &call = calls.at(qsizetype(i));
        ahead[i].taken = m_parts.effects.journal().has(call.key); // costs nothing any more
        if (ahead[i].taken)
            continue;
        const auto one = wanted(call.key, *m_parts.clients.config().model(call.model), call.request);
        if (!one)
            return domain::fail(one.error());
        ahead[i].reserved = *one;
        all.append(*one);
    }
    if (const auto reserved = reserve(all); !reserved)
        return domain::fail(reserved.error());
    return ahead;
}

void ModelCaller::releaseAhead(const std::vector<Ahead> &ahead)
{
    for (const Ahead &one : ahead) {
        if (!one.taken)
            release(one.reserved);
    }
}

Result<QList<Result<ModelReply>>> ModelCaller::callTogether(QList<Call> calls,
                                                            const std::function<Result<void>()> &begin)
{
    for (Call &call : calls) {
        const auto who = whoAnswers(call.key.step, call.request.context.role, allowed({call.model}));
        if (!who)
            return domain::fail(who.error());
        call.model = who->first();
        if (const auto passed = pass(call.key, {call.model}, call.request); !passed)
            return domain::fail(passed.error());
    }
    auto ahead = reserveAll(calls);
    if (!ahead)
        return domain::fail(ahead.error());
    if (const auto begun = begin(); !begun) {
        releaseAhead(*ahead);
        return domain::fail(begun.error());
    }
    // Nothing is sent before everything that is set aside stands in the journal.
    std::barrier allWritten(calls.size());
    std::vector<std::future<Result<ModelReply>>> made;
    for (size_t i = 0; i < ahead->size(); ++i) {
        made.push_back(std::async(std::launch::async, [&, i] {
            const Call &call = calls.at(qsizetype(i));
            Ahead &own = (*ahead)[i];
            bool arrived = false;
            own.whenWritten = [&] {
                arrived = true;
                allWritten.arrive_and_wait();
            };
            auto reply = make(call.key, {call.model}, call.request, &own);
            if (!arrived)
                allWritten.arrive_and_drop();
            return reply;
        }));
    }
    QList<Result<ModelReply>> replies;
    for (std::future<Result<ModelReply>> &reply : made)
        replies.append(reply.get());
    releaseAhead(*ahead);
    return replies;
}

} // namespace stepladder::engine

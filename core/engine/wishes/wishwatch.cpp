// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/wishwatch.h"

#include "engine/wishes/stepwishes.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {
constexpr auto kInterval = std::chrono::milliseconds(200);
}

WishWatch::WishWatch(journal::Journal &journal, Wants &wants, qint64 sinceMs, std::function<void(bool)> onWish)
    : m_journal(journal)
    , m_wants(wants)
    , m_sinceMs(sinceMs)
    , m_onWish(std::move(onWish))
    , m_thread([this] { run(); })
{
}

WishWatch::~WishWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_over = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void WishWatch::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_over) {
        lock.unlock();
        look();
        lock.lock();
        m_wake.wait_for(lock, kInterval, [this] { return m_over; });
    }
}

void WishWatch::look()
{
    const auto wishes = m_journal.wishes();
    if (!wishes)
        return; // whoever appends next says what is wrong with the disk
    for (const journal::Wish &found : *wishes) {
        const bool stop = found.kind == u"stop"_s;
        if (!stop && found.kind != u"pause"_s)
            continue;
        if (found.takenMs < m_sinceMs) {
            const QString reason = u"it came before the run went on"_s;
            static_cast<void>(
                m_wants.consume(found.id,
                                {{.type = u"wish.refused"_s,
                                  .data = {{u"wish"_s, found.kind}, {u"reason"_s, reason}, {u"data"_s, found.data}}}}));
            continue;
        }
        const auto wanted = readWish(found);
        if (wanted && m_wants.consume(found.id, {wishTaken(*wanted)}))
            m_onWish(stop);
    }
}

} // namespace stepladder::engine

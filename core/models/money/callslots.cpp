// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/money/callslots.h"

#include <chrono>

namespace stepladder::models {

CallSlots::Slot::~Slot()
{
    if (!m_owner)
        return;
    {
        const std::lock_guard lock(m_owner->m_mutex);
        --m_owner->m_taken;
    }
    m_owner->m_freed.notify_one();
}

std::optional<CallSlots::Slot> CallSlots::acquire(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    const bool free = m_freed.wait(lock, stop, [this] { return m_limit == 0 || m_taken < m_limit; });
    if (!free || stop.stop_requested()) {
        // The wake-up may have been meant for us: somebody else shall have it.
        m_freed.notify_one();
        return std::nullopt;
    }
    ++m_taken;
    return std::optional<Slot>(std::in_place, this);
}

bool waitFor(qint64 ms, std::stop_token stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, std::chrono::milliseconds(ms), [] { return false; });
    return !stop.stop_requested();
}

} // namespace stepladder::models

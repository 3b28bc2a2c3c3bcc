// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include <QtGlobal>

namespace stepladder::models {

/// How many calls an endpoint takes at once. Thread-safe; waits are ended by a stop.
class CallSlots
{
public:
    /// Given back when it is destroyed.
    class Slot
    {
    public:
        explicit Slot(CallSlots *owner)
            : m_owner(owner)
        {
        }
        Slot(Slot &&other) noexcept
            : m_owner(std::exchange(other.m_owner, nullptr))
        {
        }
        Slot &operator=(Slot &&) = delete;
        ~Slot();

    private:
        CallSlots *m_owner;
    };

    /// \p limit 0: unlimited.
    explicit CallSlots(int limit)
        : m_limit(limit)
    {
    }

    /// Blocks until one is free; nullopt when \p stop was asked for first.
    std::optional<Slot> acquire(std::stop_token stop);

private:
    const int m_limit;
    std::mutex m_mutex;
    std::condition_variable_any m_freed;
    int m_taken = 0;
};

/// Sleeps; false when \p stop was asked for before the time was over.
bool waitFor(qint64 ms, std::stop_token stop);

} // namespace stepladder::models

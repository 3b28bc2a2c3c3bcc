// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/wishes/wants.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace stepladder::engine {

/// Hears all through a session, also while it copies and builds, that somebody in any process wants the run to pause or
/// to stop. On a thread of its own.
class WishWatch
{
public:
    /// \p onWish is called on that thread; true: stop, false: pause. What the inbox took before \p sinceMs comes too
    /// late.
    WishWatch(journal::Journal &journal, Wants &wants, qint64 sinceMs, std::function<void(bool)> onWish);
    ~WishWatch();
    WishWatch(const WishWatch &) = delete;
    WishWatch &operator=(const WishWatch &) = delete;

private:
    void run();
    void look();

    journal::Journal &m_journal;
    Wants &m_wants;
    const qint64 m_sinceMs;
    const std::function<void(bool)> m_onWish;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_over = false;
    std::thread m_thread;
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/runcontroller.h"
#include "ui/run/streambuffer.h"

#include <functional>
#include <memory>
#include <mutex>

namespace stepladder::ui {

/// Takes what a RunController tells on its threads, until the window comes by for it. Thread-safe; shared by both.
class LiveNews : public std::enable_shared_from_this<LiveNews>
{
public:
    /// What a controller is to be given.
    engine::RunListener listener();

    StreamBuffer &streams() { return m_streams; }
    /// \p wake is called when there are entries, on any thread; empty to take it back (no call is under way after).
    void onEntries(std::function<void()> wake);
    /// The last line of progress, once; null without a new one.
    QString takeProgress();
    /// How the run stopped being run, once.
    std::optional<engine::RunOutcome> takeOutcome();

private:
    StreamBuffer m_streams;
    std::mutex m_mutex;
    std::function<void()> m_wake;
    QString m_progress;
    std::optional<engine::RunOutcome> m_outcome;
};

} // namespace stepladder::ui

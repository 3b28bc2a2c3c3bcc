// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <thread>

namespace stepladder::app {

/// Ctrl-C (and SIGTERM): the first pauses, the second stops. The callbacks run on a thread of this object.
class Interrupts
{
public:
    Interrupts(std::function<void()> onFirst, std::function<void()> onSecond);
    ~Interrupts();
    Interrupts(const Interrupts &) = delete;
    Interrupts &operator=(const Interrupts &) = delete;

private:
    int m_pipe[2] = {-1, -1};
    std::thread m_thread;
};

} // namespace stepladder::app

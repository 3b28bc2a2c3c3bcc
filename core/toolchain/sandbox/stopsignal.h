// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/filedescriptor.h"

#include <functional>
#include <stop_token>

#include <sys/eventfd.h>

namespace stepladder::toolchain {

/// A stop request as something that poll() sees.
class StopSignal
{
public:
    explicit StopSignal(std::stop_token stop)
        : m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_callback(std::move(stop), [fd = m_event.get()] { ::eventfd_write(fd, 1); })
    {
    }
    int fd() const { return m_event.get(); } ///< readable once it is requested

private:
    FileDescriptor m_event;
    std::stop_callback<std::function<void()>> m_callback; // ends before the descriptor it writes to
};

} // namespace stepladder::toolchain

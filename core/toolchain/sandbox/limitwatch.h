// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/filedescriptor.h"
#include "toolchain/sandbox/sandbox.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace stepladder::toolchain {

class ControlGroup;

/// What the kernel does not limit by itself: counts processes, memory and the growth of what is writable, 20 times a
/// second (the disk ten times), on a thread of its own, and tells the first limit that is broken. Ends with the object.
class LimitWatch
{
public:
    struct Finding
    {
        ProcessEnding ending = ProcessEnding::Exited;
        QString reason;
    };

    /// \p initPid as in SandboxChild. \p group must outlive the watch.
    LimitWatch(const SandboxCommand &command, int initPid, const ControlGroup &group);
    ~LimitWatch();

    /// Ends the watching; a finding stays. For when the sandbox is gone and the object is not: process numbers are used
    /// again.
    void stop();
    int fd() const { return m_event.get(); } ///< readable as soon as there is a finding
    std::optional<Finding> finding() const;

private:
    void watch(const std::stop_token &stop);
    void report(ProcessEnding ending, const QString &reason);

    const SandboxCommand m_command;
    const int m_initPid;
    const ControlGroup &m_group;
    FileDescriptor m_event;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Finding> m_finding;
    std::jthread m_thread; // last: it uses all above
};

} // namespace stepladder::toolchain

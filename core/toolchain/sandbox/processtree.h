// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/filedescriptor.h"

#include <set>
#include <vector>

#include <sys/types.h>

namespace stepladder::toolchain {

/// Looks into a running sandbox through its own /proc, which lists nothing but its processes. One thread.
class ProcessTree
{
public:
    /// \p initPid: the first process of the sandbox, as the host numbers it.
    explicit ProcessTree(int initPid)
        : m_initPid(initPid)
    {
    }

    struct Load
    {
        int tasks = 0; ///< threads of all processes, the first process apart
        qint64 memoryBytes = 0; ///< resident and swapped; pages shared after a fork count for each
    };
    Load load();
    /// Memory with shared pages counted once: exact and slow.
    qint64 exactMemoryBytes();
    /// Blocks of files on \p devices that are open or mapped but in no folder any more.
    qint64 unlinkedBytes(const std::set<dev_t> &devices);
    /// What is used of a tmpfs inside; 0 when it is not there.
    qint64 usedOf(const char *pathInside);

private:
    bool isReady();
    std::vector<QByteArray> processes();

    int m_initPid;
    FileDescriptor m_root;
    FileDescriptor m_proc;
};

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/filedescriptor.h"

#include <QString>

#include <vector>

namespace stepladder::toolchain {

/// Control groups of one sandbox, where this machine lets us make some: the kernel itself then refuses a process or a
/// page too many. Removed with the object, when everything in it must be gone.
class ControlGroup
{
public:
    /// \p root: where the groups are mounted; \p own: the text of /proc/self/cgroup. Version 2 (memory and processes)
    /// in the nearest folder above ours that is delegated to us; of version 1 only \c pids. No group at all is no
    /// error.
    ControlGroup(const QString &root, const QByteArray &own, int processes, qint64 memoryBytes);
    ~ControlGroup();
    ControlGroup(const ControlGroup &) = delete;
    ControlGroup &operator=(const ControlGroup &) = delete;

    /// Open cgroup.procs files: who writes "0" into them is in.
    std::vector<int> entrances() const;
    bool limitsMemory() const { return m_limitsMemory; }
    /// The kernel killed something in it for want of memory.
    bool ranOutOfMemory() const;

private:
    bool make(const QString &parent, int processes, qint64 memoryBytes, bool version2);

    QString m_folder;
    FileDescriptor m_entrance;
    bool m_limitsMemory = false;
};

} // namespace stepladder::toolchain

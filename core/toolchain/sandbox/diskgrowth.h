// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>

#include <sys/types.h>

namespace stepladder::toolchain {

/// Measures by how much folders have grown since the object first looked. Cheap while the file system's free space says
/// that nothing can have happened; an exact walk otherwise, and now and then because others may free what we take. One
/// thread.
class DiskGrowth
{
public:
    /// \p unlinked: bytes of files that are open and in no folder any more.
    DiskGrowth(QByteArrayList folders, std::function<qint64(const std::set<dev_t> &)> unlinked);

    /// The first walk.
    void begin(const std::stop_token &stop);
    /// Upper bound of the growth in bytes: exact when it is above \p limit.
    qint64 bytes(qint64 limit, const std::stop_token &stop);
    /// The disk itself is nearly full, and more than \p limit of it went while we ran.
    bool isDiskNearlyFull(qint64 limit) const;

    /// Folders nested deeper than this count as over any limit: nothing that builds makes them, and removing them
    /// fails.
    static constexpr int kDeepest = 200;

private:
    using Clock = std::chrono::steady_clock;
    struct Free
    {
        qint64 bytes = 0;
        qint64 withInodes = 0; ///< each free inode as the least that a file costs
    };
    struct Size
    {
        qint64 bytes = 0;
        bool complete = true; ///< no folder refused to be read
    };
    Free free() const;
    Size walk(qint64 enough, const std::stop_token &stop) const;

    QByteArrayList m_folders;
    std::function<qint64(const std::set<dev_t> &)> m_unlinked;
    std::set<dev_t> m_devices;
    qint64 m_base = 0;
    Free m_freeAtStart;
    qint64 m_freeAtWalk = 0;
    qint64 m_growthAtWalk = 0;
    Clock::time_point m_nextWalk;
};

} // namespace stepladder::toolchain

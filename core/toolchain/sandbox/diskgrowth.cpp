// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/diskgrowth.h"

#include "toolchain/sandbox/filedescriptor.h"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace stepladder::toolchain {

namespace {
constexpr qint64 kLeast = 4096; ///< an empty file costs an inode and a name
constexpr qint64 kNearlyFull = 512LL << 20;

/// Twice a second, but never more than a fifth of the time.
std::chrono::steady_clock::duration pauseAfter(std::chrono::steady_clock::duration cost)
{
    return std::max<std::chrono::steady_clock::duration>(std::chrono::milliseconds(500), 4 * cost);
}

struct Walk
{
    qint64 enough;
    std::stop_token stop;
    qint64 bytes = 0;
    bool complete = true;
    std::set<std::pair<dev_t, ino_t>> linked = {}; ///< files with several names, counted once

    bool isOver() const { return bytes > enough || stop.stop_requested(); }
};

void addFolder(Walk &walk, FileDescriptor at, int depth)
{
    if (depth > DiskGrowth::kDeepest) {
        walk.bytes = std::numeric_limits<qint64>::max();
        return;
    }
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::fdopendir(at.release()), &::closedir);
    while (const dirent *entry = folder && !walk.isOver() ? ::readdir(folder.get()) : nullptr) {
        const QByteArray name(entry->d_name);
        struct stat info = {};
        if (name == "." || name == ".."
            || ::fstatat(::dirfd(folder.get()), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (info.st_nlink > 1 && !S_ISDIR(info.st_mode) && !walk.linked.insert({info.st_dev, info.st_ino}).second)
            continue;
        walk.bytes += std::max(kLeast, qint64(info.st_blocks) * 512);
        if (!S_ISDIR(info.st_mode))
            continue;
        FileDescriptor inner(
            ::openat(::dirfd(folder.get()), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (inner.isValid())
            addFolder(walk, std::move(inner), depth + 1);
        else if (errno == EACCES)
            walk.complete = false;
        if (walk.bytes == std::numeric_limits<qint64>::max())
            return;
    }
}
} // namespace

DiskGrowth::DiskGrowth(QByteArrayList folders, std::function<qint64(const std::set<dev_t> &)> unlinked)
    : m_folders(std::move(folders))
    , m_unlinked(std::move(unlinked))
{
    for (const QByteArray &folder : std::as_const(m_folders)) {
        struct stat info = {};
        if (::stat(folder.constData(), &info) == 0)
            m_devices.insert(info.st_dev);
    }
}

void DiskGrowth::begin(const std::stop_token &stop)
{
    m_freeAtStart = free();
    const auto start = Clock::now();
    m_base = walk(std::numeric_limits<qint64>::max() - 1, stop).bytes;
    m_freeAtWalk = m_freeAtStart.withInodes;
    m_nextWalk = Clock::now() + pauseAfter(Clock::now() - start);
}

qint64 DiskGrowth::bytes(qint64 limit, const std::stop_token &stop)
{
    if (m_folders.isEmpty())
        return 0;
    const qint64 freeNow = free().withInodes;
    const qint64 bound = m_growthAtWalk + std::max<qint64>(0, m_freeAtWalk - freeNow);
    const auto start = Clock::now();
    if (bound <= limit && start < m_nextWalk)
        return bound;
    const qint64 unlinked = m_unlinked(m_devices);
    const qint64 enough = limit < std::numeric_limits<qint64>::max() - m_base - 1 ? m_base + limit : limit;
    const Size now = walk(enough, stop);
    m_growthAtWalk = std::max<qint64>(0, now.bytes - m_base);
    if (now.bytes != std::numeric_limits<qint64>::max())
        m_growthAtWalk += unlinked;
    // What hides in a folder that refuses to be read still shows in the free space.
    if (!now.complete)
        m_growthAtWalk = std::max(m_growthAtWalk, m_freeAtStart.withInodes - freeNow);
    m_freeAtWalk = freeNow;
    const auto cost = Clock::now() - start;
    m_nextWalk = Clock::now() + pauseAfter(cost);
    return m_growthAtWalk;
}

bool DiskGrowth::isDiskNearlyFull(qint64 limit) const
{
    if (m_folders.isEmpty())
        return false;
    const qint64 freeNow = free().bytes;
    return freeNow < kNearlyFull && m_freeAtStart.bytes - freeNow > limit;
}

DiskGrowth::Free DiskGrowth::free() const
{
    Free free;
    std::set<unsigned long> seen;
    for (const QByteArray &folder : m_folders) {
        struct statvfs info = {};
        if (::statvfs(folder.constData(), &info) != 0 || !seen.insert(info.f_fsid).second)
            continue;
        free.bytes += qint64(info.f_bavail) * qint64(info.f_frsize);
        free.withInodes += qint64(info.f_bavail) * qint64(info.f_frsize) + qint64(info.f_ffree) * kLeast;
    }
    return free;
}

DiskGrowth::Size DiskGrowth::walk(qint64 enough, const std::stop_token &stop) const
{
    Walk walk{.enough = enough, .stop = stop};
    for (const QByteArray &folder : m_folders) {
        struct stat info = {};
        if (::lstat(folder.constData(), &info) == 0 && !S_ISDIR(info.st_mode))
            walk.bytes += qint64(info.st_blocks) * 512;
        FileDescriptor at(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (at.isValid())
            addFolder(walk, std::move(at), 0);
        if (walk.bytes == std::numeric_limits<qint64>::max())
            break;
    }
    return {walk.bytes, walk.complete};
}

} // namespace stepladder::toolchain

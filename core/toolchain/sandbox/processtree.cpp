// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/processtree.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace stepladder::toolchain {

namespace {
struct CloseFolder
{
    void operator()(DIR *folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

Folder openFolder(int at, const char *path)
{
    const int fd = ::openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return Folder(fd < 0 ? nullptr : ::fdopendir(fd));
}

/// The number behind "Name:" at the start of a line of /proc text.
qint64 field(const QByteArray &text, const char *name)
{
    const QByteArray key = QByteArray("\n") + name + ':';
    const qsizetype at = text.indexOf(key);
    return at < 0 ? 0 : std::strtoll(text.constData() + at + key.size(), nullptr, 10);
}

/// A deleted mapping's device, inode and size from a line of /proc/…/maps.
void addDeletedMapping(const QByteArray &line, const std::set<dev_t> &devices, std::set<std::pair<dev_t, ino_t>> &seen,
                       qint64 &bytes)
{
    unsigned long long from = 0;
    unsigned long long to = 0;
    unsigned long long inode = 0;
    unsigned int majorNumber = 0;
    unsigned int minorNumber = 0;
    if (std::sscanf(line.constData(), "%llx-%llx %*s %*x %x:%x %llu", &from, &to, &majorNumber, &minorNumber, &inode)
        != 5)
        return;
    const dev_t device = makedev(majorNumber, minorNumber);
    if (devices.contains(device) && seen.insert({device, ino_t(inode)}).second)
        bytes += qint64(to - from);
}
} // namespace

bool ProcessTree::isReady()
{
    if (m_proc.isValid())
        return true;
    const QByteArray root = "/proc/" + QByteArray::number(m_initPid) + "/root";
    FileDescriptor folder(::open(root.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    FileDescriptor proc(folder.isValid() ? ::openat(folder.get(), "proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1);
    char self[16];
    // Where we find ourselves it is still the host's /proc: bubblewrap has not yet moved in.
    if (!proc.isValid() || ::readlinkat(proc.get(), "self", self, sizeof self) > 0)
        return false;
    m_root = std::move(folder);
    m_proc = std::move(proc);
    return true;
}

std::vector<QByteArray> ProcessTree::processes()
{
    std::vector<QByteArray> found;
    const Folder folder = isReady() ? openFolder(m_proc.get(), ".") : nullptr;
    while (const dirent *entry = folder ? ::readdir(folder.get()) : nullptr) {
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && QByteArray(entry->d_name) != "1")
            found.emplace_back(entry->d_name);
    }
    return found;
}

ProcessTree::Load ProcessTree::load()
{
    Load load;
    for (const QByteArray &process : processes()) {
        const QByteArray status = readWholeAt(m_proc.get(), (process + "/status").constData());
        load.tasks += int(std::max<qint64>(field(status, "Threads"), 1));
        load.memoryBytes += (field(status, "RssAnon") + field(status, "RssShmem") + field(status, "VmSwap")) * 1024;
    }
    return load;
}

qint64 ProcessTree::exactMemoryBytes()
{
    qint64 bytes = 0;
    for (const QByteArray &process : processes()) {
        const QByteArray rollup = readWholeAt(m_proc.get(), (process + "/smaps_rollup").constData());
        const QByteArray status =
            rollup.isEmpty() ? readWholeAt(m_proc.get(), (process + "/status").constData()) : QByteArray();
        const qint64 rest = field(status, "RssAnon") + field(status, "RssShmem") + field(status, "VmSwap");
        bytes += (field(rollup, "Pss_Anon") + field(rollup, "Pss_Shmem") + field(rollup, "SwapPss") + rest) * 1024;
    }
    return bytes;
}

qint64 ProcessTree::unlinkedBytes(const std::set<dev_t> &devices)
{
    qint64 bytes = 0;
    std::set<std::pair<dev_t, ino_t>> seen;
    for (const QByteArray &process : processes()) {
        const Folder open = openFolder(m_proc.get(), (process + "/fd").constData());
        while (const dirent *entry = open ? ::readdir(open.get()) : nullptr) {
            struct stat info = {};
            if (entry->d_name[0] == '.' || ::fstatat(::dirfd(open.get()), entry->d_name, &info, 0) != 0)
                continue;
            if (S_ISREG(info.st_mode) && info.st_nlink == 0 && devices.contains(info.st_dev)
                && seen.insert({info.st_dev, info.st_ino}).second)
                bytes += qint64(info.st_blocks) * 512;
        }
        const QByteArray maps = readWholeAt(m_proc.get(), (process + "/maps").constData());
        for (const QByteArray &line : maps.split('\n')) {
            if (line.endsWith(" (deleted)"))
                addDeletedMapping(line, devices, seen, bytes);
        }
    }
    return bytes;
}

qint64 ProcessTree::usedOf(const char *pathInside)
{
    if (!isReady())
        return 0;
    const FileDescriptor folder(::openat(m_root.get(), pathInside, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    struct statvfs info = {};
    if (!folder.isValid() || ::fstatvfs(folder.get(), &info) != 0)
        return 0;
    return qint64(info.f_blocks - info.f_bfree) * qint64(info.f_frsize);
}

} // namespace stepladder::toolchain

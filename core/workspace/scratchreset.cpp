// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/scratchreset.h"

#include <array>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

timespec timespecOf(qint64 ns)
{
    return {time_t(ns / 1'000'000'000), long(ns % 1'000'000'000)};
}

} // namespace

ScratchReset::ScratchReset(const Folders &folders, ScratchStamps &stamps, const std::stop_token &stop)
    : m_folders(folders)
    , m_old(stamps)
    , m_stop(stop)
{
}

Result<void> ScratchReset::run(int scratch, const Image &image)
{
    m_new.reserve(m_old.size() + 16);
    if (const auto done = folder(scratch, image.root(), {}); !done)
        return done;
    m_old = std::move(m_new);
    waitForClock();
    return {};
}

Result<void> ScratchReset::folder(int fd, const ImageNode &node, const QByteArray &path)
{
    if (m_stop.stop_requested())
        return domain::fail(ErrorKind::Cancelled, u"cancelled while a scratch was made"_s);
    const auto names = namesIn(fd);
    if (!names)
        return domain::fail(names.error());
    std::vector<const ImageNode *> kept;
    kept.reserve(node.children.size());
    for (const QByteArray &name : *names) {
        const auto wanted = node.children.find(name);
        bool keeps = false;
        if (wanted != node.children.end()) {
            const auto equal = keep(fd, name, *wanted->second, path);
            if (!equal)
                return domain::fail(equal.error());
            keeps = *equal;
        }
        if (keeps)
            kept.push_back(wanted->second.get());
        else if (const auto gone = discardAt(fd, name, m_folders.trash); !gone)
            return gone;
    }
    if (kept.size() == node.children.size())
        return {};
    std::sort(kept.begin(), kept.end());
    for (const auto &[name, child] : node.children) {
        if (std::binary_search(kept.begin(), kept.end(), child.get()))
            continue;
        if (const auto made = make(fd, name, *child, path); !made)
            return made;
    }
    return {};
}

/// Whether what stands at \p name is what \p node says; folders are gone into.
Result<bool> ScratchReset::keep(int fd, const QByteArray &name, const ImageNode &node, const QByteArray &path)
{
    struct stat status = {};
    if (::fstatat(fd, name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return domain::fail(systemError(errno, fileText(path + name)));
    if (node.kind != ImageNode::Kind::Folder) {
        const auto known = m_old.find(node.generation);
        if (known == m_old.end() || known->second != stampOf(status))
            return false;
        m_new.insert(*known);
        return true;
    }
    if (!S_ISDIR(status.st_mode))
        return false;
    const auto below = openOwnFolderAt(fd, name);
    if (!below)
        return domain::fail(below.error());
    if ((status.st_mode & 07777) != 0755)
        ::fchmod(below->get(), 0755);
    if (const auto done = folder(below->get(), node, path + name + '/'); !done)
        return domain::fail(done.error());
    return true;
}

Result<void> ScratchReset::make(int fd, const QByteArray &name, const ImageNode &node, const QByteArray &path)
{
    if (node.kind == ImageNode::Kind::Folder) {
        const auto made = makeFolderAt(fd, name);
        if (!made)
            return domain::fail(made.error());
        return folder(made->get(), node, path + name + '/');
    }
    if (node.kind == ImageNode::Kind::Link) {
        struct stat status = {};
        const std::array<timespec, 2> times = {timespec{0, UTIME_OMIT}, timespecOf(node.mtimeNs)};
        if (::symlinkat(node.target.constData(), fd, name.constData()) != 0
            || ::utimensat(fd, name.constData(), times.data(), AT_SYMLINK_NOFOLLOW) != 0
            || ::fstatat(fd, name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            return domain::fail(systemError(errno, fileText(path + name)));
        remember(node, stampOf(status));
        return {};
    }
    const auto stamp = copyFileAt({.fromFolder = node.output ? m_folders.outputs : m_folders.tree,
                                   .from = path + name,
                                   .toFolder = fd,
                                   .to = name,
                                   .mode = node.mode});
    if (!stamp)
        return domain::fail(stamp.error());
    remember(node, *stamp);
    return {};
}

void ScratchReset::remember(const ImageNode &node, const Stamp &stamp)
{
    m_new.emplace(node.generation, stamp);
    m_lastChangeNs = std::max(m_lastChangeNs, stamp.ctimeNs);
    ++m_copied;
}

/// File times have the kernel's tick (some ms): a change within the tick of our own writing would bear the same ctime.
void ScratchReset::waitForClock() const
{
    timespec now = {};
    while (m_copied > 0 && ::clock_gettime(CLOCK_REALTIME_COARSE, &now) == 0
           && qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec <= m_lastChangeNs
           && qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec > m_lastChangeNs - 1'000'000'000) {
        const timespec tick = {0, 500'000};
        ::nanosleep(&tick, nullptr);
    }
}

} // namespace stepladder::workspace

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/fileops.h"

#include <QDir>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>

#include <dirent.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::Error;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr int kNewFileFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

auto failed(const QString &what)
{
    return domain::fail(systemError(errno, what));
}

Result<void> writeAll(int fd, const char *data, qint64 size, const QByteArray &name)
{
    while (size > 0) {
        const ssize_t written = ::write(fd, data, size_t(size));
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return failed(fileText(name));
        }
        data += written;
        size -= written;
    }
    return {};
}

/// Whether the copy was made by sharing blocks; a file system that cannot is not asked again by this thread's next
/// file.
bool reflink(int from, int to)
{
    static std::atomic<bool> s_possible = true;
    if (!s_possible.load(std::memory_order_relaxed))
        return false;
    if (::ioctl(to, FICLONE, from) == 0)
        return true;
    if (errno == EOPNOTSUPP || errno == ENOTTY)
        s_possible.store(false, std::memory_order_relaxed);
    return false;
}

Result<void> copyBytes(int from, int to, bool write, const CopyRequest &request)
{
    thread_local QByteArray buffer(256 * 1024, Qt::Uninitialized);
    for (;;) {
        const ssize_t got = ::read(from, buffer.data(), size_t(buffer.size()));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed(fileText(request.from));
        if (got == 0)
            return {};
        if (request.hash)
            request.hash->addData(QByteArrayView(buffer.constData(), got));
        if (write) {
            if (const auto done = writeAll(to, buffer.constData(), got, request.to); !done)
                return done;
        }
    }
}

/// Makes a folder ours to change; its permissions may have been taken away by what ran in it.
void unlockFolderAt(int parent, const QByteArray &name)
{
    const UniqueFd path(::openat(parent, name.constData(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (path.valid())
        ::chmod(("/proc/self/fd/" + QByteArray::number(path.get())).constData(), 0700);
}

/// Moves \p name into \p trash under a name that is free there.
bool bury(int folder, const QByteArray &name, int trash)
{
    static std::atomic<quint64> s_counter = 0;
    for (;;) {
        const QByteArray grave = ".grave-" + QByteArray::number(++s_counter);
        if (::renameat2(folder, name.constData(), trash, grave.constData(), RENAME_NOREPLACE) == 0)
            return true;
        if (errno != EEXIST)
            return false;
    }
}

} // namespace

UniqueFd::~UniqueFd()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Stamp stampOf(const struct stat &status)
{
    const auto ns = [](const timespec &t) { return qint64(t.tv_sec) * 1'000'000'000 + t.tv_nsec; };
    return {.inode = status.st_ino,
            .size = status.st_size,
            .mtimeNs = ns(status.st_mtim),
            .ctimeNs = ns(status.st_ctim),
            .mode = status.st_mode};
}

Error systemError(int code, const QString &what)
{
    const ErrorKind kind = code == ENOSPC || code == EDQUOT ? ErrorKind::DiskFull : ErrorKind::Io;
    return {kind, u"%1: %2"_s.arg(what, QString::fromLocal8Bit(std::strerror(code)))};
}

QByteArray fileBytes(const QString &path)
{
    return path.toUtf8();
}
QString fileText(const QByteArray &path)
{
    return QString::fromUtf8(path);
}

Result<UniqueFd> openFolder(const QString &path)
{
    UniqueFd fd(::open(fileBytes(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.valid())
        return failed(path);
    return fd;
}

Result<UniqueFd> openFolderAt(int parent, const QByteArray &name)
{
    UniqueFd fd(::openat(parent, name.constData(), kFolderFlags));
    if (!fd.valid())
        return failed(fileText(name));
    return fd;
}

Result<UniqueFd> openOwnFolderAt(int parent, const QByteArray &name)
{
    UniqueFd fd(::openat(parent, name.constData(), kFolderFlags));
    struct stat status = {};
    if (fd.valid() && ::fstat(fd.get(), &status) == 0 && (status.st_mode & S_IRWXU) == S_IRWXU)
        return fd;
    if (fd.valid() || errno == EACCES)
        unlockFolderAt(parent, name);
    return openFolderAt(parent, name);
}

Result<UniqueFd> makeFolderAt(int parent, const QByteArray &name)
{
    if (::mkdirat(parent, name.constData(), 0755) != 0 && errno != EEXIST)
        return failed(fileText(name));
    return openFolderAt(parent, name);
}

Result<QList<QByteArray>> namesIn(int folder)
{
    // Straight from the kernel: a DIR stream would cost five more calls for each folder of a scratch.
    alignas(dirent64) std::array<char, 32 * 1024> buffer;
    QList<QByteArray> names;
    if (::lseek(folder, 0, SEEK_SET) < 0)
        return failed(u"a folder"_s);
    for (;;) {
        const ssize_t got = ::getdents64(folder, buffer.data(), buffer.size());
        if (got < 0)
            return failed(u"a folder"_s);
        if (got == 0)
            return names;
        for (ssize_t at = 0; at < got;) {
            const auto *entry = reinterpret_cast<const dirent64 *>(buffer.data() + at);
            at += entry->d_reclen;
            if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
                names.append(QByteArray(entry->d_name));
        }
    }
}

Result<QByteArray> readFileAt(int folder, const QByteArray &path)
{
    // Without O_NONBLOCK a fifo would wait for its writer.
    return readOpenFile(UniqueFd(::openat(folder, path.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)),
                        path);
}

Result<QByteArray> readOpenFile(const UniqueFd &fd, const QByteArray &name)
{
    struct stat status = {};
    if (!fd.valid() || ::fstat(fd.get(), &status) != 0)
        return failed(fileText(name));
    if (!S_ISREG(status.st_mode))
        return domain::fail(ErrorKind::Io, u"%1: is no regular file"_s.arg(fileText(name)));
    QByteArray content(status.st_size, Qt::Uninitialized);
    qint64 filled = 0;
    for (;;) {
        if (filled == content.size())
            content.resize(filled + 4096);
        const ssize_t got = ::read(fd.get(), content.data() + filled, size_t(content.size() - filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed(fileText(name));
        if (got == 0)
            break;
        filled += got;
    }
    content.resize(filled);
    return content;
}

Result<QByteArray> readLinkAt(int folder, const QByteArray &name)
{
    std::array<char, 4097> target = {};
    const ssize_t size = ::readlinkat(folder, name.constData(), target.data(), target.size() - 1);
    if (size < 0)
        return failed(fileText(name));
    return QByteArray(target.data(), size);
}

Result<void> writeNewFileAt(int folder, const QByteArray &name, const QByteArray &content, uint mode, bool sync)
{
    const UniqueFd fd(::openat(folder, name.constData(), kNewFileFlags, 0600));
    if (!fd.valid())
        return failed(fileText(name));
    auto done = writeAll(fd.get(), content.constData(), content.size(), name);
    if (done && (::fchmod(fd.get(), mode & 0777) != 0 || (sync && ::fsync(fd.get()) != 0)))
        done = failed(fileText(name));
    if (!done)
        ::unlinkat(folder, name.constData(), 0);
    return done;
}

Result<void> replaceFileAt(int folder, const QByteArray &name, const QByteArray &content, uint mode, bool sync)
{
    static std::atomic<quint64> s_counter = 0;
    const QByteArray temporary =
        ".stepladder-" + QByteArray::number(::getpid()) + '-' + QByteArray::number(++s_counter);
    if (const auto written = writeNewFileAt(folder, temporary, content, mode, sync); !written)
        return written;
    if (::renameat(folder, temporary.constData(), folder, name.constData()) != 0) {
        const auto error = failed(fileText(name));
        ::unlinkat(folder, temporary.constData(), 0);
        return error;
    }
    return sync ? syncFolder(folder) : Result<void>{};
}

Result<Stamp> copyFileAt(const CopyRequest &request)
{
    const UniqueFd from(
        ::openat(request.fromFolder, request.from.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    struct stat status = {};
    if (!from.valid() || ::fstat(from.get(), &status) != 0)
        return failed(fileText(request.from));
    if (!S_ISREG(status.st_mode))
        return domain::fail(ErrorKind::Io, u"%1: is no regular file"_s.arg(fileText(request.from)));
    const UniqueFd to(::openat(request.toFolder, request.to.constData(), kNewFileFlags, 0600));
    if (!to.valid())
        return failed(fileText(request.to));
    const bool shared = status.st_size > 0 && reflink(from.get(), to.get());
    Result<void> done;
    if (!shared)
        done = copyBytes(from.get(), to.get(), true, request);
    else if (request.hash) // the clone is hashed, so that hash and copy agree while somebody edits the original
        done = copyBytes(
            UniqueFd(::openat(request.toFolder, request.to.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)).get(), -1,
            false, request);
    const std::array<timespec, 2> times = {timespec{0, UTIME_OMIT}, status.st_mtim};
    if (done
        && (::fchmod(to.get(), request.mode & 0777) != 0 || ::futimens(to.get(), times.data()) != 0
            || ::fstat(to.get(), &status) != 0))
        done = failed(fileText(request.to));
    if (!done) {
        ::unlinkat(request.toFolder, request.to.constData(), 0);
        return domain::fail(done.error());
    }
    return stampOf(status);
}

Result<void> discardAt(int folder, const QByteArray &name, int trash)
{
    if (::unlinkat(folder, name.constData(), 0) == 0 || errno == ENOENT)
        return {};
    if (bury(folder, name, trash))
        return {};
    unlockFolderAt(folder, name); // moving a folder writes its ".."
    return bury(folder, name, trash) ? Result<void>{} : failed(fileText(name));
}

Result<void> emptyTrash(int trash)
{
    for (;;) {
        const auto graves = namesIn(trash);
        if (!graves)
            return domain::fail(graves.error());
        if (graves->isEmpty())
            return {};
        for (const QByteArray &grave : *graves) {
            if (::unlinkat(trash, grave.constData(), 0) == 0)
                continue;
            const auto folder = openOwnFolderAt(trash, grave);
            if (!folder)
                return domain::fail(folder.error());
            const auto names = namesIn(folder->get());
            if (!names)
                return domain::fail(names.error());
            for (const QByteArray &name : *names) {
                if (const auto gone = discardAt(folder->get(), name, trash); !gone)
                    return gone;
            }
            if (::unlinkat(trash, grave.constData(), AT_REMOVEDIR) != 0)
                return failed(fileText(grave));
        }
    }
}

Result<void> removeTree(const QString &path)
{
    const QByteArray bytes = fileBytes(QDir::cleanPath(path));
    const qsizetype slash = bytes.lastIndexOf('/');
    const auto parent = openFolder(fileText(bytes.left(qMax<qsizetype>(slash, 1))));
    if (!parent)
        return {};
    const QByteArray name = bytes.mid(slash + 1);
    struct stat status = {};
    if (::fstatat(parent->get(), name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return {};
    if (!S_ISDIR(status.st_mode))
        return ::unlinkat(parent->get(), name.constData(), 0) == 0 ? Result<void>{} : failed(path);
    const auto folder = openOwnFolderAt(parent->get(), name);
    if (!folder)
        return domain::fail(folder.error());
    if (const auto emptied = emptyTrash(folder->get()); !emptied)
        return emptied;
    return ::unlinkat(parent->get(), name.constData(), AT_REMOVEDIR) == 0 ? Result<void>{} : failed(path);
}

Result<void> syncFolder(int folder)
{
    return ::fsync(folder) == 0 ? Result<void>{} : failed(u"a folder"_s);
}

} // namespace stepladder::workspace

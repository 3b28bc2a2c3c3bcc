// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QString>

#include <functional>
#include <utility>

#include <sys/stat.h>

/// The few system calls that files need here. Everything is relative to an open folder and nothing follows a symlink,
/// since what stands in a scratch was made by code that nobody trusts.
namespace stepladder::workspace {

/// A file descriptor that is closed with its owner.
class UniqueFd
{
public:
    UniqueFd() = default;
    explicit UniqueFd(int fd)
        : m_fd(fd)
    {
    }
    UniqueFd(UniqueFd &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    UniqueFd &operator=(UniqueFd &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~UniqueFd();

    int get() const { return m_fd; }
    bool valid() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// What betrays that a file was touched: the ctime cannot be set by its owner.
struct Stamp
{
    quint64 inode = 0;
    qint64 size = 0;
    qint64 mtimeNs = 0;
    qint64 ctimeNs = 0;
    uint mode = 0; ///< type and permission bits

    bool operator==(const Stamp &) const = default;
};
Stamp stampOf(const struct stat &status);

/// \p code is an errno. DiskFull for a full disk or quota, else Io.
domain::Error systemError(int code, const QString &what);

domain::Result<UniqueFd> openFolder(const QString &path);
/// \p name below \p parent: an existing folder that is no symlink.
domain::Result<UniqueFd> openFolderAt(int parent, const QByteArray &name);
/// The same for a folder of our own, whose permissions may have been taken away: they are given back.
domain::Result<UniqueFd> openOwnFolderAt(int parent, const QByteArray &name);
/// As openFolderAt(), made when it is missing (mode 0755).
domain::Result<UniqueFd> makeFolderAt(int parent, const QByteArray &name);
/// Names in \p folder, without "." and "..".
domain::Result<QList<QByteArray>> namesIn(int folder);

/// The whole of a regular file. Io when it is anything else.
domain::Result<QByteArray> readFileAt(int folder, const QByteArray &path);
/// The same of a file that is open (or failed to open, with errno still saying why).
domain::Result<QByteArray> readOpenFile(const UniqueFd &fd, const QByteArray &name);
/// The text of a symlink.
domain::Result<QByteArray> readLinkAt(int folder, const QByteArray &name);

/// Makes the new file \p name with \p mode, synced to disk if \p sync.
domain::Result<void> writeNewFileAt(int folder, const QByteArray &name, const QByteArray &content, uint mode,
                                    bool sync);
/// Replaces \p name by a temporary file and rename; synced, its folder too, if \p sync.
domain::Result<void> replaceFileAt(int folder, const QByteArray &name, const QByteArray &content, uint mode, bool sync);

struct CopyRequest
{
    int fromFolder = -1;
    QByteArray from; ///< may hold slashes when the source tree is our own
    int toFolder = -1;
    QByteArray to; ///< must not exist
    uint mode = 0644;
    QCryptographicHash *hash = nullptr; ///< fed with what was copied
};
/// Copies a regular file, by reflink where the file system can; the mtime is kept. The stamp of the copy.
domain::Result<Stamp> copyFileAt(const CopyRequest &request);

/// Removes \p name in \p folder whatever it is and however deep: folders are first moved into \p trash, which
/// emptyTrash() then clears without following links and without recursion.
domain::Result<void> discardAt(int folder, const QByteArray &name, int trash);
domain::Result<void> emptyTrash(int trash);
/// Removes the folder \p path and all in it.
domain::Result<void> removeTree(const QString &path);

domain::Result<void> syncFolder(int folder);

/// \p path as bytes; the system's names are bytes, UTF-8 by custom.
QByteArray fileBytes(const QString &path);
QString fileText(const QByteArray &path);

} // namespace stepladder::workspace

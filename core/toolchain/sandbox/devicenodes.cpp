// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/devicenodes.h"

#include "toolchain/sandbox/filedescriptor.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace stepladder::toolchain {

namespace {
struct Node
{
    const char *name;
    unsigned int majorNumber;
    unsigned int minorNumber;
};
constexpr Node kNodes[] = {{"null", 1, 3},   {"zero", 1, 5},    {"full", 1, 7},
                           {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0}};
constexpr uid_t kNobody = 65534;
constexpr mode_t kMode = S_IFCHR | 0666;

bool isGood(const QByteArray &path, dev_t device)
{
    struct stat info = {};
    return ::lstat(path.constData(), &info) == 0 && info.st_mode == kMode && info.st_rdev == device
        && info.st_uid == kNobody;
}

/// Under a name of its own first: another process may be doing the same.
bool makeNode(const QByteArray &path, dev_t device)
{
    const QByteArray fresh = path + '.' + QByteArray::number(::getpid());
    ::unlink(fresh.constData());
    const bool made = ::mknod(fresh.constData(), kMode, device) == 0 && ::chmod(fresh.constData(), 0666) == 0
        && ::chown(fresh.constData(), kNobody, kNobody) == 0 && ::rename(fresh.constData(), path.constData()) == 0;
    if (!made)
        ::unlink(fresh.constData());
    return made;
}
} // namespace

QString makeDeviceNodes(const QString &folder)
{
    if (::geteuid() != 0 || !QDir().mkpath(folder))
        return {};
    ::chmod(QFile::encodeName(folder).constData(), 0700);
    for (const Node &node : kNodes) {
        const QByteArray path = QFile::encodeName(folder) + '/' + node.name;
        const dev_t device = makedev(node.majorNumber, node.minorNumber);
        if (!isGood(path, device) && !makeNode(path, device))
            return {};
    }
    // A file system mounted with nodev makes nodes that nobody can open.
    const FileDescriptor probe(::open((QFile::encodeName(folder) + "/null").constData(), O_WRONLY | O_CLOEXEC));
    return probe.isValid() ? folder : QString();
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/runlock.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {
QString lockFile(const QString &folder)
{
    return folder + u"/lock"_s;
}

/// A lock of the open file description: a second one in this process is refused too, and one can ask without taking it.
struct flock wholeFile(short type)
{
    struct flock lock
    {
    };
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock;
}
} // namespace

Result<std::unique_ptr<RunLock>> RunLock::take(const QString &folder)
{
    const QString file = lockFile(folder);
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return domain::fail(errno == ENOSPC ? ErrorKind::DiskFull : ErrorKind::Io,
                            u"%1: %2"_s.arg(file, QString::fromLocal8Bit(std::strerror(errno))));
    std::unique_ptr<RunLock> lock(new RunLock(descriptor));
    struct flock exclusive = wholeFile(F_WRLCK);
    if (::fcntl(descriptor, F_OFD_SETLK, &exclusive) != 0) {
        char holder[24] = {};
        const auto length = ::pread(descriptor, holder, sizeof holder - 1, 0);
        const QString who =
            length > 0 ? u"process %1"_s.arg(QString::fromLatin1(holder).trimmed()) : u"another process"_s;
        return domain::fail(ErrorKind::Locked, u"%1: %2 holds this run"_s.arg(folder, who));
    }
    // Only for people: a full disk may keep the number out, the lock stands all the same.
    const QByteArray pid = QByteArray::number(qint64(::getpid())) + '\n';
    if (::ftruncate(descriptor, 0) == 0)
        static_cast<void>(!::pwrite(descriptor, pid.constData(), size_t(pid.size()), 0));
    return lock;
}

bool RunLock::isHeld(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(lockFile(folder)).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    struct flock question = wholeFile(F_RDLCK);
    const bool held = ::fcntl(descriptor, F_OFD_GETLK, &question) == 0 && question.l_type != F_UNLCK;
    ::close(descriptor);
    return held;
}

RunLock::~RunLock()
{
    ::close(m_descriptor);
}

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/filedescriptor.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace stepladder::toolchain {

int FileDescriptor::release()
{
    return std::exchange(m_fd, -1);
}

void FileDescriptor::reset()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

Pipe makePipe()
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return {};
    return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

FileDescriptor makeDataFile(const QByteArray &content)
{
    FileDescriptor file(::memfd_create("stepladder", MFD_CLOEXEC));
    qsizetype written = 0;
    while (file.isValid() && written < content.size()) {
        const ssize_t n = ::write(file.get(), content.constData() + written, size_t(content.size() - written));
        if (n < 0 && errno != EINTR)
            return {};
        written += n > 0 ? n : 0;
    }
    if (file.isValid())
        ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

bool makeNonBlocking(int fd)
{
    return ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK) == 0;
}

QByteArray readWholeAt(int folder, const char *path)
{
    const FileDescriptor file(::openat(folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    QByteArray text;
    char buffer[4096];
    while (file.isValid()) {
        const ssize_t n = ::read(file.get(), buffer, sizeof buffer);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        text.append(buffer, n);
    }
    return text;
}

QByteArray readWhole(const char *path)
{
    return readWholeAt(AT_FDCWD, path);
}

FileDescriptor openProcess(int pid)
{
    return FileDescriptor(int(::syscall(SYS_pidfd_open, pid, 0)));
}

void killProcess(const FileDescriptor &process)
{
    if (process.isValid())
        ::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0);
}

void awaitProcess(const FileDescriptor &process)
{
    pollfd wait{.fd = process.get(), .events = POLLIN, .revents = 0};
    while (process.isValid() && ::poll(&wait, 1, -1) < 0 && errno == EINTR) { }
}

} // namespace stepladder::toolchain

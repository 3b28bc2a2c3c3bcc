// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace stepladder::toolchain {

/// Owns a file descriptor. Everything made here is close-on-exec.
class FileDescriptor
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd)
        : m_fd(fd)
    {
    }
    ~FileDescriptor() { reset(); }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_fd(other.release())
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        if (this != &other) {
            reset();
            m_fd = other.release();
        }
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;

    int get() const { return m_fd; }
    bool isValid() const { return m_fd >= 0; }
    int release();
    void reset();

private:
    int m_fd = -1;
};

struct Pipe
{
    FileDescriptor read;
    FileDescriptor write;

    bool isValid() const { return read.isValid() && write.isValid(); }
};

Pipe makePipe();

/// An anonymous file with \p content, at its beginning.
FileDescriptor makeDataFile(const QByteArray &content);

bool makeNonBlocking(int fd);

/// Whole text of \p path; empty when it cannot be read. For /proc, /sys: QFile would ask for sizes that are not there.
QByteArray readWhole(const char *path);
QByteArray readWholeAt(int folder, const char *path);

/// pidfd_open(2); invalid when the process is gone.
FileDescriptor openProcess(int pid);
void killProcess(const FileDescriptor &process);
/// Blocks until the process is gone (it need not be our child).
void awaitProcess(const FileDescriptor &process);

} // namespace stepladder::toolchain

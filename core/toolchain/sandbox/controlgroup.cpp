// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/controlgroup.h"

#include <QFile>
#include <QFileInfo>

#include <atomic>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {
bool writeTo(const QString &path, const QByteArray &text)
{
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_WRONLY | O_CLOEXEC));
    return file.isValid() && ::write(file.get(), text.constData(), size_t(text.size())) == text.size();
}

QByteArray readFrom(const QString &path)
{
    return readWhole(QFile::encodeName(path).constData());
}

/// The path in the line "id:controller:path" of /proc/self/cgroup; null when there is none.
QString ownGroup(const QByteArray &own, const QByteArray &controller)
{
    for (const QByteArray &line : own.split('\n')) {
        const QByteArrayList parts = line.split(':');
        if (parts.size() == 3 && parts[1].split(',').contains(controller))
            return parts[2] == "/" ? u""_s : QFile::decodeName(parts[2]);
    }
    return {};
}

/// Bubblewrap's own two processes are inside, too.
constexpr int kBubblewrap = 2;
} // namespace

ControlGroup::ControlGroup(const QString &root, const QByteArray &own, int processes, qint64 memoryBytes)
{
    const QString pids = ownGroup(own, "pids");
    if (!pids.isNull() && make(root + u"/pids"_s + pids, processes, memoryBytes, false))
        return;
    // A group that holds processes may have no groups with limits below it: look above our own.
    QString folder = ownGroup(own, "");
    while (!folder.isEmpty()) {
        folder = folder.left(folder.lastIndexOf(u'/'));
        const QByteArrayList offered = readFrom(root + folder + u"/cgroup.subtree_control"_s).simplified().split(' ');
        if (offered.contains("pids") && make(root + folder, processes, memoryBytes, true))
            return;
    }
}

bool ControlGroup::make(const QString &parent, int processes, qint64 memoryBytes, bool version2)
{
    static std::atomic<int> s_next = 0;
    // Moving a process needs the right to write to the group above both.
    if (::access(QFile::encodeName(parent + u"/cgroup.procs"_s).constData(), W_OK) != 0)
        return false;
    m_folder = parent + u"/stepladder-%1-%2"_s.arg(::getpid()).arg(++s_next);
    if (::mkdir(QFile::encodeName(m_folder).constData(), 0755) != 0) {
        m_folder.clear();
        return false;
    }
    const bool limited = writeTo(m_folder + u"/pids.max"_s, QByteArray::number(processes + kBubblewrap));
    m_entrance =
        FileDescriptor(::open(QFile::encodeName(m_folder + u"/cgroup.procs"_s).constData(), O_WRONLY | O_CLOEXEC));
    if (!limited || !m_entrance.isValid()) {
        ::rmdir(QFile::encodeName(m_folder).constData());
        m_folder.clear();
        m_entrance.reset();
        return false;
    }
    if (version2) {
        m_limitsMemory = writeTo(m_folder + u"/memory.max"_s, QByteArray::number(memoryBytes));
        writeTo(m_folder + u"/memory.swap.max"_s, "0");
        writeTo(m_folder + u"/memory.oom.group"_s, "1");
    }
    return true;
}

ControlGroup::~ControlGroup()
{
    m_entrance.reset();
    // The last of the dead may still be on their way out of the group.
    for (int i = 0; !m_folder.isEmpty() && i < 100; ++i) {
        if (::rmdir(QFile::encodeName(m_folder).constData()) == 0 || errno != EBUSY)
            return;
        ::usleep(1000);
    }
}

std::vector<int> ControlGroup::entrances() const
{
    return m_entrance.isValid() ? std::vector<int>{m_entrance.get()} : std::vector<int>{};
}

bool ControlGroup::ranOutOfMemory() const
{
    if (!m_limitsMemory)
        return false;
    for (const QByteArray &line : readFrom(m_folder + u"/memory.events"_s).split('\n')) {
        if (line.startsWith("oom_kill "))
            return line.mid(9).toLongLong() > 0;
    }
    return false;
}

} // namespace stepladder::toolchain

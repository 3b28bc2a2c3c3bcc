// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/limitwatch.h"

#include "toolchain/sandbox/bubblewrap.h"
#include "toolchain/sandbox/controlgroup.h"
#include "toolchain/sandbox/diskgrowth.h"
#include "toolchain/sandbox/processtree.h"

#include <QFile>

#include <algorithm>
#include <chrono>

#include <sys/eventfd.h>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr auto kTick = 50ms;
constexpr int kDiskEvery = 2; // ticks
constexpr auto kExactEvery = 500ms;

QString mib(qint64 bytes)
{
    return u"%1 MiB"_s.arg(bytes >> 20);
}

QByteArrayList writableFolders(const SandboxCommand &command)
{
    QByteArrayList folders;
    for (const Bind &bind : command.binds) {
        if (bind.writable)
            folders << QFile::encodeName(bind.source);
    }
    return folders;
}

/// What lies on the tmpfs inside, where no bind covers them.
qint64 temporaryBytes(ProcessTree &tree, const SandboxCommand &command)
{
    qint64 bytes = 0;
    for (const char *path : {"/tmp", "/dev/shm", kSandboxHome}) {
        const bool covered = std::any_of(command.binds.begin(), command.binds.end(),
                                         [path](const Bind &bind) { return bind.target == QLatin1String(path); });
        bytes += covered ? 0 : tree.usedOf(path + 1);
    }
    return bytes;
}

/// Memory over the limit: the quick sum first, and since that counts forked pages twice, the slow truth before a
/// verdict.
class MemoryCheck
{
public:
    bool isOver(ProcessTree &tree, qint64 quickBytes, qint64 limit)
    {
        const auto now = std::chrono::steady_clock::now();
        if (quickBytes <= limit || now < m_nextExact)
            return false;
        const bool over = tree.exactMemoryBytes() > limit;
        m_nextExact = now + kExactEvery;
        return over;
    }

private:
    std::chrono::steady_clock::time_point m_nextExact;
};
} // namespace

LimitWatch::LimitWatch(const SandboxCommand &command, int initPid, const ControlGroup &group)
    : m_command(command)
    , m_initPid(initPid)
    , m_group(group)
    , m_event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_thread([this](const std::stop_token &stop) { watch(stop); })
{
}

LimitWatch::~LimitWatch()
{
    stop();
}

void LimitWatch::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

std::optional<LimitWatch::Finding> LimitWatch::finding() const
{
    const std::scoped_lock lock(m_mutex);
    return m_finding;
}

void LimitWatch::report(ProcessEnding ending, const QString &reason)
{
    const std::scoped_lock lock(m_mutex);
    m_finding = Finding{ending, reason};
    ::eventfd_write(m_event.get(), 1);
}

void LimitWatch::watch(const std::stop_token &stop)
{
    const Limits &limits = m_command.limits;
    ProcessTree tree(m_initPid);
    MemoryCheck memory;
    DiskGrowth disk(writableFolders(m_command),
                    [&tree](const std::set<dev_t> &devices) { return tree.unlinkedBytes(devices); });
    disk.begin(stop);
    for (int tick = 1; !stop.stop_requested(); ++tick) {
        const ProcessTree::Load load = tree.load();
        if (load.tasks > limits.processes)
            return report(ProcessEnding::TooManyProcesses,
                          u"more than %1 processes and threads"_s.arg(limits.processes));
        if (memory.isOver(tree, load.memoryBytes, limits.memoryBytes) || m_group.ranOutOfMemory())
            return report(ProcessEnding::OutOfMemory, u"more than %1 of memory"_s.arg(mib(limits.memoryBytes)));
        if (tick % kDiskEvery == 0) {
            const qint64 temporary = temporaryBytes(tree, m_command);
            if (disk.bytes(limits.scratchBytes - temporary, stop) > limits.scratchBytes - temporary)
                return report(ProcessEnding::DiskQuota, u"more than %1 written"_s.arg(mib(limits.scratchBytes)));
            if (disk.isDiskNearlyFull(limits.scratchBytes))
                return report(ProcessEnding::DiskQuota, u"the disk is nearly full"_s);
        }
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, kTick, [] { return false; });
    }
}

} // namespace stepladder::toolchain

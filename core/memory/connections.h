// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database.h"

#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace stepladder::memory {

/// One connection to one file for each thread that asks. A thread's connection closes when the thread ends; those of
/// threads that live on close with this object, which nobody may be using then. To be held by a shared_ptr.
class Connections : public std::enable_shared_from_this<Connections>
{
public:
    explicit Connections(QString file);

    /// The calling thread's connection, opened where it has none. Io, Corrupt, DiskFull, Locked.
    domain::Result<storage::Database *> mine();
    QString file() const { return m_file; }

private:
    friend class ThreadEnd;
    void close(std::thread::id thread);

    const QString m_file;
    std::mutex m_mutex;
    std::map<std::thread::id, std::unique_ptr<storage::Database>> m_open;
};

/// Opens \p file for reading and writing; tries again for a while when another process is just creating it.
domain::Result<std::unique_ptr<storage::Database>> openPatiently(const QString &file);

} // namespace stepladder::memory

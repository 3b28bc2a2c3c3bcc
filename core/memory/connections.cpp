// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/connections.h"

#include <chrono>
#include <vector>

namespace stepladder::memory {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using storage::Database;

/// Lives as long as a thread and closes what the thread opened.
class ThreadEnd
{
public:
    ~ThreadEnd()
    {
        for (const auto &connections : m_used) {
            if (const auto alive = connections.lock())
                alive->close(std::this_thread::get_id());
        }
    }
    void watch(std::weak_ptr<Connections> connections)
    {
        std::erase_if(m_used, [](const auto &used) { return used.expired(); });
        m_used.push_back(std::move(connections));
    }

private:
    std::vector<std::weak_ptr<Connections>> m_used;
};

Connections::Connections(QString file)
    : m_file(std::move(file))
{
}

Result<Database *> Connections::mine()
{
    const auto id = std::this_thread::get_id();
    {
        const std::lock_guard lock(m_mutex);
        if (const auto it = m_open.find(id); it != m_open.end())
            return it->second.get();
    }
    auto opened = openPatiently(m_file);
    if (!opened)
        return domain::fail(opened.error());
    thread_local ThreadEnd end;
    end.watch(weak_from_this());
    Database *const database = opened->get();
    const std::lock_guard lock(m_mutex);
    m_open.emplace(id, std::move(*opened));
    return database;
}

void Connections::close(std::thread::id thread)
{
    std::unique_ptr<Database> database;
    const std::lock_guard lock(m_mutex);
    if (const auto it = m_open.find(thread); it != m_open.end()) {
        database = std::move(it->second);
        m_open.erase(it);
    }
}

Result<std::unique_ptr<Database>> openPatiently(const QString &file)
{
    // Switching a new file to WAL fails at once when another process does the same: SQLite waits for no lock there.
    constexpr int kTries = 100;
    auto opened = Database::open(file, Database::Access::ReadWrite);
    for (int i = 1; i < kTries && !opened && opened.error().kind == ErrorKind::Locked; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        opened = Database::open(file, Database::Access::ReadWrite);
    }
    if (!opened)
        return opened;
    // What is forgotten is overwritten, not just unlinked.
    const auto erasing = (*opened)->value(u"PRAGMA secure_delete=ON"_s);
    if (!erasing)
        return domain::fail(erasing.error());
    return opened;
}

} // namespace stepladder::memory

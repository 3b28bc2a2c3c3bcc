// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/background.h"

#include "journal/files.h"
#include "journal/runindex.h"
#include "journal/searchindex.h"

#include <QLoggingCategory>

#include <sys/resource.h>
#include <unistd.h>

namespace stepladder::journal {

using namespace std::chrono_literals;
using storage::Database;

namespace {

Q_LOGGING_CATEGORY(log, "stepladder.journal")

constexpr auto kBetweenPuts = 100ms;
constexpr int kPage = 250;

} // namespace

Background::Background(QString folder, QString indexFile)
    : m_folder(std::move(folder))
    , m_indexFile(std::move(indexFile))
    , m_thread([this] { run(); })
{
}

Background::~Background()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_work.notify_all();
    m_thread.join();
}

void Background::committed(qint64 seq, const std::optional<RunView> &view)
{
    {
        const std::lock_guard lock(m_mutex);
        m_committed = seq;
        if (view && !m_indexFile.isEmpty())
            m_view = view;
        if (m_more && !view)
            return;
        m_more = true;
    }
    m_work.notify_one();
}

void Background::sync()
{
    std::unique_lock lock(m_mutex);
    m_hurry = true;
    m_work.notify_one();
    m_idle.wait(lock, [this] { return !m_view && !m_putting; });
    m_hurry = false;
}

void Background::forget()
{
    std::unique_lock lock(m_mutex);
    m_forget = true;
    m_work.notify_one();
    m_idle.wait(lock, [this] { return !m_forget; });
}

void Background::run()
{
    // Of this thread alone: on Linux the id of a thread stands for it.
    setpriority(PRIO_PROCESS, id_t(gettid()), 10);
    std::unique_lock lock(m_mutex);
    while (work(lock)) {
        if (m_more || m_forget || m_stop || (m_view && m_hurry))
            continue;
        const auto something = [this] { return m_more || m_forget || m_stop || (m_view && m_hurry); };
        if (m_view)
            m_work.wait_until(lock, m_lastPut + kBetweenPuts, something);
        else
            m_work.wait(lock, [&] { return something() || m_view; });
    }
    m_search.reset();
    m_journal.reset();
    m_index.reset();
}

/// One small piece of what is to be done; false when it was the last.
bool Background::work(std::unique_lock<std::mutex> &lock)
{
    if (m_view && (m_stop || m_hurry || std::chrono::steady_clock::now() >= m_lastPut + kBetweenPuts)) {
        const RunView view = *m_view;
        m_view.reset();
        m_putting = true;
        lock.unlock();
        putView(view);
        lock.lock();
        m_putting = false;
        m_lastPut = std::chrono::steady_clock::now();
        m_idle.notify_all();
    }
    if (m_forget) {
        lock.unlock();
        resetSearch();
        lock.lock();
        m_forget = false;
        m_more = true;
        m_idle.notify_all();
    }
    if (m_stop)
        return m_view.has_value();
    if (m_more) {
        m_more = false;
        lock.unlock();
        const bool more = indexSome();
        lock.lock();
        m_more = m_more || more;
    }
    return true;
}

void Background::putView(const RunView &view)
{
    if (!m_index && !m_indexFailed) {
        if (auto index = RunIndex::open(m_indexFile))
            m_index = std::move(*index);
        else
            qCWarning(log) << index.error().message;
        m_indexFailed = !m_index;
    }
    if (!m_index)
        return;
    if (const auto put = m_index->put(view); !put)
        qCWarning(log) << put.error().message;
}

bool Background::indexSome()
{
    if (m_searchFailed)
        return false;
    if (!m_journal || !m_search) {
        auto journal = Database::open(journalFile(m_folder), Database::Access::ReadOnly);
        auto search = SearchIndex::open(m_folder);
        m_searchFailed = !journal || !search;
        if (m_searchFailed) {
            qCWarning(log) << (search ? journal.error().message : search.error().message);
            return false;
        }
        m_journal = std::move(*journal);
        m_search = std::move(*search);
    }
    const auto added = m_search->advance(*m_journal, kPage);
    if (added)
        return *added == kPage;
    qCWarning(log) << added.error().message;
    m_searchFailed = true;
    return false;
}

void Background::resetSearch()
{
    indexSome();
    if (!m_search)
        return;
    if (const auto reset = m_search->reset(); !reset)
        qCWarning(log) << reset.error().message;
}

} // namespace stepladder::journal

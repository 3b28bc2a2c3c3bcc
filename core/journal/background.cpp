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
constexpr auto kIndexEvery = 500ms;
constexpr int kPage = 1000;
constexpr int kRestFactor = 4;

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
        const auto now = [this] { return m_forget || m_stop || (m_view && m_hurry); };
        if (m_view || m_more)
            m_work.wait_until(lock, nextTurn(), now);
        else
            m_work.wait(lock, [&] { return now() || m_view || m_more; });
    }
    m_search.reset();
    m_journal.reset();
    m_index.reset();
}

std::chrono::steady_clock::time_point Background::nextTurn() const
{
    if (m_view && m_more)
        return std::min(m_lastPut + kBetweenPuts, m_indexAt);
    return m_view ? m_lastPut + kBetweenPuts : m_indexAt;
}

/// What is due, a small piece of each; false when it was the last.
bool Background::work(std::unique_lock<std::mutex> &lock)
{
    using std::chrono::steady_clock;
    if (m_view && (m_stop || m_hurry || steady_clock::now() >= m_lastPut + kBetweenPuts)) {
        const RunView view = *m_view;
        m_view.reset();
        m_putting = true;
        lock.unlock();
        putView(view);
        lock.lock();
        m_putting = false;
        m_lastPut = steady_clock::now();
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
    if (m_more && steady_clock::now() >= m_indexAt) {
        m_more = false;
        lock.unlock();
        indexSome();
        lock.lock();
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

/// One page; then a pause, so that a busy writer keeps most of the machine. Small pages are left to gather.
void Background::indexSome()
{
    if (m_searchFailed)
        return;
    if (!m_journal || !m_search) {
        auto journal = Database::open(journalFile(m_folder), Database::Access::ReadOnly);
        auto search = SearchIndex::open(m_folder);
        m_searchFailed = !journal || !search;
        if (m_searchFailed) {
            qCWarning(log) << (search ? journal.error().message : search.error().message);
            return;
        }
        m_journal = std::move(*journal);
        m_search = std::move(*search);
    }
    const auto began = std::chrono::steady_clock::now();
    const auto added = m_search->advance(*m_journal, kPage);
    m_searchFailed = !added;
    if (!added) {
        qCWarning(log) << added.error().message;
        return;
    }
    const auto ended = std::chrono::steady_clock::now();
    const std::lock_guard lock(m_mutex);
    const bool full = *added == kPage;
    m_indexAt = full ? ended + kRestFactor * (ended - began) : ended + kIndexEvery;
    m_more = m_more || full;
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

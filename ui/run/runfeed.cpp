// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/runfeed.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace stepladder::ui {

using namespace std::chrono_literals;
using domain::Entry;
using domain::Result;
using journal::JournalReader;
using journal::Moment;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto kBatchEvery = 33ms; ///< 30 Hz
constexpr auto kMomentEvery = 100ms; ///< a moment of a long run takes some milliseconds to read
constexpr auto kLookEvery = 250ms; ///< for entries of other processes, who wake nobody here
constexpr int kBatch = 2000;

} // namespace

/// The reading side: one thread, its reader, its jobs.
class RunFeed::Thread
{
public:
    explicit Thread(RunFeed &feed)
        : m_feed(feed)
        , m_thread([this] { run(); })
    {
    }
    ~Thread()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }

    void post(Job job, Turn turn)
    {
        {
            const std::lock_guard lock(m_mutex);
            (turn == Turn::Now ? m_jobs : m_laterJobs).push_back(std::move(job));
        }
        m_wake.notify_all();
    }
    void wake()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_news = true;
        }
        m_wake.notify_all();
    }
    void setPosition(qint64 seq)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_position = seq;
            m_moved = true;
        }
        m_wake.notify_all();
    }
    /// The GUI thread has taken the last batch: the next may follow.
    void taken()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_delivering = false;
        }
        m_wake.notify_all();
    }

private:
    void run();
    bool open();
    void look();
    void readMoment();
    template<typename F>
    void deliver(F work)
    {
        QMetaObject::invokeMethod(&m_feed, std::move(work), Qt::QueuedConnection);
    }

    RunFeed &m_feed;
    std::unique_ptr<JournalReader> m_reader;
    qint64 m_seen = 0; ///< entries up to here were delivered
    bool m_momentDue = false;
    Clock::time_point m_lastLook;
    Clock::time_point m_lastMoment;

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    std::deque<Job> m_laterJobs;
    qint64 m_position = 0;
    bool m_moved = false;
    bool m_news = false;
    bool m_delivering = false;
    bool m_stop = false;
    std::thread m_thread; // last: everything else is there when it begins
};

bool RunFeed::Thread::open()
{
    auto opened = JournalReader::open(m_feed.m_folder);
    Result<Moment> moment;
    if (opened) {
        m_reader = std::move(*opened);
        moment = m_reader->at();
    } else {
        moment = domain::fail(opened.error());
    }
    if (!moment) {
        deliver([feed = &m_feed, error = moment.error()] { Q_EMIT feed->failed(error); });
        return false;
    }
    m_seen = moment->run.seq;
    deliver([feed = &m_feed, now = *moment] { feed->take(now, true); });
    return true;
}

void RunFeed::Thread::run()
{
    if (!open())
        return;
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        if (m_moved) {
            m_moved = false;
            lock.unlock();
            readMoment();
            lock.lock();
            continue;
        }
        auto *jobs = !m_jobs.empty() ? &m_jobs : nullptr;
        const auto now = Clock::now();
        const bool mayLook = !m_delivering && now - m_lastLook >= kBatchEvery;
        if (mayLook && (m_news || m_momentDue || now - m_lastLook >= kLookEvery)) {
            m_news = false;
            m_lastLook = now;
            lock.unlock();
            look();
            lock.lock();
            continue;
        }
        if (!jobs && !m_laterJobs.empty())
            jobs = &m_laterJobs;
        if (jobs) {
            const Job job = std::move(jobs->front());
            jobs->pop_front();
            lock.unlock();
            job(*m_reader);
            lock.lock();
            continue;
        }
        m_wake.wait_for(lock, m_news || m_momentDue ? kBatchEvery : kLookEvery);
    }
}

void RunFeed::Thread::look()
{
    const auto last = m_reader->lastSeq();
    if (!last)
        return; // a passing trouble of the disk: the next look tries again
    if (*last > m_seen) {
        auto entries = m_reader->entries(m_seen, kBatch);
        if (!entries || entries->isEmpty())
            return;
        m_seen = entries->last().seq;
        m_momentDue = true;
        {
            const std::lock_guard lock(m_mutex);
            m_delivering = true;
            m_news = m_news || m_seen < *last;
        }
        deliver([this, feed = &m_feed, batch = std::move(*entries)] {
            feed->m_lastSeq = batch.last().seq;
            Q_EMIT feed->entriesAdded(batch);
            taken();
        });
    }
    if (m_momentDue && Clock::now() - m_lastMoment >= kMomentEvery)
        readMoment();
}

void RunFeed::Thread::readMoment()
{
    qint64 position = 0;
    {
        const std::lock_guard lock(m_mutex);
        position = m_position;
    }
    const auto moment = m_reader->at(position);
    m_lastMoment = Clock::now();
    m_momentDue = false;
    if (moment)
        deliver([feed = &m_feed, now = *moment] { feed->take(now, false); });
}

RunFeed::RunFeed(QString folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
    , m_thread(std::make_unique<Thread>(*this))
{
}

RunFeed::~RunFeed() = default;

void RunFeed::take(const Moment &moment, bool first)
{
    m_moment = moment;
    if (first)
        m_lastSeq = moment.run.seq;
    m_open = true;
    if (first)
        Q_EMIT opened();
    Q_EMIT momentChanged();
}

void RunFeed::setPosition(qint64 seq)
{
    if (seq == m_position)
        return;
    m_position = seq;
    m_thread->setPosition(seq);
}

void RunFeed::wake()
{
    m_thread->wake();
}

void RunFeed::post(Job job, Turn turn)
{
    m_thread->post(std::move(job), turn);
}

} // namespace stepladder::ui

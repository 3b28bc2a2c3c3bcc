// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/differ.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace stepladder::ui {

/// The comparing side: the next job, and the stop of the one under way.
class Differ::Thread
{
public:
    struct Job
    {
        quint64 turn;
        QByteArray before;
        QByteArray after;
        QString file;
    };

    explicit Thread(Differ &differ)
        : m_differ(differ)
        , m_thread([this] { run(); })
    {
    }
    ~Thread()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_end = true;
            m_stop.request_stop();
        }
        m_wake.notify_all();
        m_thread.join();
    }

    /// Nothing: only gives up what is under way.
    void set(std::optional<Job> job)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_job = std::move(job);
            m_stop.request_stop();
        }
        m_wake.notify_all();
    }

private:
    void run()
    {
        for (;;) {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_end || m_job; });
            if (m_end)
                return;
            const Job job = std::move(*m_job);
            m_job.reset();
            m_stop = std::stop_source();
            const std::stop_token stop = m_stop.get_token();
            lock.unlock();
            auto content = layOutDiff(job.before, job.after, job.file, stop);
            if (!content)
                continue;
            auto shared = std::make_shared<const DiffContent>(std::move(*content));
            QMetaObject::invokeMethod(
                &m_differ, [differ = &m_differ, turn = job.turn, shared] { differ->take(turn, shared); },
                Qt::QueuedConnection);
        }
    }

    Differ &m_differ;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::optional<Job> m_job;
    std::stop_source m_stop;
    bool m_end = false;
    std::thread m_thread;
};

Differ::Differ(QObject *parent)
    : QObject(parent)
{
}

Differ::~Differ() = default;

void Differ::compare(const QByteArray &before, const QByteArray &after, const QString &file)
{
    if (!m_thread)
        m_thread = std::make_unique<Thread>(*this);
    m_busy = true;
    m_thread->set(Thread::Job{++m_turn, before, after, file});
}

void Differ::cancel()
{
    ++m_turn;
    m_busy = false;
    if (m_thread)
        m_thread->set(std::nullopt);
}

void Differ::take(quint64 turn, std::shared_ptr<const DiffContent> content)
{
    if (turn != m_turn)
        return;
    m_busy = false;
    Q_EMIT compared(content);
}

} // namespace stepladder::ui

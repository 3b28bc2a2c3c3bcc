// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/error.h"
#include "journal/journalreader.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <type_traits>

namespace stepladder::ui {

/// Reads one run's journal on a thread of its own, in this or another process's run, and tells the GUI thread what is
/// new in batches, at most 30 a second. Lives on the GUI thread.
class RunFeed final : public QObject
{
    Q_OBJECT

public:
    explicit RunFeed(QString folder, QObject *parent = nullptr);
    ~RunFeed() override; ///< waits for what is being read, which is milliseconds

    const QString &folder() const { return m_folder; }
    bool isOpen() const { return m_open; }
    /// The run as it stood at position(), or as it stands.
    const journal::Moment &moment() const { return m_moment; }
    /// The last entry known to be there.
    qint64 lastSeq() const { return m_lastSeq; }
    /// Which moment is shown: the seq of an entry; 0: the run as it stands, and as it goes on.
    qint64 position() const { return m_position; }
    /// Scrubs: momentChanged follows. Positions asked for faster than they are read are passed over.
    void setPosition(qint64 seq);
    /// There may be something new. Any thread.
    void wake();

    /// When it is to be read: pages in sight before what fills up behind them.
    enum class Turn { Now, Later };

    /// Runs \p work on the reading thread and \p then with its result on the GUI thread, unless \p context is gone by
    /// then. In the order asked, Turn::Later after everything that is asked Now.
    template<typename Work, typename Then>
    void ask(QObject *context, Work work, Then then, Turn turn = Turn::Now)
    {
        using Answer = std::invoke_result_t<Work, journal::JournalReader &>;
        post(
            [this, guard = QPointer<QObject>(context), work = std::move(work),
             then = std::move(then)](journal::JournalReader &reader) mutable {
                auto answer = std::make_shared<Answer>(work(reader));
                QMetaObject::invokeMethod(
                    this,
                    [guard, then = std::move(then), answer]() mutable {
                        if (guard)
                            then(std::move(*answer));
                    },
                    Qt::QueuedConnection);
            },
            turn);
    }

Q_SIGNALS:
    /// The journal was opened and moment() is there.
    void opened();
    /// It cannot be read: NotFound, Corrupt, NewerVersion. Nothing else follows.
    void failed(const stepladder::domain::Error &error);
    void momentChanged();
    /// Entries written since the journal was opened, in order, each once.
    void entriesAdded(const QList<stepladder::domain::Entry> &entries);

private:
    using Job = std::function<void(journal::JournalReader &)>;
    class Thread;
    void post(Job job, Turn turn);
    void take(const journal::Moment &moment, bool first);

    const QString m_folder;
    bool m_open = false;
    journal::Moment m_moment;
    qint64 m_lastSeq = 0;
    qint64 m_position = 0;
    std::unique_ptr<Thread> m_thread;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "engine/calls/effects.h"
#include "journal/runindex.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <mutex>
#include <optional>

namespace stepladder::engine {

/// Who tells people elsewhere of requests; each may be called again for the same one.
struct DeskNews
{
    std::function<void(const domain::Request &)> onAsked = {};
    /// Somebody wants to be reminded at \p dueMs (UTC), for the time number \p serial.
    std::function<void(const domain::Request &, qint64 dueMs, int serial)> onSnoozed = {};
};

/// Where a run's requests wait. Asking blocks no thread: without an answer the call returns Awaiting, the rung unwinds,
/// and when the answer is in the inbox the step is replayed up to here. Thread-safe.
class Desk
{
public:
    Desk(Effects &effects, QString indexFile, const storage::Clock &clock, DeskNews news = {});

    /// The answer to \p request at \p key: recorded, or taken from the inbox now. Awaiting (detail = the request's id).
    domain::Result<domain::Answer> ask(const journal::Key &key, domain::Request request);
    /// The same for a request with a deadline; nullopt: nobody answered until then. Extensions move it; whether an
    /// answer counts is decided by the time at which the inbox took it.
    domain::Result<std::optional<domain::Answer>> askUntil(const journal::Key &key, domain::Request request);
    /// When \p request, which somebody waits for here, expires (UTC); 0: never.
    qint64 deadlineOf(const QString &request) const;
    /// The answer that was taken at \p key already; nullopt: none.
    std::optional<domain::Answer> given(const journal::Key &key) const;
    /// Takes back a request that nobody has to answer any more: kept and marked, late answers are told.
    void withdraw(const QString &request);
    /// Takes back all open requests of \p step; of the run where it is empty.
    void withdrawAll(const QString &step);
    void withdrawMatching(const std::function<bool(const domain::Request &)> &matches);
    /// Whether \p request was answered or taken back while this process ran the run.
    bool isClosed(const QString &request) const;
    /// Whether the inbox holds an answer to \p request that nothing consumed yet.
    bool answered(const QString &request);
    /// What was asked under \p request, as the index of runs has it.
    domain::Result<domain::Request> asked(const QString &request) const;
    /// The id that a request asked at \p key has. One that was taken back there is asked anew under another.
    QString idFor(const journal::Key &key) const;

    /// Whether what was asked at \p key waits for its answer, or has been given it.
    bool isOpen(const journal::Key &key) const;
    bool isAnswered(const journal::Key &key) const;

private:
    /// A question at its key, with the deadline as it stands.
    struct Asked
    {
        journal::Key key;
        domain::Request request;
        int heard = 0; ///< answers so far that were not final
    };
    using Given = domain::Result<std::optional<domain::Answer>>;
    Given take(Asked &asked);
    domain::Result<void> hear(Asked &asked, const journal::Wish &wish, const domain::Answer &answer);
    Given expire(Asked &asked);
    bool forgiveClock(Asked &asked);
    void watch(const domain::Request &request);
    void tellSnooze(const Asked &asked, const domain::Answer &answer, int serial) const;
    journal::Key standing(journal::Key key) const;
    void index(const domain::Request &request, domain::RequestState state);
    void close(const QString &request);

    Effects &m_effects;
    QString m_indexFile;
    const storage::Clock &m_clock;
    const DeskNews m_news;
    std::mutex m_mutex;
    mutable std::mutex m_closedMutex;
    QSet<QString> m_closed;
    struct Watched
    {
        qint64 deadlineMs = 0;
        qint64 offsetMs = 0; ///< wall clock less running time when it was first seen here
    };
    QHash<QString, Watched> m_watched; ///< open requests with a deadline
};

} // namespace stepladder::engine

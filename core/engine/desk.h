// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "engine/effects.h"
#include "journal/runindex.h"

#include <mutex>

namespace stepladder::engine {

/// Where a run's requests wait. Asking blocks no thread: without an answer the call returns Awaiting, the rung unwinds,
/// and when the answer is in the inbox the step is replayed up to here. Thread-safe.
class Desk
{
public:
    Desk(Effects &effects, QString indexFile, const storage::Clock &clock);

    /// The answer to \p request at \p key: recorded, or taken from the inbox now. Awaiting (detail = the request's id).
    domain::Result<domain::Answer> ask(const journal::Key &key, domain::Request request);
    /// Takes back a request that nobody has to answer any more.
    void withdraw(const journal::Key &key, const QString &request);
    /// Whether the inbox holds an answer to \p request that nothing consumed yet.
    bool answered(const QString &request);
    /// What was asked under \p request, as the index of runs has it.
    domain::Result<domain::Request> asked(const QString &request) const;
    /// The id that a request asked at \p key has.
    QString idFor(const journal::Key &key) const;

private:
    void index(const domain::Request &request, domain::RequestState state);

    Effects &m_effects;
    QString m_indexFile;
    const storage::Clock &m_clock;
    std::mutex m_mutex;
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "memory/records.h"

#include <memory>
#include <optional>

namespace stepladder::memory {

struct SimilarQuery
{
    QString fileType;
    QString language = {};
    QString taskDescription;
    QString signature = {};
    QString fingerprint = {};
    int limit = 10;
};

struct MemoryStats
{
    int failures = 0; ///< steps that failed at least once
    int recovered = 0; ///< of those, accepted in the end
    int successes = 0; ///< steps that passed at the first attempt
    int openTodos = 0;
};

/// What outlives runs. SQLite; thread-safe (a connection for each thread that asks).
class MemoryStore
{
public:
    /// Io, Corrupt, NewerVersion, DiskFull.
    static domain::Result<std::unique_ptr<MemoryStore>> open(const QString &file);
    virtual ~MemoryStore() = default;

    /// Stores the record of a step; a second one for the same run, step and epoch replaces the first.
    virtual domain::Result<qint64> store(const StepRecord &record, int epoch) = 0;
    /// Steps that failed at least once, by fingerprint first, then signature, then full text (bm25); other runs' and this one's.
    virtual domain::Result<QList<StepRecord>> similarFailures(const SimilarQuery &query) = 0;
    /// Accepted steps with code, most similar first.
    virtual domain::Result<QList<StepRecord>> similarSuccesses(const SimilarQuery &query) = 0;
    virtual domain::Result<QList<StepRecord>> search(const QString &text, int limit) = 0;
    virtual domain::Result<MemoryStats> stats() = 0;

    virtual domain::Result<qint64> addTodo(const Todo &todo) = 0; ///< once for each run and step
    virtual domain::Result<QList<Todo>> todos(bool openOnly) = 0;
    virtual domain::Result<void> finishTodo(qint64 id) = 0;
};

} // namespace stepladder::memory

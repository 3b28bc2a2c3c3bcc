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

/// What is to be forgotten: both together narrow it, at least one is given.
struct ForgetQuery
{
    QString workspace = {}; ///< a folder: it and all below it
    QString text = {}; ///< whatever holds it in any field, in any case
};

struct Forgotten
{
    int records = 0;
    int todos = 0;

    bool operator==(const Forgotten &) const = default;
};

/// What outlives runs. SQLite; thread-safe (a connection for each thread that asks); several
/// processes may use one file. It must outlive its calls, not the threads that made them.
class MemoryStore
{
public:
    /// Creates \p file and its folder where they are missing. A damaged, newer or foreign file is named and left as it
    /// is. Io, Corrupt, NewerVersion, DiskFull, Locked.
    static domain::Result<std::unique_ptr<MemoryStore>> open(const QString &file);
    virtual ~MemoryStore() = default;

    /// Stores the record of a step; a second one for the same run, step and epoch replaces the first.
    virtual domain::Result<qint64> store(const StepRecord &record, int epoch) = 0;
    /// Steps that failed at least once, by fingerprint first, then signature, then full text (bm25); other runs' and
    /// this one's.
    virtual domain::Result<QList<StepRecord>> similarFailures(const SimilarQuery &query) = 0;
    /// Accepted steps with code, most similar first.
    virtual domain::Result<QList<StepRecord>> similarSuccesses(const SimilarQuery &query) = 0;
    virtual domain::Result<QList<StepRecord>> search(const QString &text, int limit) = 0;
    virtual domain::Result<MemoryStats> stats() = 0;

    virtual domain::Result<qint64>
    addTodo(const Todo &todo) = 0; ///< once for each run and step; a finished one is opened again by a later to-do
    virtual domain::Result<QList<Todo>> todos(bool openOnly) = 0;
    virtual domain::Result<void> finishTodo(qint64 id) = 0; ///< NotFound

    /// Once for each article and attempt: a second time replaces the first.
    virtual domain::Result<void> noteUse(const ArticleUse &use) = 0;
    virtual domain::Result<ArticleLedger> ledgerOf(const QString &article) = 0;

    /// Erases, from the full-text index and the file's free pages too. BadInput for an empty query.
    virtual domain::Result<Forgotten> forget(const ForgetQuery &query) = 0;
};

} // namespace stepladder::memory

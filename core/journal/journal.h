// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/error.h"
#include "journal/key.h"
#include "storage/clock.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <functional>
#include <memory>
#include <optional>

namespace stepladder::journal {

/// How safe an entry must be before the call returns.
enum class Durability {
    Queued, ///< handed to the appending thread: may lose its last moments in a crash and is done again
    Committed, ///< survives kill -9
    Synced, ///< survives a power cut: paid replies, answers, accepted files
};

/// A draft of an entry.
struct Draft
{
    QString type;
    QString step = {};
    int attempt = 0;
    QJsonObject data = {};
};

/// What an effect leaves behind: the record that a replay returns, and the entry that people read.
struct EffectResult
{
    QJsonObject record; ///< returned by once(), now and in every replay
    /// Entries that belong to it, written in the same transaction as the result.
    QList<Draft> entries = {};
};

/// An intent without result, found when a journal was opened: the effect was in flight when the process died.
struct OpenIntent
{
    QString key;
    QString name; ///< Key::name
    QString step;
    int attempt = 0;
    QJsonObject about; ///< what once() was given as \p about: a reservation, a command
};

/// A wish from the inbox, as delivered.
struct Wish
{
    qint64 id = 0; ///< in this run's inbox; negative: taken over by a fork
    QString kind; ///< "answer", "pause", "stop", "retry", "budget"
    QJsonObject data;
    qint64 takenMs = 0; ///< UTC time at which the inbox took it
};

/// The writer of one run: holds the run's lock, has one appending thread with group commits. Thread-safe.
class Journal
{
public:
    /// Makes the run's folder and its journal. Conflict: it exists. Io, DiskFull, Locked.
    /// \p index is the file of the RunIndex that is kept up to date; null: index.sqlite beside a parent folder "runs"
    /// (as storage::Locations has it), none elsewhere.
    static domain::Result<std::unique_ptr<Journal>> create(const QString &folder, const QString &run,
                                                           const storage::Clock &clock, const QString &index = {});
    /// Opens for writing; checks the chain of the last 1,000 entries. Locked (another process runs it), Corrupt and
    /// NewerVersion (named, untouched), NotFound.
    static domain::Result<std::unique_ptr<Journal>> open(const QString &folder, const storage::Clock &clock,
                                                         const QString &index = {});
    /// Makes a new run in \p toFolder from the records of the old one before `step.started` of \p step in its last
    /// epoch: what they paid for is free. Its first own entry is `run.forked` {run, step, seq}; effects that were in
    /// flight are closed as "forked". The old run may be running; it is not written to. The seq of `run.forked`.
    /// NotFound (run or step), Conflict.
    static domain::Result<qint64> fork(const QString &fromFolder, const QString &step, const QString &toFolder,
                                       const QString &newRun, const storage::Clock &clock);
    virtual ~Journal() = default;

    virtual QString run() const = 0;
    virtual QString folder() const = 0;

    /// Appends an entry. With \p key it is written once: a replay that comes by again changes nothing and gets the old
    /// seq.
    virtual domain::Result<qint64> append(const std::optional<Key> &key, const Draft &draft,
                                          Durability durability = Durability::Queued) = 0;

    /// Does \p work once for \p key: writes `effect.intended` (with \p about), runs it, writes its result, returns its
    /// record. A recorded key with the same \p inputHash returns its record and does not run \p work. With another
    /// hash: `step.diverged` is written and Diverged returned. An error of \p work closes the intent (`effect.ended`,
    /// kind) and leaves the key free. \p replayed tells which of the two it was.
    virtual domain::Result<QJsonObject> once(const Key &key, const QByteArray &inputHash, const QJsonObject &about,
                                             Durability durability,
                                             const std::function<domain::Result<EffectResult>()> &work,
                                             bool *replayed = nullptr) = 0;
    /// Whether \p key has a record.
    virtual bool has(const Key &key) const = 0;
    /// Whether an entry was appended with \p key.
    virtual bool noted(const Key &key) const = 0;

    /// Content-addressed bytes: sha256 in hex. Written with (not after) the next entry.
    virtual domain::Result<QString> putBlob(const QByteArray &bytes) = 0;
    /// NotFound; an erased one too, saying so.
    virtual domain::Result<QByteArray> blob(const QString &sha256) const = 0;
    /// Erases the payload of blobs and entries that hold \p needle (a secret); the chain still verifies. How many.
    virtual domain::Result<int> erase(const QByteArray &needle) = 0;

    /// Intents that had no result when the journal was opened (open()). close them by append'ing effect.ended, see
    /// closeIntent.
    virtual QList<OpenIntent> openIntents() const = 0;
    virtual domain::Result<void> closeIntent(const QString &key, const QString &reason,
                                             const QList<Draft> &entries) = 0;

    /// Wishes that nothing consumed yet, oldest first. Reads the inbox.
    virtual domain::Result<QList<Wish>> wishes() = 0;
    /// Marks a wish as consumed at \p key, in the transaction of \p entries. A replay finds it by consumedAt().
    virtual domain::Result<void> consume(qint64 wish, const Key &key, const QList<Draft> &entries) = 0;
    virtual std::optional<Wish> consumedAt(const Key &key) const = 0;

    /// Waits until everything handed over is committed (and synced).
    virtual domain::Result<void> flush() = 0;
    /// The error that stopped the appending thread (DiskFull, Io), if any: everything fails with it from then on.
    virtual std::optional<domain::Error> broken() const = 0;

    /// Called after each commit, on the appending thread, with what was committed: the terminal, `--json`, the window.
    /// It may append with Durability::Queued, but not wait for anything here. flush() returns after it was called.
    virtual void onCommitted(std::function<void(const QList<domain::Entry> &)> listener) = 0;
};

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/verdict.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <stop_token>

namespace stepladder::workspace {

/// What a stage takes and leaves; globs are of names ("bin", "*.pyc") or of paths with a slash.
struct StageRules
{
    QStringList outputs = {}; ///< left out unless tracked
    QStringList include = {}; ///< ignored files taken all the same
};

/// A scratch: one attempt's copy of the stage. Given back when destroyed; then its folder is reset for the next one by
/// comparing inode, size, mtime and ctime with what was written, so that only what changed is copied again.
class Scratch
{
public:
    virtual ~Scratch() = default;
    virtual QString folder() const = 0; ///< of the whole repository
    virtual QString head() const = 0; ///< the commit it was made from
    /// Writes \p files (paths relative to the workspace); contained or refused (BadInput), never through a symlink.
    virtual domain::Result<void> write(const QList<domain::FileChange> &files) = 0;
};

/// How a file stood when the run began.
struct RecordedFile
{
    QString sha256; ///< hex; empty: it did not exist
    int mode = 0; ///< permission bits
    bool operator==(const RecordedFile &) const = default;
};

/// Our own copy of the workspace in which a run works, with the ref `refs/heads/stepladder/<run>`. Thread-safe; commits
/// are serialised. The user's tree, index and HEAD are never touched.
class Stage
{
public:
    /// Copies the repository that \p workspace lies in (else the folder) into \p folder; the first commit is "workspace
    /// as found" on top of HEAD if the tree is dirty. Without a repository a bare one is made beside the stage.
    /// BadInput (no such folder), Io, DiskFull, Cancelled, Conflict (over 2 GB and not \p allowLarge).
    static domain::Result<std::unique_ptr<Stage>>
    create(const QString &workspace, const QString &folder, const QString &run, const StageRules &rules,
           bool allowLarge, const std::function<void(qint64 files, qint64 bytes)> &progress, std::stop_token stop);
    /// Opens what create() made; files not of the head commit are mended (a crash in the middle of a commit).
    static domain::Result<std::unique_ptr<Stage>> open(const QString &folder, const StageRules &rules);
    /// A stage for \p run that stands at \p commit of the stage in \p from: a copy with a branch of its own, in \p to.
    static domain::Result<void> fork(const QString &from, const QString &to, const QString &run, const QString &commit);
    virtual ~Stage() = default;

    virtual QString repositoryPath() const = 0; ///< the user's repository (or workspace) folder
    virtual QString workspacePath() const = 0; ///< the user's workspace folder
    virtual QString workspacePrefix() const = 0; ///< of the workspace in the repository; empty: the same
    virtual QString branch() const = 0; ///< "stepladder/<run>"
    virtual QString gitFolder() const = 0; ///< the repository that holds the branch
    virtual QString head() const = 0; ///< commit id
    virtual QString foundCommit() const = 0; ///< the branch's first state: HEAD, or "workspace as found"
    virtual QString gitNote() const = 0; ///< one line: why the branch is not in the user's own repository; empty: it is
    virtual QStringList ignoredLeftOut() const = 0; ///< ignored files of the workspace that were not taken, at most 200

    /// Files of the workspace at the head, relative to it, sorted.
    virtual QStringList files() const = 0;
    virtual bool exists(const QString &path) const = 0;
    virtual domain::Result<QByteArray> read(const QString &path) const = 0;
    /// sha256 and mode of a workspace file as the run found it.
    virtual RecordedFile asFound(const QString &path) const = 0;

    /// Puts \p files into the stage and commits them on the ref; the id of the commit. Harmless when repeated: content
    /// that stands already is no new commit. Mode of existing files kept. Synced to disk.
    virtual domain::Result<QString> commit(const QList<domain::FileChange> &files, const QString &message) = 0;
    /// Takes everything that stands in the folder of \p scratch (outputs left out) as a commit: for scaffolds. Conflict
    /// when the head moved since the scratch was made.
    virtual domain::Result<QString> commitScratch(const Scratch &scratch, const QString &message) = 0;
    /// Moves ref and stage back to \p commit (forks, reopened steps).
    virtual domain::Result<void> reset(const QString &commit) = 0;

    /// A scratch of the head. The base image may carry build outputs (see keepOutputs). Io, DiskFull, Cancelled,
    /// Locked.
    virtual domain::Result<std::unique_ptr<Scratch>> scratch(std::stop_token stop) = 0;
    /// Makes the build outputs that stand in \p scratch part of the base image of later scratches, so that an attempt's
    /// build is incremental. Times are kept; a source that is not what the outputs were made from becomes newer than
    /// they.
    virtual domain::Result<void> keepOutputs(const Scratch &scratch) = 0;
};

/// What apply() is to write.
struct ApplyItem
{
    QString path; ///< relative to the workspace
    RecordedFile asFound;
    QByteArray accepted;
    bool stub = false;
};

enum class ApplyOutcome {
    Written,
    AlreadyDone,
    Conflict,
    Failed, ///< it could not be written (permissions, disk): see ApplyReport::problems
    NotWritten, ///< nothing stands against it, but something did against another and it was all or nothing
};
struct ApplyReport
{
    QHash<QString, ApplyOutcome> outcomes;
    QStringList conflicts; ///< paths, in the order of the items
    QHash<QString, QString> reasons = {}; ///< of each conflict, for people
    QStringList problems = {}; ///< one line for each file that could not be written
};

/// Compares the bytes on disk with asFound: equal → written (temporary file and rename, mode and line ends kept); equal
/// to the accepted file → already done; else a conflict. All or nothing unless \p partial. Harmless when done twice.
domain::Result<ApplyReport> apply(const QString &workspace, const QList<ApplyItem> &items, bool partial);

} // namespace stepladder::workspace

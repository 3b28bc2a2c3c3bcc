// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace stepladder::workspace {

/// Modes of tree entries, as git writes them.
enum class TreeMode : uint { None = 0, File = 0100644, Executable = 0100755, Link = 0120000, Submodule = 0160000 };

struct TreeEntry
{
    QByteArray path; ///< from the top of the repository
    TreeMode mode = TreeMode::File; ///< None: removed (in a change)
    QByteArray id; ///< hex

    bool operator==(const TreeEntry &) const = default;
};

/// A file of the index, or one beside it.
struct WorkFile
{
    QByteArray path;
    TreeMode mode = TreeMode::File; ///< as the index has it; of an untracked file as the disk has it
    QByteArray indexId = {}; ///< hex; empty: untracked
    bool unchanged = false; ///< what stands on disk is, by git's rules, what the index has
    bool onDisk = true;
};

struct WorkStatus
{
    QList<WorkFile> files; ///< tracked and untracked-not-ignored, submodules as one entry each
    QList<QByteArray> nestedRepositories; ///< untracked folders that are repositories of their own
    QList<QByteArray> ignored; ///< files, and folders with a slash at the end
};

/// Objects, one ref and the status of a git repository through libgit2. It never writes index, HEAD, configuration,
/// reflog or files of the working tree, runs no filter driver and no hook. Not thread-safe.
class GitRepository
{
public:
    /// How objects are written: each synced, or all by one syncAll() at the end.
    enum class Writing { Synced, Batched };

    /// The repository with a working tree that \p folder lies in; null where there is none (or \p folder is ignored by
    /// it). BadInput when there is one that cannot be read.
    static domain::Result<std::unique_ptr<GitRepository>> discover(const QString &folder);
    static domain::Result<std::unique_ptr<GitRepository>> open(const QString &gitFolder, Writing writing);
    /// A bare repository at \p folder whose HEAD is \p branch, seeing the objects of \p borrowFrom as well (may be
    /// empty).
    static domain::Result<std::unique_ptr<GitRepository>> createBare(const QString &folder, const QString &branch,
                                                                     const QString &borrowFrom, Writing writing);
    ~GitRepository();
    GitRepository(const GitRepository &) = delete;
    GitRepository &operator=(const GitRepository &) = delete;

    QString workFolder() const; ///< without a slash at the end; empty: bare
    QString gitFolder() const; ///< of a linked worktree its own
    QString objectsFolder() const;
    bool trustsModes() const; ///< core.fileMode: whether permission bits on disk mean something
    /// Why objects or refs/heads/\p branch could not be written here; empty: they can.
    QString writeProblem(const QString &branch) const;

    std::optional<QByteArray> headCommit() const; ///< hex; nothing when unborn
    domain::Result<QByteArray> treeOf(const QByteArray &commit) const;
    domain::Result<WorkStatus> status() const;

    domain::Result<QByteArray> readBlob(const QByteArray &id) const;
    static QByteArray blobId(const QByteArray &content);
    /// The bytes as they are: no filter.
    domain::Result<QByteArray> writeBlob(const QByteArray &content);
    domain::Result<QByteArray> writeTree(QList<TreeEntry> entries);
    domain::Result<QByteArray> changeTree(const QByteArray &tree, const QList<TreeEntry> &changes);
    /// Entries that differ, as \p to has them (mode None: gone).
    domain::Result<QList<TreeEntry>> changesBetween(const QByteArray &from, const QByteArray &to) const;
    domain::Result<std::optional<TreeEntry>> entryAt(const QByteArray &tree, const QByteArray &path) const;
    /// By Stepladder, now.
    domain::Result<QByteArray> writeCommit(const QByteArray &tree, const std::optional<QByteArray> &parent,
                                           const QString &message);
    bool hasCommit(const QByteArray &commit) const;

    /// The commit of refs/heads/\p branch. NotFound.
    domain::Result<QByteArray> branch(const QString &branch) const;
    /// Points refs/heads/\p branch at \p commit: a lock file and rename, synced, and no reflog.
    domain::Result<void> setBranch(const QString &branch, const QByteArray &commit);
    /// Syncs what was written Batched.
    domain::Result<void> syncAll() const;

private:
    struct Private;
    explicit GitRepository(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace stepladder::workspace

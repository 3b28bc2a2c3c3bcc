// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/stagecommit.h"

#include <cerrno>
#include <set>
#include <shared_mutex>

#include <fcntl.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

TreeMode treeModeOf(const StageChange &change)
{
    if (change.link)
        return TreeMode::Link;
    return (change.mode & S_IXUSR) != 0 ? TreeMode::Executable : TreeMode::File;
}

/// Builds the tree of the next commit.
class TreeWriter
{
public:
    TreeWriter(const StageTree &tree, GitRepository &git)
        : m_tree(tree)
        , m_git(git)
    {
    }

    Result<QByteArray> write(const QByteArray &base, const QList<StageChange> &changes)
    {
        for (const StageChange &change : changes)
            m_changed.insert(change.path);
        for (const StageChange &change : changes) {
            if (const auto opened = openSubmodule(base, change.path); !opened)
                return domain::fail(opened.error());
        }
        for (const StageChange &change : changes) {
            if (const auto added = add(base, change); !added)
                return domain::fail(added.error());
        }
        const auto cleared = m_removed.isEmpty() ? Result<QByteArray>(base) : m_git.changeTree(base, m_removed);
        if (!cleared || m_added.isEmpty())
            return cleared;
        return m_git.changeTree(*cleared, m_added);
    }

private:
    Result<void> add(const QByteArray &base, const StageChange &change)
    {
        const auto before = m_git.entryAt(base, change.path);
        if (!before)
            return domain::fail(before.error());
        if (!change.content) {
            if (*before)
                m_removed.append({change.path, TreeMode::None, {}});
            return {};
        }
        const auto id = m_git.writeBlob(*change.content);
        if (!id)
            return domain::fail(id.error());
        // Where permission bits mean nothing (core.fileMode), the tree's word stands.
        const bool sameType = *before && (*before)->mode != TreeMode::Submodule
            && ((*before)->mode == TreeMode::Link) == change.link && m_tree.files.contains(change.path);
        m_added.append({change.path, sameType ? (*before)->mode : treeModeOf(change), *id});
        return {};
    }

    /// A changed file in a submodule cannot stand in a link to a commit: the link becomes the folder it stands for.
    Result<void> openSubmodule(const QByteArray &base, const QByteArray &path)
    {
        for (qsizetype slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            const QByteArray folder = path.left(slash);
            const auto entry = m_git.entryAt(base, folder);
            if (!entry)
                return domain::fail(entry.error());
            if (!*entry || (*entry)->mode != TreeMode::Submodule || !m_opened.insert(folder).second)
                continue;
            m_removed.append({folder, TreeMode::None, {}});
            const QByteArray start = folder + '/';
            for (auto file = m_tree.files.lower_bound(start);
                 file != m_tree.files.end() && file->first.startsWith(start); ++file) {
                if (m_changed.contains(file->first))
                    continue;
                const auto content = file->second.link ? readLinkAt(m_tree.tree.get(), file->first)
                                                       : readFileAt(m_tree.tree.get(), file->first);
                const auto id = content ? m_git.writeBlob(*content) : content;
                if (!id)
                    return domain::fail(id.error());
                m_added.append({file->first, treeModeOf({file->first, {}, file->second.link, file->second.mode}), *id});
            }
        }
        return {};
    }

    const StageTree &m_tree;
    GitRepository &m_git;
    std::set<QByteArray> m_changed;
    std::set<QByteArray> m_opened;
    QList<TreeEntry> m_removed;
    QList<TreeEntry> m_added;
};

/// The new files stand ready beside the tree, so that after the ref only renames are left to fail.
Result<void> prepareFiles(int incoming, const QList<StageChange> &changes)
{
    if (const auto emptied = emptyTrash(incoming); !emptied)
        return emptied;
    for (qsizetype i = 0; i < changes.size(); ++i) {
        const StageChange &change = changes.at(i);
        if (!change.content || change.link)
            continue;
        const auto written = writeNewFileAt(incoming, QByteArray::number(i), *change.content, change.mode, false);
        if (!written)
            return written;
    }
    return {};
}

Result<void> moveIn(StageTree &tree, int incoming, const QList<StageChange> &changes)
{
    for (const StageChange &change : changes) {
        if (!change.content) {
            if (const auto gone = tree.removeFile(change.path); !gone)
                return gone;
        }
    }
    for (qsizetype i = 0; i < changes.size(); ++i) {
        const StageChange &change = changes.at(i);
        if (!change.content)
            continue;
        const StageFile file{
            .link = change.link, .mode = change.mode, .id = GitRepository::blobId(*change.content), .asFound = false};
        if (change.link) {
            if (const auto written = tree.writeFile(change.path, *change.content, file); !written)
                return written;
        } else {
            const auto folder = makeParentsAt(tree.tree.get(), change.path);
            if (!folder)
                return domain::fail(folder.error());
            const QByteArray from = QByteArray::number(i);
            if (::renameat(incoming, from.constData(), folder->get(), lastPart(change.path).constData()) != 0)
                return domain::fail(systemError(errno, fileText(change.path)));
        }
        tree.noteWritten(change.path, file);
    }
    return {};
}

} // namespace

Result<void> moveBranch(const StageTree &tree, GitRepository &git, const QByteArray &commit)
{
    if (const auto set = git.setBranch(u"stepladder/"_s + tree.record.run, commit); !set)
        return set;
    const auto folder = openFolder(tree.layout.folder);
    return folder ? replaceFileAt(folder->get(), "head", commit, 0600, false) : tl::unexpected(folder.error());
}

Result<QByteArray> commitChanges(StageTree &tree, GitRepository &git, const QByteArray &head,
                                 const QList<StageChange> &changes, const QString &message)
{
    const auto base = git.treeOf(head);
    const auto next = base ? TreeWriter(tree, git).write(*base, changes) : base;
    if (!next)
        return next;
    if (*next == *base && changes.isEmpty())
        return head;
    const auto incoming = openFolder(tree.layout.incoming());
    if (!incoming)
        return domain::fail(incoming.error());
    if (const auto prepared = prepareFiles(incoming->get(), changes); !prepared)
        return domain::fail(prepared.error());
    for (const StageChange &change : changes) {
        if (const auto saved = tree.saveOriginal(change.path); !saved)
            return domain::fail(saved.error());
    }
    const auto commit = git.writeCommit(*next, head, message);
    if (!commit)
        return commit;
    const std::unique_lock lock(tree.lock);
    if (const auto moved = moveBranch(tree, git, *commit); !moved)
        return domain::fail(moved.error());
    if (const auto done = moveIn(tree, incoming->get(), changes); !done)
        return domain::fail(done.error());
    return commit;
}

} // namespace stepladder::workspace

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/fileops.h"
#include "workspace/githandles.h"
#include "workspace/gitrepository.h"

#include <algorithm>
#include <functional>
#include <map>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

TreeMode treeModeOf(uint mode)
{
    switch (mode) {
    case GIT_FILEMODE_LINK:
        return TreeMode::Link;
    case GIT_FILEMODE_COMMIT:
        return TreeMode::Submodule;
    case GIT_FILEMODE_BLOB_EXECUTABLE:
        return TreeMode::Executable;
    case GIT_FILEMODE_UNREADABLE:
        return TreeMode::None;
    default:
        return TreeMode::File;
    }
}

/// Writes the entries [first, last), sorted by path, whose paths share their first \p depth bytes, as one tree.
Result<git_oid> writeTreeLevel(git_repository *repository, const TreeEntry *first, const TreeEntry *last,
                               qsizetype depth)
{
    int code = 0;
    const auto builder = gitMake<TreeBuilderHandle>(code, git_treebuilder_new, repository, nullptr);
    if (code != 0)
        return domain::fail(gitError(u"a tree"_s));
    while (first != last) {
        const qsizetype slash = first->path.indexOf('/', depth);
        const TreeEntry *next = first + 1;
        git_oid id = oidOf(first->id);
        uint mode = uint(first->mode);
        const QByteArray name = first->path.mid(depth, slash < 0 ? -1 : slash - depth);
        if (slash >= 0) {
            const QByteArray folder = first->path.left(slash + 1);
            next = std::find_if(first, last, [&](const TreeEntry &e) { return !e.path.startsWith(folder); });
            const auto below = writeTreeLevel(repository, first, next, slash + 1);
            if (!below)
                return below;
            id = *below;
            mode = GIT_FILEMODE_TREE;
        }
        if (git_treebuilder_insert(nullptr, builder.get(), name.constData(), &id, git_filemode_t(mode)) != 0)
            return domain::fail(gitError(fileText(first->path)));
        first = next;
    }
    git_oid id = {};
    if (git_treebuilder_write(&id, builder.get()) != 0)
        return domain::fail(gitError(u"a tree"_s));
    return id;
}

TreeHandle lookUpTree(git_repository *repository, const QByteArray &hex)
{
    int code = 0;
    const git_oid id = oidOf(hex);
    return gitMake<TreeHandle>(code, git_tree_lookup, repository, &id);
}

} // namespace

Result<QByteArray> GitRepository::treeOf(const QByteArray &commit) const
{
    int code = 0;
    const git_oid id = oidOf(commit);
    const auto found = gitMake<CommitHandle>(code, git_commit_lookup, d->repository.get(), &id);
    if (code != 0)
        return domain::fail(ErrorKind::NotFound,
                            u"commit %1: %2"_s.arg(fileText(commit), gitError(gitFolder()).message));
    return hexOf(*git_commit_tree_id(found.get()));
}

Result<QByteArray> GitRepository::readBlob(const QByteArray &hex) const
{
    int code = 0;
    const git_oid id = oidOf(hex);
    const auto blob = gitMake<BlobHandle>(code, git_blob_lookup, d->repository.get(), &id);
    if (code != 0)
        return domain::fail(gitError(u"blob %1"_s.arg(fileText(hex))));
    return QByteArray(static_cast<const char *>(git_blob_rawcontent(blob.get())),
                      qsizetype(git_blob_rawsize(blob.get())));
}

QByteArray GitRepository::blobId(const QByteArray &content)
{
    startGit();
    git_oid id = {};
    git_odb_hash(&id, content.constData(), size_t(content.size()), GIT_OBJECT_BLOB);
    return hexOf(id);
}

Result<QByteArray> GitRepository::writeBlob(const QByteArray &content)
{
    git_oid id = {};
    if (git_odb_write(&id, d->odb.get(), content.constData(), size_t(content.size()), GIT_OBJECT_BLOB) != 0)
        return domain::fail(gitError(gitFolder()));
    return hexOf(id);
}

Result<QByteArray> GitRepository::writeTree(QList<TreeEntry> entries)
{
    // By the path with its slashes: all that lies below one folder stands together.
    std::sort(entries.begin(), entries.end(), [](const TreeEntry &a, const TreeEntry &b) { return a.path < b.path; });
    const TreeEntry *first = entries.constData();
    const auto id = writeTreeLevel(d->repository.get(), first, first + entries.size(), 0);
    if (!id)
        return domain::fail(id.error());
    return hexOf(*id);
}

Result<QByteArray> GitRepository::changeTree(const QByteArray &tree, const QList<TreeEntry> &changes)
{
    const TreeHandle base = lookUpTree(d->repository.get(), tree);
    if (!base)
        return domain::fail(gitError(u"tree %1"_s.arg(fileText(tree))));
    std::vector<git_tree_update> updates;
    for (const TreeEntry &change : changes) {
        const bool gone = change.mode == TreeMode::None;
        updates.push_back({gone ? GIT_TREE_UPDATE_REMOVE : GIT_TREE_UPDATE_UPSERT, oidOf(change.id),
                           gone ? GIT_FILEMODE_UNREADABLE : git_filemode_t(change.mode), change.path.constData()});
    }
    git_oid id = {};
    if (git_tree_create_updated(&id, d->repository.get(), base.get(), updates.size(), updates.data()) != 0)
        return domain::fail(gitError(u"tree %1"_s.arg(fileText(tree))));
    return hexOf(id);
}

Result<QList<TreeEntry>> GitRepository::changesBetween(const QByteArray &from, const QByteArray &to) const
{
    QList<TreeEntry> changes;
    if (from == to)
        return changes;
    const TreeHandle before = lookUpTree(d->repository.get(), from);
    const TreeHandle after = lookUpTree(d->repository.get(), to);
    int code = 0;
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_SKIP_BINARY_CHECK;
    const auto diff = gitMake<DiffHandle>(code, git_diff_tree_to_tree, d->repository.get(), before.get(), after.get(),
                                          static_cast<const git_diff_options *>(&options));
    if (!before || !after || code != 0)
        return domain::fail(gitError(gitFolder()));
    for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        const git_diff_delta *delta = git_diff_get_delta(diff.get(), i);
        if (delta->status == GIT_DELTA_DELETED)
            changes.append({delta->old_file.path, TreeMode::None, {}});
        else
            changes.append({delta->new_file.path, treeModeOf(delta->new_file.mode), hexOf(delta->new_file.id)});
    }
    // A path that changed its type is a delta gone and a delta new: what is there counts last.
    std::stable_sort(changes.begin(), changes.end(), [](const TreeEntry &a, const TreeEntry &b) {
        return (a.mode == TreeMode::None) > (b.mode == TreeMode::None);
    });
    return changes;
}

Result<std::optional<TreeEntry>> GitRepository::entryAt(const QByteArray &tree, const QByteArray &path) const
{
    const TreeHandle root = lookUpTree(d->repository.get(), tree);
    if (!root)
        return domain::fail(gitError(u"tree %1"_s.arg(fileText(tree))));
    int code = 0;
    const auto entry = gitMake<TreeEntryHandle>(code, git_tree_entry_bypath, static_cast<const git_tree *>(root.get()),
                                                path.constData());
    if (code == GIT_ENOTFOUND)
        return std::optional<TreeEntry>();
    if (code != 0)
        return domain::fail(gitError(fileText(path)));
    return TreeEntry{path, treeModeOf(git_tree_entry_filemode(entry.get())), hexOf(*git_tree_entry_id(entry.get()))};
}

Result<QByteArray> GitRepository::writeCommit(const QByteArray &tree, const std::optional<QByteArray> &parent,
                                              const QString &message)
{
    int code = 0;
    const auto author = gitMake<SignatureHandle>(code, git_signature_now, "Stepladder", "stepladder@localhost");
    const TreeHandle content = lookUpTree(d->repository.get(), tree);
    if (code != 0 || !content)
        return domain::fail(gitError(gitFolder()));
    CommitHandle before;
    if (parent) {
        const git_oid id = oidOf(*parent);
        before = gitMake<CommitHandle>(code, git_commit_lookup, d->repository.get(), &id);
        if (code != 0)
            return domain::fail(gitError(gitFolder()));
    }
    const git_commit *parents[] = {before.get()};
    git_oid id = {};
    QByteArray text = message.toUtf8();
    if (!text.endsWith('\n'))
        text += '\n';
    code = git_commit_create(&id, d->repository.get(), nullptr, author.get(), author.get(), nullptr, text.constData(),
                             content.get(), before ? 1 : 0, parents);
    if (code != 0)
        return domain::fail(gitError(gitFolder()));
    return hexOf(id);
}

Result<WorkStatus> GitRepository::status() const
{
    git_repository *repository = d->repository.get();
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_WORKDIR_ONLY;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS
        | GIT_STATUS_OPT_INCLUDE_IGNORED | GIT_STATUS_OPT_EXCLUDE_SUBMODULES | GIT_STATUS_OPT_NO_REFRESH;
    int code = 0;
    const auto index = gitMake<IndexHandle>(code, git_repository_index, repository);
    if (code != 0)
        return domain::fail(gitError(gitFolder()));
    const auto list =
        gitMake<StatusHandle>(code, git_status_list_new, repository, static_cast<const git_status_options *>(&options));
    if (code != 0)
        return domain::fail(gitError(gitFolder()));
    WorkStatus status;
    std::map<QByteArray, uint> changed;
    for (size_t i = 0; i < git_status_list_entrycount(list.get()); ++i) {
        const git_status_entry *entry = git_status_byindex(list.get(), i);
        if (!entry->index_to_workdir)
            continue;
        const git_diff_delta *delta = entry->index_to_workdir;
        const QByteArray path(delta->new_file.path ? delta->new_file.path : delta->old_file.path);
        if (entry->status & GIT_STATUS_IGNORED)
            status.ignored.append(path);
        else if ((entry->status & GIT_STATUS_WT_NEW) && path.endsWith('/'))
            status.nestedRepositories.append(path.chopped(1));
        else if (entry->status & GIT_STATUS_WT_NEW)
            status.files.append({.path = path, .mode = treeModeOf(delta->new_file.mode)});
        else
            changed[path] |= entry->status;
    }
    QByteArray last;
    for (size_t i = 0; i < git_index_entrycount(index.get()); ++i) {
        const git_index_entry *entry = git_index_get_byindex(index.get(), i);
        const QByteArray path(entry->path);
        if (path == last) // further stages of a conflict
            continue;
        last = path;
        const uint flags = changed.contains(path) ? changed.at(path) : 0;
        const bool conflict = git_index_entry_is_conflict(entry) != 0;
        const bool sparse = (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
        const bool gone = (flags & GIT_STATUS_WT_DELETED) != 0;
        status.files.append({.path = path,
                             .mode = treeModeOf(entry->mode),
                             .indexId = hexOf(entry->id),
                             .unchanged = !conflict && (flags == 0 || (gone && sparse)),
                             .onDisk = !gone});
    }
    return status;
}

} // namespace stepladder::workspace

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/gitrepository.h"

#include <QString>

#include <git2.h>

/// libgit2's handles with owners; included by the .cpp files of gitrepository only.
namespace stepladder::workspace {

template<typename T, void (*Free)(T *)>
struct GitFree
{
    void operator()(T *handle) const { Free(handle); }
};
template<typename T, void (*Free)(T *)>
using GitHandle = std::unique_ptr<T, GitFree<T, Free>>;

using RepositoryHandle = GitHandle<git_repository, git_repository_free>;
using OdbHandle = GitHandle<git_odb, git_odb_free>;
using TreeHandle = GitHandle<git_tree, git_tree_free>;
using TreeEntryHandle = GitHandle<git_tree_entry, git_tree_entry_free>;
using TreeBuilderHandle = GitHandle<git_treebuilder, git_treebuilder_free>;
using CommitHandle = GitHandle<git_commit, git_commit_free>;
using IndexHandle = GitHandle<git_index, git_index_free>;
using StatusHandle = GitHandle<git_status_list, git_status_list_free>;
using DiffHandle = GitHandle<git_diff, git_diff_free>;
using SignatureHandle = GitHandle<git_signature, git_signature_free>;
using ConfigHandle = GitHandle<git_config, git_config_free>;
using BlobHandle = GitHandle<git_blob, git_blob_free>;

/// Calls a libgit2 function whose first argument is the handle to fill.
template<typename Handle, typename Function, typename... Arguments>
Handle gitMake(int &code, Function function, Arguments... arguments)
{
    typename Handle::pointer raw = nullptr;
    code = function(&raw, arguments...);
    return Handle(raw);
}

struct GitRepository::Private
{
    RepositoryHandle repository;
    OdbHandle odb;
};

/// Once for the process: libgit2 is started, and told what differs for us from its defaults.
void startGit();
domain::Error gitError(const QString &what);
QByteArray hexOf(const git_oid &id);
git_oid oidOf(const QByteArray &hex);

} // namespace stepladder::workspace

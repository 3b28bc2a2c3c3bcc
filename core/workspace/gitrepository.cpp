// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/gitrepository.h"

#include "workspace/fileops.h"
#include "workspace/githandles.h"

#include <QDir>
#include <QFileInfo>
#include <QThread>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

void startGit()
{
    static const bool s_started = [] {
        git_libgit2_init();
        // Reading somebody else's checkout runs nothing of it here: no hooks, no filter drivers, no fsmonitor.
        git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
        // Partial clones lack blobs that a tree may well name.
        git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 0);
        std::array<const char *, 4> extensions = {"worktreeconfig", "partialclone", "preciousobjects", "noop"};
        git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
        return true;
    }();
    Q_UNUSED(s_started)
}

domain::Error gitError(const QString &what)
{
    const git_error *error = git_error_last();
    const QString text = error ? QString::fromUtf8(error->message) : u"unknown git error"_s;
    const bool full = text.contains(u"No space left"_s) || text.contains(u"quota"_s);
    return {full ? ErrorKind::DiskFull : ErrorKind::Io, u"%1: %2"_s.arg(what, text.simplified())};
}

QByteArray hexOf(const git_oid &id)
{
    QByteArray hex(GIT_OID_HEXSZ, '0');
    git_oid_fmt(hex.data(), &id);
    return hex;
}

git_oid oidOf(const QByteArray &hex)
{
    git_oid id = {};
    git_oid_fromstrn(&id, hex.constData(), size_t(qMin<qsizetype>(hex.size(), GIT_OID_HEXSZ)));
    return id;
}

namespace {

QString cleanFolder(const char *path)
{
    return path ? QDir::cleanPath(QString::fromUtf8(path)) : QString();
}

QString commonFolderOf(git_repository *repository)
{
    return cleanFolder(git_repository_commondir(repository));
}

QString objectsFolderOf(git_repository *repository)
{
    git_buf buffer = GIT_BUF_INIT;
    const bool found = git_repository_item_path(&buffer, repository, GIT_REPOSITORY_ITEM_OBJECTS) == 0;
    const QString path = found ? cleanFolder(buffer.ptr) : commonFolderOf(repository) + u"/objects"_s;
    git_buf_dispose(&buffer);
    return path;
}

/// Loose objects through a backend of our own, because the library's switch for syncing is one for the whole process.
int addWriter(git_odb *odb, const QString &objects, bool sync)
{
    git_odb_backend *backend = nullptr;
    const int code = git_odb_backend_loose(&backend, fileBytes(objects).constData(), 1, sync ? 1 : 0, 0, 0);
    return code != 0 ? code : git_odb_add_backend(odb, backend, 1000);
}

/// A repository that the workspace's own folder is ignored in (dotfiles kept in the home folder) is none of ours.
bool isIgnoredIn(git_repository *repository, const QString &folder)
{
    const QString top = QDir(cleanFolder(git_repository_workdir(repository))).canonicalPath();
    const QString prefix = QDir(top).relativeFilePath(folder);
    if (prefix.isEmpty() || prefix == u"."_s || prefix.startsWith(u".."_s))
        return false;
    int ignored = 0;
    if (git_ignore_path_is_ignored(&ignored, repository, (fileBytes(prefix) + '/').constData()) != 0 || ignored == 0)
        return false;
    int code = 0;
    const auto index = gitMake<IndexHandle>(code, git_repository_index, repository);
    return code != 0 || git_index_find_prefix(nullptr, index.get(), (fileBytes(prefix) + '/').constData()) != 0;
}

} // namespace

GitRepository::GitRepository(std::unique_ptr<Private> handles)
    : d(std::move(handles))
{
}

GitRepository::~GitRepository() = default;

Result<std::unique_ptr<GitRepository>> GitRepository::discover(const QString &folder)
{
    startGit();
    int code = 0;
    auto handle = gitMake<RepositoryHandle>(code, git_repository_open_ext, fileBytes(folder).constData(), 0u, nullptr);
    if (code == GIT_ENOTFOUND)
        return nullptr;
    if (code != 0) {
        return domain::fail(
            ErrorKind::BadInput,
            u"%1: lies in a git repository that cannot be read (%2)"_s.arg(folder, gitError({}).message));
    }
    if (git_repository_is_bare(handle.get()) || isIgnoredIn(handle.get(), folder))
        return nullptr;
    auto handles = std::make_unique<Private>();
    handles->repository = std::move(handle);
    return std::unique_ptr<GitRepository>(new GitRepository(std::move(handles)));
}

Result<std::unique_ptr<GitRepository>> GitRepository::open(const QString &gitFolder, Writing writing)
{
    startGit();
    int code = 0;
    auto handles = std::make_unique<Private>();
    handles->repository = gitMake<RepositoryHandle>(code, git_repository_open, fileBytes(gitFolder).constData());
    if (code != 0)
        return domain::fail(gitError(gitFolder));
    handles->odb = gitMake<OdbHandle>(code, git_repository_odb, handles->repository.get());
    if (code != 0
        || addWriter(handles->odb.get(), objectsFolderOf(handles->repository.get()), writing == Writing::Synced) != 0)
        return domain::fail(gitError(gitFolder));
    return std::unique_ptr<GitRepository>(new GitRepository(std::move(handles)));
}

Result<std::unique_ptr<GitRepository>> GitRepository::createBare(const QString &folder, const QString &branch,
                                                                 const QString &borrowFrom, Writing writing)
{
    startGit();
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH;
    const QByteArray initialHead = fileBytes(branch);
    options.initial_head = initialHead.constData();
    int code = 0;
    const auto made = gitMake<RepositoryHandle>(code, git_repository_init_ext, fileBytes(folder).constData(), &options);
    if (code != 0)
        return domain::fail(gitError(folder));
    if (!borrowFrom.isEmpty()) {
        const auto info = openFolder(folder + u"/objects/info"_s);
        if (!info)
            return domain::fail(info.error());
        if (const auto done = replaceFileAt(info->get(), "alternates", fileBytes(borrowFrom) + '\n', 0644, true); !done)
            return domain::fail(done.error());
    }
    return open(folder, writing);
}

QString GitRepository::workFolder() const
{
    return cleanFolder(git_repository_workdir(d->repository.get()));
}
QString GitRepository::gitFolder() const
{
    return cleanFolder(git_repository_path(d->repository.get()));
}
QString GitRepository::objectsFolder() const
{
    return objectsFolderOf(d->repository.get());
}

bool GitRepository::trustsModes() const
{
    int code = 0;
    const auto config = gitMake<ConfigHandle>(code, git_repository_config_snapshot, d->repository.get());
    int trusted = 1;
    return code != 0 || git_config_get_bool(&trusted, config.get(), "core.filemode") != 0 || trusted != 0;
}

QString GitRepository::writeProblem(const QString &branch) const
{
    const QString common = commonFolderOf(d->repository.get());
    for (const QString &folder : {objectsFolder(), common + u"/refs/heads"_s}) {
        if (::access(fileBytes(folder).constData(), W_OK | X_OK) != 0)
            return u"%1 cannot be written (%2)"_s.arg(folder, systemError(errno, u""_s).message.mid(2));
    }
    // A branch whose name is a folder of ours leaves no place: refs are files.
    for (qsizetype slash = branch.indexOf(u'/'); slash > 0; slash = branch.indexOf(u'/', slash + 1)) {
        if (this->branch(branch.left(slash)))
            return u"there is a branch \"%1\" in the way"_s.arg(branch.left(slash));
    }
    return {};
}

std::optional<QByteArray> GitRepository::headCommit() const
{
    git_oid id = {};
    if (git_reference_name_to_id(&id, d->repository.get(), "HEAD") != 0)
        return std::nullopt;
    return hexOf(id);
}

bool GitRepository::hasCommit(const QByteArray &commit) const
{
    int code = 0;
    const git_oid id = oidOf(commit);
    const auto found = gitMake<CommitHandle>(code, git_commit_lookup, d->repository.get(), &id);
    return code == 0;
}

Result<QByteArray> GitRepository::branch(const QString &branch) const
{
    git_oid id = {};
    const QString name = u"refs/heads/"_s + branch;
    const int code = git_reference_name_to_id(&id, d->repository.get(), fileBytes(name).constData());
    if (code == GIT_ENOTFOUND)
        return domain::fail(ErrorKind::NotFound, u"%1: there is no branch %2"_s.arg(gitFolder(), branch));
    if (code != 0)
        return domain::fail(gitError(name));
    return hexOf(id);
}

Result<void> GitRepository::setBranch(const QString &branch, const QByteArray &commit)
{
    const QString file = commonFolderOf(d->repository.get()) + u"/refs/heads/"_s + branch;
    const QFileInfo info(file);
    if (!QDir().mkpath(info.path()))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(info.path()));
    const auto folder = openFolder(info.path());
    if (!folder)
        return domain::fail(folder.error());
    const QByteArray name = fileBytes(info.fileName());
    const QByteArray lock = name + ".lock";
    // git's own protocol; only we write this ref, so a lock that stays is of a process that died.
    auto locked = writeNewFileAt(folder->get(), lock, commit + '\n', 0644, true);
    for (int i = 0; !locked && i < 50 && ::faccessat(folder->get(), lock.constData(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
         ++i) {
        QThread::msleep(10);
        if (i == 49)
            ::unlinkat(folder->get(), lock.constData(), 0);
        locked = writeNewFileAt(folder->get(), lock, commit + '\n', 0644, true);
    }
    if (!locked)
        return locked;
    if (::renameat(folder->get(), lock.constData(), folder->get(), name.constData()) != 0) {
        const auto error = domain::fail(systemError(errno, file));
        ::unlinkat(folder->get(), lock.constData(), 0);
        return error;
    }
    return syncFolder(folder->get());
}

Result<void> GitRepository::syncAll() const
{
    const auto folder = openFolder(objectsFolder());
    if (!folder)
        return domain::fail(folder.error());
    if (::syncfs(folder->get()) != 0)
        return domain::fail(systemError(errno, objectsFolder()));
    return {};
}

} // namespace stepladder::workspace

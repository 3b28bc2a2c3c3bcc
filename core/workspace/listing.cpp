// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/listing.h"

#include "workspace/fileops.h"
#include "workspace/globrules.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <map>

#include <fcntl.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

TreeMode treeModeOf(const struct stat &status)
{
    if (S_ISLNK(status.st_mode))
        return TreeMode::Link;
    return (status.st_mode & S_IXUSR) != 0 ? TreeMode::Executable : TreeMode::File;
}

bool isBelow(const QByteArray &path, const QByteArray &folder)
{
    return path.size() > folder.size() && path.startsWith(folder) && path.at(folder.size()) == '/';
}

/// A Git LFS pointer (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md) whose content is \p file.
bool isPointerTo(const QByteArray &blob, const QString &file)
{
    if (blob.size() > 1024 || !blob.startsWith("version https://git-lfs.github.com/spec/"))
        return false;
    const qsizetype at = blob.indexOf("\noid sha256:");
    QFile content(file);
    if (at < 0 || !content.open(QIODevice::ReadOnly))
        return false;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return hash.addData(&content) && hash.result().toHex() == blob.mid(at + 12, 64);
}

/// Collects the files of one top folder and of the repositories nested in it.
class Lister
{
public:
    Lister(Listing &listing, const StageRules &rules, const QString &skip, const std::stop_token &stop)
        : m_listing(listing)
        , m_outputs(rules.outputs)
        , m_include(rules.include)
        , m_stop(stop)
    {
        const QString inside = QDir(listing.top).relativeFilePath(skip);
        if (!skip.isEmpty() && !inside.startsWith(u".."_s))
            m_skip = fileBytes(inside);
    }

    Result<void> open()
    {
        auto top = openFolder(m_listing.top);
        if (!top)
            return domain::fail(top.error());
        m_top = std::move(*top);
        return {};
    }

    Result<void> repository(const GitRepository &repository, const QByteArray &prefix, bool inTree);
    Result<void> folder(const QByteArray &path, bool inTree, bool onlyIncluded);

private:
    bool statusOf(const QByteArray &path, struct stat &status) const
    {
        return ::fstatat(m_top.get(), path.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
    }
    bool isOurs(const QByteArray &path) const
    {
        if (!m_skip.isEmpty() && (path == m_skip || isBelow(path, m_skip)))
            return true;
        return path == ".stepladder" || path.startsWith(".stepladder/") || path.contains("/.stepladder/");
    }
    bool isVenv(const QByteArray &folder) const
    {
        struct stat status = {};
        return statusOf(folder.isEmpty() ? QByteArray("pyvenv.cfg") : folder + "/pyvenv.cfg", status);
    }
    bool isInVenv(const QByteArray &path);
    bool isOutput(const QByteArray &path) { return m_outputs.matches(path) || isInVenv(path); }

    void take(ListedFile file, const struct stat &status);
    void takeUntracked(const QByteArray &path, bool inTree);
    void takeTracked(const GitRepository &repository, const WorkFile &file, const QByteArray &path, bool inTree);
    Result<void> submodule(const WorkFile &file, const QByteArray &path, bool inTree);
    Result<void> nested(const QByteArray &path, bool inTree);
    Result<void> ignored(const QByteArray &path);

    Listing &m_listing;
    UniqueFd m_top;
    GlobRules m_outputs;
    GlobRules m_include;
    std::stop_token m_stop;
    QByteArray m_skip;
    std::map<QByteArray, bool> m_venvs; ///< folder → it or one above is a virtual environment
};

bool Lister::isInVenv(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    if (slash < 0)
        return false;
    const QByteArray parent = path.left(slash);
    const auto known = m_venvs.find(parent);
    if (known != m_venvs.end())
        return known->second;
    const bool venv = isVenv(parent) || isInVenv(parent);
    m_venvs.emplace(parent, venv);
    return venv;
}

void Lister::take(ListedFile file, const struct stat &status)
{
    file.link = S_ISLNK(status.st_mode);
    file.mode = status.st_mode & 0777;
    file.size = status.st_size;
    m_listing.files.append(std::move(file));
}

void Lister::takeUntracked(const QByteArray &path, bool inTree)
{
    struct stat status = {};
    if (isOurs(path) || isOutput(path) || !statusOf(path, status))
        return;
    if (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode)) // no fifos, sockets or devices
        take({.path = path, .treeMode = treeModeOf(status), .inTree = inTree}, status);
}

void Lister::takeTracked(const GitRepository &repository, const WorkFile &file, const QByteArray &path, bool inTree)
{
    struct stat status = {};
    if (!file.onDisk || !statusOf(path, status)) {
        if (file.unchanged && inTree) // left out of a sparse checkout: not deleted
            m_listing.treeOnly.append({path, file.mode, file.indexId});
        return;
    }
    if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
        return;
    ListedFile listed{.path = path, .treeMode = file.mode, .inTree = inTree};
    bool unchanged = file.unchanged;
    if (!unchanged && S_ISREG(status.st_mode) && file.mode != TreeMode::Link) {
        const auto blob = repository.readBlob(file.indexId);
        unchanged = blob && isPointerTo(*blob, m_listing.top + u'/' + fileText(path));
    }
    const bool sameType = S_ISLNK(status.st_mode) == (file.mode == TreeMode::Link);
    if (!sameType || repository.trustsModes())
        listed.treeMode = treeModeOf(status);
    if (unchanged)
        listed.keepId = file.indexId;
    take(std::move(listed), status);
}

Result<void> Lister::submodule(const WorkFile &file, const QByteArray &path, bool inTree)
{
    const QString folder = m_listing.top + u'/' + fileText(path);
    std::unique_ptr<GitRepository> repository;
    if (QFileInfo::exists(folder + u"/.git"_s)) {
        if (auto found = GitRepository::discover(folder); found && *found)
            repository = std::move(*found);
    }
    const QByteArray commit = repository ? repository->headCommit().value_or(file.indexId) : file.indexId;
    if (inTree)
        m_listing.treeOnly.append({path, TreeMode::Submodule, commit});
    return repository ? this->repository(*repository, path + '/', false) : Result<void>{};
}

Result<void> Lister::nested(const QByteArray &path, bool inTree)
{
    if (isOurs(path) || isOutput(path) || isVenv(path))
        return {};
    const auto found = GitRepository::discover(m_listing.top + u'/' + fileText(path));
    if (found && *found && QFileInfo((*found)->workFolder()) == QFileInfo(m_listing.top + u'/' + fileText(path)))
        return repository(**found, path + '/', inTree);
    return folder(path, inTree, false);
}

Result<void> Lister::ignored(const QByteArray &path)
{
    const bool isFolder = path.endsWith('/');
    const QByteArray bare = isFolder ? path.chopped(1) : path;
    if (isOurs(bare) || isOutput(bare) || (isFolder && isVenv(bare)))
        return {};
    const qsizetype before = m_listing.files.size();
    if (isFolder) {
        if (!m_include.empty()) {
            if (const auto done = folder(bare, false, !m_include.matches(bare)); !done)
                return done;
        }
    } else if (m_include.matches(bare)) {
        takeUntracked(bare, false);
    }
    if (m_listing.files.size() == before)
        m_listing.leftOut.append(fileText(path));
    return {};
}

Result<void> Lister::repository(const GitRepository &repository, const QByteArray &prefix, bool inTree)
{
    const auto status = repository.status();
    if (!status)
        return domain::fail(status.error());
    for (const WorkFile &file : status->files) {
        if (m_stop.stop_requested())
            return domain::fail(ErrorKind::Cancelled, u"cancelled while the workspace was read"_s);
        const QByteArray path = prefix + file.path;
        if (file.mode == TreeMode::Submodule && !file.indexId.isEmpty()) {
            if (const auto done = submodule(file, path, inTree); !done)
                return done;
        } else if (file.indexId.isEmpty()) {
            takeUntracked(path, inTree);
        } else {
            takeTracked(repository, file, path, inTree);
        }
    }
    for (const QByteArray &path : status->nestedRepositories) {
        if (const auto done = nested(prefix + path, inTree); !done)
            return done;
    }
    for (const QByteArray &path : status->ignored) {
        if (const auto done = ignored(prefix + path); !done)
            return done;
    }
    return {};
}

Result<void> Lister::folder(const QByteArray &path, bool inTree, bool onlyIncluded)
{
    if (m_stop.stop_requested())
        return domain::fail(ErrorKind::Cancelled, u"cancelled while the workspace was read"_s);
    // No symlink is followed: a link to a folder is a link in the stage too.
    auto opened = path.isEmpty() ? openFolder(m_listing.top) : openFolderAt(m_top.get(), path);
    if (!opened)
        return domain::fail(opened.error());
    const auto names = namesIn(opened->get());
    if (!names)
        return domain::fail(names.error());
    *opened = UniqueFd();
    for (const QByteArray &name : *names) {
        const QByteArray below = path.isEmpty() ? name : path + '/' + name;
        struct stat status = {};
        if (name == ".git" || isOurs(below) || m_outputs.matches(below) || !statusOf(below, status))
            continue;
        if (S_ISDIR(status.st_mode)) {
            if (isVenv(below))
                continue;
            if (const auto done = folder(below, inTree, onlyIncluded && !m_include.matches(below)); !done)
                return done;
        } else if (!onlyIncluded || m_include.matches(below)) {
            takeUntracked(below, inTree);
        }
    }
    return {};
}

} // namespace

Result<Listing> listRepository(const GitRepository &repository, const StageRules &rules, const QString &skip,
                               const std::stop_token &stop)
{
    Listing listing{.top = QFileInfo(repository.workFolder()).canonicalFilePath()};
    Lister lister(listing, rules, skip, stop);
    if (const auto opened = lister.open(); !opened)
        return domain::fail(opened.error());
    if (const auto done = lister.repository(repository, {}, true); !done)
        return domain::fail(done.error());
    return listing;
}

Result<Listing> listFolder(const QString &folder, const StageRules &rules, const QString &skip,
                           const std::stop_token &stop)
{
    Listing listing{.top = folder};
    Lister lister(listing, rules, skip, stop);
    if (const auto opened = lister.open(); !opened)
        return domain::fail(opened.error());
    if (const auto done = lister.folder({}, true, false); !done)
        return domain::fail(done.error());
    return listing;
}

} // namespace stepladder::workspace

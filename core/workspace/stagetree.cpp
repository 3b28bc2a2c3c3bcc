// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/stagetree.h"

#include <QDir>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

QByteArray sha256Of(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}

ImageNode nodeOf(int root, const QByteArray &path, const struct stat &status, bool output)
{
    const bool link = S_ISLNK(status.st_mode);
    return {.kind = link ? ImageNode::Kind::Link : ImageNode::Kind::File,
            .mode = status.st_mode & 0777,
            .mtimeNs = stampOf(status).mtimeNs,
            .output = output,
            .target = link ? readLinkAt(root, path).value_or(QByteArray()) : QByteArray()};
}

/// Removes the folders on the way to \p path that are empty.
void removeEmptyParents(int root, const QByteArray &path)
{
    for (qsizetype slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        if (::unlinkat(root, path.left(slash).constData(), AT_REMOVEDIR) != 0)
            return;
    }
}

} // namespace

QByteArray lastPart(const QByteArray &path)
{
    return path.mid(path.lastIndexOf('/') + 1);
}

Result<UniqueFd> makeParentsAt(int root, const QByteArray &path)
{
    auto folder = openFolderAt(root, ".");
    QList<QByteArray> parts = path.split('/');
    parts.removeLast();
    for (const QByteArray &part : parts) {
        if (!folder)
            return folder;
        folder = makeFolderAt(folder->get(), part);
    }
    return folder;
}

StageTree::StageTree(StageRecord stageRecord, const QString &folder)
    : record(std::move(stageRecord))
    , layout{folder}
{
}

Result<void> StageTree::own()
{
    if (m_lock.valid())
        return {};
    UniqueFd fd(::open(fileBytes(layout.lock()).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!fd.valid())
        return domain::fail(systemError(errno, layout.lock()));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0)
        return domain::fail(ErrorKind::Locked, u"%1: is in use by another process"_s.arg(layout.folder));
    m_lock = std::move(fd);
    return {};
}

Result<void> StageTree::openFolders()
{
    for (const QString &folder : {layout.tree(), layout.outputs(), layout.incoming()}) {
        if (!QDir().mkpath(folder))
            return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(folder));
    }
    auto opened = openFolder(layout.tree());
    auto openedOutputs = openFolder(layout.outputs());
    if (!opened || !openedOutputs)
        return domain::fail(!opened ? opened.error() : openedOutputs.error());
    tree = std::move(*opened);
    outputs = std::move(*openedOutputs);
    return {};
}

Result<StageFiles> StageTree::filesOf(const GitRepository &git, const QByteArray &commit) const
{
    const auto foundTree = git.treeOf(record.found);
    const auto commitTree = git.treeOf(commit);
    if (!foundTree || !commitTree)
        return domain::fail(!foundTree ? foundTree.error() : commitTree.error());
    const auto changes = git.changesBetween(*foundTree, *commitTree);
    if (!changes)
        return domain::fail(changes.error());
    StageFiles result;
    for (const auto &[path, file] : record.files)
        result.emplace(path, StageFile{.link = file.link, .mode = file.mode, .id = file.id});
    for (const TreeEntry &change : *changes) {
        if (change.mode == TreeMode::None) {
            result.erase(change.path);
        } else if (change.mode != TreeMode::Submodule) {
            const auto found = record.files.find(change.path);
            const bool keepsMode = found != record.files.end() && !found->second.link;
            const uint mode = keepsMode ? found->second.mode : change.mode == TreeMode::Executable ? 0755 : 0644;
            result[change.path] = {
                .link = change.mode == TreeMode::Link, .mode = mode, .id = change.id, .asFound = false};
        }
    }
    return result;
}

Result<QByteArray> StageTree::contentOf(const GitRepository &git, const QByteArray &path, const StageFile &file) const
{
    if (!file.asFound)
        return git.readBlob(file.id);
    const QByteArray &sha256 = record.files.at(path).sha256;
    if (!file.id.isEmpty()) {
        if (auto blob = git.readBlob(file.id); blob && sha256Of(*blob) == sha256)
            return blob;
    }
    // Not in git: kept by us when it was replaced, or still where it came from.
    for (const auto &[folder, name] : {std::pair(layout.originals(), sha256), std::pair(record.repository, path)}) {
        const auto opened = openFolder(folder);
        auto content = opened ? readFileAt(opened->get(), name) : tl::unexpected(opened.error());
        if (content && sha256Of(*content) == sha256)
            return content;
    }
    return domain::fail(ErrorKind::Corrupt, u"%1: the content the run found is lost"_s.arg(fileText(path)));
}

Result<void> StageTree::saveOriginal(const QByteArray &path)
{
    const auto now = files.find(path);
    if (now == files.end() || !now->second.asFound)
        return {};
    const auto content = now->second.link ? readLinkAt(tree.get(), path) : readFileAt(tree.get(), path);
    if (!content)
        return domain::fail(content.error());
    if (GitRepository::blobId(*content) == now->second.id)
        return {};
    QDir().mkpath(layout.originals());
    const auto originals = openFolder(layout.originals());
    if (!originals)
        return domain::fail(originals.error());
    return replaceFileAt(originals->get(), record.files.at(path).sha256, *content, 0600, true);
}

Result<bool> StageTree::standsAsWanted(const QByteArray &path, const StageFile &file, const struct stat &status) const
{
    if (file.link != S_ISLNK(status.st_mode) || (!file.link && !S_ISREG(status.st_mode)))
        return false;
    if (file.asFound && !m_suspicious) {
        const FoundFile &found = record.files.at(path);
        if (found.size == status.st_size && found.mtimeNs == stampOf(status).mtimeNs)
            return true;
    }
    const auto content = file.link ? readLinkAt(tree.get(), path) : readFileAt(tree.get(), path);
    if (!content)
        return domain::fail(content.error());
    return file.asFound ? sha256Of(*content) == record.files.at(path).sha256
                        : GitRepository::blobId(*content) == file.id;
}

Result<void> StageTree::mend(const GitRepository &git, StageFiles wanted)
{
    files = std::move(wanted);
    const QByteArray boot = bootId();
    if (owned()) {
        const auto folder = openFolder(layout.folder);
        m_suspicious = !folder || readFileAt(folder->get(), "boot").value_or(QByteArray()) != boot;
        if (const auto gone = removeExtra({}); !gone)
            return gone;
    }
    for (const auto &[path, file] : files) {
        struct stat status = {};
        bool stands = false;
        if (::fstatat(tree.get(), path.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
            const auto same = owned() ? standsAsWanted(path, file, status) : Result<bool>(true);
            if (!same)
                return domain::fail(same.error());
            stands = *same;
        }
        if (stands) {
            image.put(path, nodeOf(tree.get(), path, status, false));
            continue;
        }
        if (!owned())
            continue; // whoever works on it will mend it
        const auto content = contentOf(git, path, file);
        const auto written = content ? writeFile(path, *content, file) : tl::unexpected(content.error());
        if (!written)
            return written;
        noteWritten(path, StageFile(file));
    }
    return m_suspicious ? noteBoot() : Result<void>{};
}

Result<void> StageTree::noteBoot()
{
    const auto folder = openFolder(layout.folder);
    m_suspicious = false;
    return folder ? replaceFileAt(folder->get(), "boot", bootId(), 0600, false) : tl::unexpected(folder.error());
}

Result<void> StageTree::removeExtra(const QByteArray &folder)
{
    auto opened = openFolderAt(tree.get(), folder.isEmpty() ? QByteArray(".") : folder);
    if (!opened)
        return domain::fail(opened.error());
    const auto names = namesIn(opened->get());
    if (!names)
        return domain::fail(names.error());
    for (const QByteArray &name : *names) {
        const QByteArray path = folder.isEmpty() ? name : folder + '/' + name;
        struct stat status = {};
        if (::fstatat(opened->get(), name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (files.contains(path) && !S_ISDIR(status.st_mode))
            continue;
        if (!S_ISDIR(status.st_mode)) {
            if (::unlinkat(opened->get(), name.constData(), 0) != 0)
                return domain::fail(systemError(errno, fileText(path)));
            continue;
        }
        if (const auto below = removeExtra(path); !below)
            return below;
        const auto next = files.lower_bound(path + '/');
        if (next == files.end() || !next->first.startsWith(path + '/'))
            ::unlinkat(opened->get(), name.constData(), AT_REMOVEDIR);
    }
    return {};
}

Result<void> StageTree::change(const GitRepository &git, StageFiles wanted)
{
    for (auto now = files.begin(); now != files.end();) {
        const QByteArray path = (now++)->first;
        if (wanted.contains(path))
            continue;
        if (const auto gone = removeFile(path); !gone)
            return gone;
    }
    for (const auto &[path, file] : wanted) {
        const auto now = files.find(path);
        if (now != files.end() && now->second == file)
            continue;
        const auto content = contentOf(git, path, file);
        const auto written = content ? writeFile(path, *content, file) : tl::unexpected(content.error());
        if (!written)
            return written;
        noteWritten(path, file);
    }
    return {};
}

Result<void> StageTree::writeFile(const QByteArray &path, const QByteArray &content, const StageFile &file)
{
    const auto folder = makeParentsAt(tree.get(), path);
    if (!folder)
        return domain::fail(folder.error());
    const QByteArray name = lastPart(path);
    if (!file.link)
        return replaceFileAt(folder->get(), name, content, file.mode, true);
    ::unlinkat(folder->get(), name.constData(), 0);
    if (::symlinkat(content.constData(), folder->get(), name.constData()) != 0)
        return domain::fail(systemError(errno, fileText(path)));
    return syncFolder(folder->get());
}

Result<void> StageTree::removeFile(const QByteArray &path)
{
    if (::unlinkat(tree.get(), path.constData(), 0) != 0 && errno != ENOENT)
        return domain::fail(systemError(errno, fileText(path)));
    removeEmptyParents(tree.get(), path);
    noteRemoved(path);
    return {};
}

void StageTree::noteWritten(const QByteArray &path, const StageFile &file)
{
    struct stat status = {};
    files[path] = file;
    if (::fstatat(tree.get(), path.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0)
        image.put(path, nodeOf(tree.get(), path, status, false));
}

void StageTree::noteRemoved(const QByteArray &path)
{
    files.erase(path);
    image.remove(path);
}

} // namespace stepladder::workspace

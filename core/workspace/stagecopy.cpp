// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/stagecopy.h"

#include "workspace/fileops.h"
#include "workspace/snapshot.h"

#include <QDir>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <set>

#include <fcntl.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr qint64 kLargeBytes = 2LL << 30;
constexpr int kMaxLeftOut = 200;
constexpr qint64 kFilesPerReport = 200;

/// Copies listed files from the user's tree into the stage's.
class TreeCopier
{
public:
    explicit TreeCopier(const CopyOrder &order)
        : m_order(order)
    {
    }

    Result<std::map<QByteArray, FoundFile>> copy(const Listing &listing, const QString &to);

private:
    Result<void> makeParents(const QByteArray &path);
    Result<void> copyOne(const ListedFile &file);
    Result<void> copyLink(const ListedFile &file);

    const CopyOrder &m_order;
    UniqueFd m_from;
    UniqueFd m_to;
    std::set<QByteArray> m_folders;
    std::map<QByteArray, FoundFile> m_files;
};

Result<std::map<QByteArray, FoundFile>> TreeCopier::copy(const Listing &listing, const QString &to)
{
    auto from = openFolder(listing.top);
    auto target = openFolder(to);
    if (!from || !target)
        return domain::fail(!from ? from.error() : target.error());
    m_from = std::move(*from);
    m_to = std::move(*target);
    qint64 count = 0;
    qint64 bytes = 0;
    for (const ListedFile &file : listing.files) {
        if (m_order.stop.stop_requested())
            return domain::fail(ErrorKind::Cancelled, u"cancelled while the workspace was copied"_s);
        if (const auto done = copyOne(file); !done)
            return domain::fail(done.error());
        bytes += file.size;
        if (++count % kFilesPerReport == 0 && m_order.progress)
            m_order.progress(count, bytes);
    }
    if (m_order.progress)
        m_order.progress(count, bytes);
    return std::move(m_files);
}

Result<void> TreeCopier::makeParents(const QByteArray &path)
{
    for (qsizetype slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        const QByteArray folder = path.left(slash);
        if (!m_folders.insert(folder).second)
            continue;
        if (::mkdirat(m_to.get(), folder.constData(), 0755) != 0 && errno != EEXIST)
            return domain::fail(systemError(errno, fileText(folder)));
    }
    return {};
}

Result<void> TreeCopier::copyLink(const ListedFile &file)
{
    const auto target = readLinkAt(m_from.get(), file.path);
    if (!target)
        return domain::fail(target.error());
    struct stat status = {};
    if (::symlinkat(target->constData(), m_to.get(), file.path.constData()) != 0
        || ::fstatat(m_to.get(), file.path.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return domain::fail(systemError(errno, fileText(file.path)));
    const QByteArray sha256 = QCryptographicHash::hash(*target, QCryptographicHash::Sha256).toHex();
    m_files[file.path] = {.sha256 = sha256,
                          .mode = 0777,
                          .link = true,
                          .id = file.keepId,
                          .size = status.st_size,
                          .mtimeNs = stampOf(status).mtimeNs};
    return {};
}

Result<void> TreeCopier::copyOne(const ListedFile &file)
{
    if (const auto made = makeParents(file.path); !made)
        return made;
    if (file.link)
        return copyLink(file);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto stamp = copyFileAt({.fromFolder = m_from.get(),
                                   .from = file.path,
                                   .toFolder = m_to.get(),
                                   .to = file.path,
                                   .mode = file.mode,
                                   .hash = &hash});
    if (!stamp) {
        if (::faccessat(m_from.get(), file.path.constData(), F_OK, AT_SYMLINK_NOFOLLOW) != 0)
            return {}; // gone while we looked: somebody works in the folder
        return domain::fail(stamp.error());
    }
    m_files[file.path] = {.sha256 = hash.result().toHex(),
                          .mode = file.mode,
                          .id = file.keepId,
                          .size = stamp->size,
                          .mtimeNs = stamp->mtimeNs};
    return {};
}

/// A few objects are synced one by one; for many it is cheaper to let the whole file system settle once.
GitRepository::Writing writingOf(const Listing &listing)
{
    constexpr qsizetype few = 100;
    const auto written = std::count_if(listing.files.begin(), listing.files.end(),
                                       [](const ListedFile &file) { return file.inTree && file.keepId.isEmpty(); });
    return written <= few ? GitRepository::Writing::Synced : GitRepository::Writing::Batched;
}

/// The repository that takes the branch: the user's own where it can be written, else a bare one beside the stage.
Result<std::unique_ptr<GitRepository>> openTarget(const GitRepository *users, const StageLayout &layout,
                                                  const QString &branch, GitRepository::Writing writing, QString &note)
{
    if (users) {
        note = users->writeProblem(branch);
        if (note.isEmpty()) {
            auto opened = GitRepository::open(users->gitFolder(), writing);
            if (opened)
                return opened;
            note = opened.error().message;
        }
        note = u"%1: the branch is kept in %2 instead"_s.arg(note, layout.ownRepository());
    }
    return GitRepository::createBare(layout.ownRepository(), branch, users ? users->objectsFolder() : QString(),
                                     writing);
}

/// Blobs for what git has none of, then the whole tree.
Result<QByteArray> writeFoundTree(GitRepository &target, const Listing &listing, const QString &tree,
                                  std::map<QByteArray, FoundFile> &files, const std::stop_token &stop)
{
    const auto folder = openFolder(tree);
    if (!folder)
        return domain::fail(folder.error());
    QList<TreeEntry> entries = listing.treeOnly;
    for (const ListedFile &file : listing.files) {
        const auto found = files.find(file.path);
        if (!file.inTree || found == files.end())
            continue;
        if (stop.stop_requested())
            return domain::fail(ErrorKind::Cancelled, u"cancelled while the workspace was recorded"_s);
        if (file.keepId.isEmpty()) {
            const auto content =
                file.link ? readLinkAt(folder->get(), file.path) : readFileAt(folder->get(), file.path);
            const auto id = content ? target.writeBlob(*content) : content;
            if (!id)
                return domain::fail(id.error());
            found->second.id = *id;
        }
        entries.append({file.path, file.treeMode, found->second.id});
    }
    return target.writeTree(std::move(entries));
}

/// The commit the branch starts with: HEAD where the tree is clean, else "workspace as found" on top of it.
Result<QByteArray> writeFoundCommit(GitRepository &target, const QByteArray &tree,
                                    const std::optional<QByteArray> &head)
{
    if (head) {
        const auto headTree = target.treeOf(*head);
        if (headTree && *headTree == tree)
            return *head;
        // A shallow or damaged history is no reason not to work.
        return target.writeCommit(tree, headTree ? head : std::nullopt, u"workspace as found"_s);
    }
    return target.writeCommit(tree, std::nullopt, u"workspace as found"_s);
}

Result<void> checkSize(const CopyOrder &order, const Listing &listing)
{
    qint64 bytes = 0;
    for (const ListedFile &file : listing.files)
        bytes += file.link ? 0 : file.size;
    if (bytes <= kLargeBytes || order.allowLarge)
        return {};
    return domain::fail(
        ErrorKind::Conflict,
        u"%1: holds %2 files of %3 GB together, over the 2 GB that are copied without asking"_s.arg(listing.top)
            .arg(listing.files.size())
            .arg(double(bytes) / double(1LL << 30), 0, 'f', 1));
}

QStringList leftOutOf(const Listing &listing, const QString &prefix)
{
    QStringList left;
    const QString start = prefix.isEmpty() ? QString() : prefix + u'/';
    for (const QString &path : listing.leftOut) {
        if (left.size() < kMaxLeftOut && path.startsWith(start) && path.size() > start.size())
            left.append(path.mid(start.size()));
    }
    left.sort();
    return left;
}

Result<void> clearFolder(const StageLayout &layout)
{
    if (!QDir().mkpath(layout.folder))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(layout.folder));
    ::chmod(fileBytes(layout.folder).constData(), 0700); // the user's sources, for nobody else's eyes
    for (const QString &part :
         {layout.folder + u"/stage.json"_s, layout.tree(), layout.outputs(), layout.outputsUnfinished(),
          layout.originals(), layout.incoming(), layout.scratches(), layout.ownRepository(), layout.head()}) {
        if (const auto gone = removeTree(part); !gone)
            return gone;
    }
    if (!QDir().mkpath(layout.tree()))
        return domain::fail(ErrorKind::Io, u"%1: the folder cannot be made"_s.arg(layout.tree()));
    return {};
}

Result<void> copyAndRecord(const CopyOrder &order, const StageLayout &layout, const GitRepository *users,
                           const Listing &listing)
{
    if (const auto cleared = clearFolder(layout); !cleared)
        return cleared;
    auto files = TreeCopier(order).copy(listing, layout.tree());
    if (!files)
        return domain::fail(files.error());
    const QString branch = u"stepladder/"_s + order.run;
    StageRecord record{.run = order.run, .workspace = order.workspace, .repository = listing.top};
    record.prefix = QDir(listing.top).relativeFilePath(order.workspace);
    if (record.prefix == u"."_s)
        record.prefix.clear();
    record.leftOut = leftOutOf(listing, record.prefix);
    const auto writing = writingOf(listing);
    const auto target = openTarget(users, layout, branch, writing, record.gitNote);
    if (!target)
        return domain::fail(target.error());
    record.gitFolder = (*target)->gitFolder();
    const auto tree = writeFoundTree(**target, listing, layout.tree(), *files, order.stop);
    const auto commit = tree ? writeFoundCommit(**target, *tree, users ? users->headCommit() : std::nullopt) : tree;
    if (!commit)
        return domain::fail(commit.error());
    record.found = *commit;
    record.files = std::move(*files);
    if (writing == GitRepository::Writing::Batched) {
        if (const auto synced = (*target)->syncAll(); !synced)
            return synced;
    }
    if (const auto set = (*target)->setBranch(branch, *commit); !set)
        return set;
    const auto stageFolder = openFolder(layout.folder);
    const auto noted = stageFolder ? replaceFileAt(stageFolder->get(), "boot", bootId(), 0600, false)
                                   : tl::unexpected(stageFolder.error());
    return noted ? record.write(layout.folder) : noted;
}

} // namespace

Result<void> copyIntoStage(const CopyOrder &order)
{
    const QFileInfo info(order.workspace);
    if (!info.isDir())
        return domain::fail(ErrorKind::BadInput, u"%1: there is no such folder"_s.arg(order.workspace));
    CopyOrder clean = order;
    clean.workspace = info.canonicalFilePath();
    clean.folder = QDir::cleanPath(QDir().absoluteFilePath(order.folder));
    const StageLayout layout{clean.folder};
    const auto users = GitRepository::discover(clean.workspace);
    if (!users)
        return domain::fail(users.error());
    QDir().mkpath(clean.folder);
    const QString skip = QFileInfo(clean.folder).canonicalFilePath();
    const auto listing = *users ? listRepository(**users, clean.rules, skip, clean.stop)
                                : listFolder(clean.workspace, clean.rules, skip, clean.stop);
    if (!listing)
        return domain::fail(listing.error());
    if (const auto sized = checkSize(clean, *listing); !sized)
        return sized;
    const auto done = copyAndRecord(clean, layout, users->get(), *listing);
    if (!done)
        (void)clearFolder(layout); // half a copy is of no use to anybody
    return done;
}

domain::Result<Snapshot> takeSnapshot(const QString &workspace, const QString &folder, const StageRules &rules,
                                      std::stop_token stop)
{
    const QFileInfo info(workspace);
    if (!info.isDir())
        return domain::fail(ErrorKind::BadInput, u"%1: there is no such folder"_s.arg(workspace));
    const CopyOrder order{.workspace = info.canonicalFilePath(),
                          .folder = QFileInfo(folder).canonicalFilePath(),
                          .run = {},
                          .rules = rules,
                          .allowLarge = true,
                          .stop = std::move(stop)};
    const auto users = GitRepository::discover(order.workspace);
    if (!users)
        return domain::fail(users.error());
    const auto listing = *users ? listRepository(**users, order.rules, order.folder, order.stop)
                                : listFolder(order.workspace, order.rules, order.folder, order.stop);
    if (!listing)
        return domain::fail(listing.error());
    if (const auto copied = TreeCopier(order).copy(*listing, order.folder); !copied)
        return domain::fail(copied.error());
    Snapshot snapshot{.folder = order.folder, .repository = listing->top, .prefix = {}};
    snapshot.prefix = QDir(listing->top).relativeFilePath(order.workspace);
    if (snapshot.prefix == u"."_s)
        snapshot.prefix.clear();
    return snapshot;
}

} // namespace stepladder::workspace

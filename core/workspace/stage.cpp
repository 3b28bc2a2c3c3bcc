// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/stage.h"

#include "workspace/fileops.h"
#include "workspace/globrules.h"
#include "workspace/keptoutputs.h"
#include "workspace/lineends.h"
#include "workspace/pathguard.h"
#include "workspace/scratchpool.h"
#include "workspace/stagecommit.h"
#include "workspace/stagecopy.h"
#include "workspace/stagetree.h"
#include "workspace/walk.h"

#include <QDir>
#include <QSet>

#include <atomic>
#include <cerrno>
#include <mutex>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::FileChange;
using domain::Result;

namespace {

/// Reads a file of the stage; a symlink only where it stays inside.
Result<QByteArray> readInside(int root, const QByteArray &path)
{
    open_how how = {};
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    const UniqueFd fd(int(::syscall(SYS_openat2, root, path.constData(), &how, sizeof how)));
    if (!fd.valid() && errno == ENOSYS)
        return readFileAt(root, path);
    if (!fd.valid()) {
        const ErrorKind kind = errno == ENOENT || errno == ENOTDIR ? ErrorKind::NotFound : ErrorKind::Io;
        return domain::fail(kind, systemError(errno, fileText(path)).message);
    }
    return readOpenFile(fd, path);
}

/// Two changes that cannot stand together: one path a folder of the other, or names that differ only in case.
Result<void> checkTogether(const QList<StageChange> &changes)
{
    QHash<QString, QString> names;
    for (const StageChange &change : changes) {
        const QString path = fileText(change.path);
        const QString key = path.normalized(QString::NormalizationForm_C).toCaseFolded();
        if (names.contains(key))
            return domain::fail(ErrorKind::BadInput,
                                u"\"%1\" differs only in case from \"%2\""_s.arg(path, names.value(key)));
        names.insert(key, path);
    }
    for (auto name = names.cbegin(); name != names.cend(); ++name) {
        for (qsizetype slash = name.key().indexOf(u'/'); slash > 0; slash = name.key().indexOf(u'/', slash + 1)) {
            if (const QString folder = name.key().left(slash); names.contains(folder))
                return domain::fail(
                    ErrorKind::BadInput,
                    u"\"%1\" needs a folder where \"%2\" is a file"_s.arg(name.value(), names.value(folder)));
        }
    }
    return {};
}

class FolderStage final : public Stage
{
public:
    FolderStage(std::shared_ptr<StageTree> tree, std::unique_ptr<GitRepository> git, QByteArray head,
                const StageRules &rules)
        : m_tree(std::move(tree))
        , m_git(std::move(git))
        , m_pool(std::make_shared<ScratchPool>(m_tree))
        , m_outputs(rules.outputs)
        , m_head(std::move(head))
    {
    }

    QString repositoryPath() const override { return m_tree->record.repository; }
    QString workspacePath() const override { return m_tree->record.workspace; }
    QString workspacePrefix() const override { return m_tree->record.prefix; }
    QString branch() const override { return u"stepladder/"_s + m_tree->record.run; }
    QString gitFolder() const override { return m_tree->record.gitFolder; }
    QString gitNote() const override { return m_tree->record.gitNote; }
    QString foundCommit() const override { return fileText(m_tree->record.found); }
    QStringList ignoredLeftOut() const override { return m_tree->record.leftOut; }
    QString head() const override
    {
        const std::shared_lock lock(m_tree->lock);
        return fileText(m_head);
    }

    QStringList files() const override;
    bool exists(const QString &path) const override
    {
        const std::shared_lock lock(m_tree->lock);
        return m_tree->files.contains(fullPath(QDir::cleanPath(path)));
    }
    Result<QByteArray> read(const QString &path) const override
    {
        const std::shared_lock lock(m_tree->lock);
        return readInside(m_tree->tree.get(), fullPath(QDir::cleanPath(path)));
    }
    RecordedFile asFound(const QString &path) const override
    {
        const auto file = m_tree->record.files.find(fullPath(QDir::cleanPath(path)));
        if (file == m_tree->record.files.end())
            return {};
        return {.sha256 = QString::fromLatin1(file->second.sha256), .mode = int(file->second.mode)};
    }

    Result<QString> commit(const QList<FileChange> &files, const QString &message) override;
    Result<QString> commitScratch(const Scratch &scratch, const QString &message) override;
    Result<void> reset(const QString &commit) override;
    Result<std::unique_ptr<Scratch>> scratch(std::stop_token stop) override;
    Result<void> keepOutputs(const Scratch &scratch) override;

private:
    QByteArray fullPath(const QString &path) const
    {
        const QString &prefix = m_tree->record.prefix;
        return fileBytes(prefix.isEmpty() ? path : prefix + u'/' + path);
    }
    Result<void> ready();
    Result<QList<StageChange>> changesOf(const QList<FileChange> &files) const;
    Result<QList<StageChange>> changesOf(const PooledScratch &scratch) const;
    Result<QString> commitLocked(const Result<QList<StageChange>> &changes, const QString &message);
    Result<const PooledScratch *> ours(const Scratch &scratch) const;

    const std::shared_ptr<StageTree> m_tree;
    const std::unique_ptr<GitRepository> m_git;
    const std::shared_ptr<ScratchPool> m_pool;
    const GlobRules m_outputs;
    std::mutex m_commits; ///< one writer; it guards the repository too
    std::atomic<bool> m_torn = false; ///< a commit failed after the ref moved
    QByteArray m_head; ///< guarded by the tree's lock
};

QStringList FolderStage::files() const
{
    const std::shared_lock lock(m_tree->lock);
    const QByteArray start = m_tree->record.prefix.isEmpty() ? QByteArray() : fileBytes(m_tree->record.prefix) + '/';
    QStringList result;
    for (auto file = m_tree->files.lower_bound(start); file != m_tree->files.end() && file->first.startsWith(start);
         ++file)
        result.append(fileText(file->first.mid(start.size())));
    result.sort();
    return result;
}

/// With m_commits held: the stage is ours to change, and whole.
Result<void> FolderStage::ready()
{
    if (const auto owned = m_tree->own(); !owned)
        return owned;
    if (!m_torn)
        return {};
    const std::unique_lock lock(m_tree->lock);
    const auto head = m_git->branch(branch());
    auto files = head ? m_tree->filesOf(*m_git, *head) : tl::unexpected(head.error());
    const auto mended = files ? m_tree->mend(*m_git, std::move(*files)) : tl::unexpected(files.error());
    if (!mended)
        return mended;
    m_head = *head;
    m_torn = false;
    return {};
}

Result<QList<StageChange>> FolderStage::changesOf(const QList<FileChange> &files) const
{
    const auto root = makeParentsAt(m_tree->tree.get(), fullPath(u"x"_s));
    if (!root)
        return domain::fail(root.error());
    QList<StageChange> changes;
    for (const FileChange &file : files) {
        const auto place = guardPath(root->get(), file.path, MissingFolders::Leave);
        if (!place)
            return domain::fail(place.error());
        StageChange change{.path = fullPath(place->path), .content = file.content};
        if (place->exists()) {
            const auto now = readFileAt(place->folder.get(), place->name);
            if (!now)
                return domain::fail(now.error());
            change.content = withLineEndsOf(file.content, *now);
            change.mode = place->status->mode & 0777;
            if (*change.content == *now)
                continue;
        }
        changes.append(std::move(change));
    }
    if (const auto together = checkTogether(changes); !together)
        return domain::fail(together.error());
    return changes;
}

Result<QList<StageChange>> FolderStage::changesOf(const PooledScratch &scratch) const
{
    QList<StageChange> changes;
    QSet<QByteArray> seen;
    const auto &stamps = scratch.slot().stamps;
    const auto walked = walkFolder(scratch.slot().folder.get(), [&](const WalkedEntry &entry) -> Result<Walk> {
        const bool known = m_tree->files.contains(entry.path);
        if (entry.name == ".git" || entry.name == ".stepladder"
            || (!known && !entry.isFolder() && m_outputs.matches(entry.path)))
            return Walk::Skip;
        if (entry.isFolder() || (!entry.isFile() && !entry.isLink()))
            return Walk::Go;
        seen.insert(entry.path);
        const ImageNode *node = m_tree->image.find(entry.path);
        const auto stamp = node ? stamps.find(node->generation) : stamps.end();
        if (stamp != stamps.end() && stamp->second == entry.status)
            return Walk::Go;
        auto content = entry.isLink() ? readLinkAt(entry.folder, entry.name) : readFileAt(entry.folder, entry.name);
        if (!content)
            return domain::fail(content.error());
        changes.append({entry.path, std::move(*content), entry.isLink(), entry.status.mode & 0777});
        return Walk::Go;
    });
    if (!walked)
        return domain::fail(walked.error());
    for (const auto &[path, file] : m_tree->files) {
        if (!seen.contains(path))
            changes.append({path, std::nullopt});
    }
    return changes;
}

Result<QString> FolderStage::commitLocked(const Result<QList<StageChange>> &changes, const QString &message)
{
    if (!changes)
        return domain::fail(changes.error());
    if (changes->isEmpty())
        return fileText(m_head);
    const auto commit = commitChanges(*m_tree, *m_git, m_head, *changes, message);
    if (!commit) {
        m_torn = true;
        return domain::fail(commit.error());
    }
    const std::unique_lock lock(m_tree->lock);
    m_head = *commit;
    return fileText(*commit);
}

Result<QString> FolderStage::commit(const QList<FileChange> &files, const QString &message)
{
    const std::scoped_lock lock(m_commits);
    if (const auto done = ready(); !done)
        return domain::fail(done.error());
    return commitLocked(changesOf(files), message);
}

Result<const PooledScratch *> FolderStage::ours(const Scratch &scratch) const
{
    const auto *pooled = dynamic_cast<const PooledScratch *>(&scratch);
    if (!pooled || &pooled->pool() != m_pool.get())
        return domain::fail(ErrorKind::Internal, u"a scratch of another stage"_s);
    return pooled;
}

Result<QString> FolderStage::commitScratch(const Scratch &scratch, const QString &message)
{
    const std::scoped_lock lock(m_commits);
    if (const auto done = ready(); !done)
        return domain::fail(done.error());
    const auto pooled = ours(scratch);
    if (!pooled)
        return domain::fail(pooled.error());
    if ((*pooled)->head() != fileText(m_head))
        return domain::fail(ErrorKind::Conflict, u"the stage moved on since this scratch was made"_s);
    return commitLocked(changesOf(**pooled), message);
}

Result<void> FolderStage::reset(const QString &commit)
{
    const std::scoped_lock lock(m_commits);
    if (const auto done = ready(); !done)
        return done;
    auto files = m_tree->filesOf(*m_git, commit.toLatin1());
    if (!files)
        return domain::fail(files.error());
    for (const auto &[path, file] : m_tree->files) {
        const auto next = files->find(path);
        if (next != files->end() && next->second == file)
            continue;
        if (const auto saved = m_tree->saveOriginal(path); !saved)
            return saved;
    }
    const std::unique_lock treeLock(m_tree->lock);
    if (const auto moved = moveBranch(*m_tree, *m_git, commit.toLatin1()); !moved)
        return moved;
    m_head = commit.toLatin1();
    const auto changed = m_tree->change(*m_git, std::move(*files));
    m_torn = !changed;
    return changed;
}

Result<std::unique_ptr<Scratch>> FolderStage::scratch(std::stop_token stop)
{
    if (!m_tree->owned() || m_torn) {
        const std::scoped_lock lock(m_commits);
        if (const auto done = ready(); !done)
            return domain::fail(done.error());
    }
    return m_pool->take([this] { return fileText(m_head); }, stop);
}

Result<void> FolderStage::keepOutputs(const Scratch &scratch)
{
    const auto pooled = ours(scratch);
    if (!pooled)
        return domain::fail(pooled.error());
    const std::unique_lock lock(m_tree->lock);
    return workspace::keepOutputs(*m_tree, (*pooled)->slot().folder.get(), (*pooled)->slot().stamps, m_outputs);
}

/// Where the ref points; a deleted one is set again where it stood.
Result<QByteArray> headOf(const StageTree &tree, GitRepository &git)
{
    auto head = git.branch(u"stepladder/"_s + tree.record.run);
    if (head || head.error().kind != ErrorKind::NotFound)
        return head;
    const auto folder = openFolder(tree.layout.folder);
    auto last = folder ? readFileAt(folder->get(), "head") : tl::unexpected(folder.error());
    const QByteArray commit = last ? *last : tree.record.found;
    if (!git.hasCommit(commit))
        return head;
    if (const auto set = moveBranch(tree, git, commit); !set)
        return domain::fail(set.error());
    return commit;
}

} // namespace

Result<std::unique_ptr<Stage>> Stage::create(const QString &workspace, const QString &folder, const QString &run,
                                             const StageRules &rules, bool allowLarge,
                                             const std::function<void(qint64 files, qint64 bytes)> &progress,
                                             std::stop_token stop)
{
    const auto copied = copyIntoStage({.workspace = workspace,
                                       .folder = folder,
                                       .run = run,
                                       .rules = rules,
                                       .allowLarge = allowLarge,
                                       .progress = progress,
                                       .stop = stop});
    if (!copied)
        return domain::fail(copied.error());
    return open(folder, rules);
}

Result<std::unique_ptr<Stage>> Stage::open(const QString &folder, const StageRules &rules)
{
    const QString clean = QDir::cleanPath(QDir().absoluteFilePath(folder));
    auto record = StageRecord::read(clean);
    if (!record)
        return domain::fail(record.error());
    auto git = GitRepository::open(record->gitFolder, GitRepository::Writing::Synced);
    if (!git)
        return domain::fail(git.error());
    auto tree = std::make_shared<StageTree>(std::move(*record), clean);
    const auto owned = tree->own();
    if (!owned && owned.error().kind != ErrorKind::Locked)
        return domain::fail(owned.error());
    if (const auto opened = tree->openFolders(); !opened)
        return domain::fail(opened.error());
    if (tree->owned()) {
        if (const auto gone = removeTree(tree->layout.scratches()); !gone) // of a process that died
            return domain::fail(gone.error());
    }
    const auto head = headOf(*tree, **git);
    auto files = head ? tree->filesOf(**git, *head) : tl::unexpected(head.error());
    auto mended = files ? tree->mend(**git, std::move(*files)) : tl::unexpected(files.error());
    if (mended)
        mended = loadOutputs(*tree);
    if (!mended)
        return domain::fail(mended.error());
    return std::make_unique<FolderStage>(std::move(tree), std::move(*git), *head, rules);
}

} // namespace stepladder::workspace

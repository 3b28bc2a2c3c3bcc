// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/keptoutputs.h"

#include "workspace/walk.h"

#include <QDir>
#include <QFileInfo>

#include <array>
#include <set>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

ImageNode outputNode(const WalkedEntry &entry)
{
    return {.kind = entry.isLink() ? ImageNode::Kind::Link : ImageNode::Kind::File,
            .mode = entry.status.mode & 0777,
            .mtimeNs = entry.status.mtimeNs,
            .output = true,
            .target = entry.isLink() ? readLinkAt(entry.folder, entry.name).value_or(QByteArray()) : QByteArray()};
}

/// One keeping of the outputs of one scratch.
class Keeper
{
public:
    Keeper(StageTree &tree, int scratch, const ScratchStamps &stamps, const GlobRules &rules)
        : m_tree(tree)
        , m_scratch(scratch)
        , m_stamps(stamps)
        , m_rules(rules)
    {
    }

    Result<void> run()
    {
        const auto walked = walkFolder(m_scratch, [this](const WalkedEntry &entry) { return visit(entry); });
        if (!walked)
            return walked;
        dropUnseen();
        return dateSources();
    }

private:
    bool isKnown(const WalkedEntry &entry, const ImageNode *node) const
    {
        const auto stamp = node ? m_stamps.find(node->generation) : m_stamps.end();
        return stamp != m_stamps.end() && stamp->second == entry.status;
    }

    Result<Walk> visit(const WalkedEntry &entry)
    {
        if (m_tree.files.contains(entry.path)) {
            lookAtSource(entry);
            return Walk::Go;
        }
        if (entry.isFolder())
            return entry.name == ".git" ? Walk::Skip : Walk::Go;
        if ((!entry.isFile() && !entry.isLink()) || !m_rules.matches(entry.path))
            return Walk::Go;
        m_seen.insert(entry.path);
        const ImageNode *node = m_tree.image.find(entry.path);
        if (node && node->output && isKnown(entry, node))
            return Walk::Go;
        if (const auto taken = take(entry); !taken)
            return domain::fail(taken.error());
        return Walk::Go;
    }

    Result<void> take(const WalkedEntry &entry)
    {
        (void)removeTree(m_tree.layout.outputs() + u'/' + fileText(entry.path)); // a folder, where the kind changed
        const auto folder = makeParentsAt(m_tree.outputs.get(), entry.path);
        if (!folder)
            return domain::fail(folder.error());
        ::unlinkat(folder->get(), entry.name.constData(), 0);
        const ImageNode node = outputNode(entry);
        if (entry.isLink()) {
            if (::symlinkat(node.target.constData(), folder->get(), entry.name.constData()) != 0)
                return domain::fail(systemError(errno, fileText(entry.path)));
        } else if (const auto copied = copyFileAt({.fromFolder = entry.folder,
                                                   .from = entry.name,
                                                   .toFolder = folder->get(),
                                                   .to = entry.name,
                                                   .mode = node.mode | 0600});
                   !copied) {
            return domain::fail(copied.error());
        }
        m_tree.image.put(entry.path, outputNode(entry));
        return {};
    }

    void lookAtSource(const WalkedEntry &entry)
    {
        const ImageNode *node = m_tree.image.find(entry.path);
        if (isKnown(entry, node)) {
            m_sameSources.insert(entry.path);
            return;
        }
        if (!entry.isFile() || !node || node->kind != ImageNode::Kind::File)
            return;
        const auto built = readFileAt(entry.folder, entry.name);
        const auto now = readFileAt(m_tree.tree.get(), entry.path);
        if (built && now && *built == *now)
            m_datedSources[entry.path] = entry.status.mtimeNs;
    }

    void dropUnseen()
    {
        QList<QByteArray> gone;
        m_tree.image.visit([&](const QByteArray &path, const ImageNode &node) {
            if (node.output && !m_seen.contains(path))
                gone.append(path);
        });
        for (const QByteArray &path : gone) {
            ::unlinkat(m_tree.outputs.get(), path.constData(), 0);
            m_tree.image.remove(path);
        }
    }

    Result<void> dateSources()
    {
        timespec now = {};
        ::clock_gettime(CLOCK_REALTIME, &now);
        const qint64 nowNs = qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
        for (const auto &[path, file] : m_tree.files) {
            if (m_sameSources.contains(path) || file.link)
                continue;
            const auto dated = m_datedSources.find(path);
            const qint64 ns = dated == m_datedSources.end() ? nowNs : dated->second;
            const std::array<timespec, 2> times = {timespec{0, UTIME_OMIT},
                                                   timespec{time_t(ns / 1'000'000'000), long(ns % 1'000'000'000)}};
            if (::utimensat(m_tree.tree.get(), path.constData(), times.data(), AT_SYMLINK_NOFOLLOW) != 0)
                return domain::fail(systemError(errno, fileText(path)));
            m_tree.image.touch(path, ns);
        }
        return {};
    }

    StageTree &m_tree;
    int m_scratch;
    const ScratchStamps &m_stamps;
    const GlobRules &m_rules;
    std::set<QByteArray> m_seen;
    std::set<QByteArray> m_sameSources;
    std::map<QByteArray, qint64> m_datedSources;
};

} // namespace

Result<void> loadOutputs(StageTree &tree)
{
    if (tree.owned() && QFileInfo::exists(tree.layout.outputsUnfinished())) {
        const auto emptied = emptyTrash(tree.outputs.get());
        if (!emptied)
            return emptied;
        ::unlink(fileBytes(tree.layout.outputsUnfinished()).constData());
    }
    return walkFolder(tree.outputs.get(), [&](const WalkedEntry &entry) -> Result<Walk> {
        if ((entry.isFile() || entry.isLink()) && !tree.files.contains(entry.path))
            tree.image.put(entry.path, outputNode(entry));
        return Walk::Go;
    });
}

Result<void> keepOutputs(StageTree &tree, int scratch, const ScratchStamps &stamps, const GlobRules &rules)
{
    const QByteArray mark = fileBytes(tree.layout.outputsUnfinished());
    const UniqueFd marked(::open(mark.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!marked.valid())
        return domain::fail(systemError(errno, tree.layout.outputsUnfinished()));
    const auto done = Keeper(tree, scratch, stamps, rules).run();
    if (done)
        ::unlink(mark.constData());
    return done;
}

} // namespace stepladder::workspace

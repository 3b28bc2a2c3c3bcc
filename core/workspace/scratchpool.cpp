// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/scratchpool.h"

#include "workspace/lineends.h"
#include "workspace/pathguard.h"

#include <QDir>

#include <shared_mutex>

namespace stepladder::workspace {

using namespace Qt::StringLiterals;
using domain::Result;

ScratchPool::ScratchPool(std::shared_ptr<StageTree> tree)
    : m_tree(std::move(tree))
{
}

ScratchPool::~ScratchPool()
{
    m_free.clear();
    if (m_made > 0)
        (void)removeTree(m_tree->layout.scratches());
}

Result<std::unique_ptr<ScratchSlot>> ScratchPool::freeSlot()
{
    int number = 0;
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_free.empty()) {
            auto slot = std::move(m_free.back());
            m_free.pop_back();
            return slot;
        }
        number = ++m_made;
    }
    return makeSlot(number);
}

Result<std::unique_ptr<ScratchSlot>> ScratchPool::makeSlot(int number)
{
    QDir().mkpath(m_tree->layout.scratches());
    const auto scratches = openFolder(m_tree->layout.scratches());
    if (!scratches)
        return domain::fail(scratches.error());
    auto slot = std::make_unique<ScratchSlot>();
    slot->name = QByteArray::number(number);
    auto folder = makeFolderAt(scratches->get(), slot->name);
    auto trash = makeFolderAt(scratches->get(), slot->name + ".trash");
    if (!folder || !trash)
        return domain::fail(!folder ? folder.error() : trash.error());
    slot->folder = std::move(*folder);
    slot->trash = std::move(*trash);
    return slot;
}

Result<std::unique_ptr<Scratch>> ScratchPool::take(const std::function<QString()> &head, const std::stop_token &stop)
{
    auto slot = freeSlot();
    if (!slot)
        return domain::fail(slot.error());
    ScratchSlot &taken = **slot;
    ::fchmod(taken.folder.get(), 0755);
    const std::shared_lock lock(m_tree->lock);
    const QString commit = head();
    ScratchReset reset({.tree = m_tree->tree.get(), .outputs = m_tree->outputs.get(), .trash = taken.trash.get()},
                       taken.stamps, stop);
    auto done = reset.run(taken.folder.get(), m_tree->image);
    if (const auto emptied = emptyTrash(taken.trash.get()); done && !emptied)
        done = emptied;
    if (!done) {
        giveBack(std::move(*slot));
        return domain::fail(done.error());
    }
    return std::make_unique<PooledScratch>(shared_from_this(), std::move(*slot), commit);
}

void ScratchPool::giveBack(std::unique_ptr<ScratchSlot> slot)
{
    const std::scoped_lock lock(m_mutex);
    m_free.push_back(std::move(slot));
}

PooledScratch::PooledScratch(std::shared_ptr<ScratchPool> pool, std::unique_ptr<ScratchSlot> slot, QString head)
    : m_pool(std::move(pool))
    , m_slot(std::move(slot))
    , m_head(std::move(head))
{
}

PooledScratch::~PooledScratch()
{
    m_pool->giveBack(std::move(m_slot));
}

QString PooledScratch::folder() const
{
    return m_pool->tree().layout.scratches() + u'/' + fileText(m_slot->name);
}

Result<void> PooledScratch::write(const QList<domain::FileChange> &files)
{
    const QString &prefix = m_pool->tree().record.prefix;
    auto root = makeParentsAt(m_slot->folder.get(), prefix.isEmpty() ? QByteArray("x") : fileBytes(prefix) + "/x");
    if (!root)
        return domain::fail(root.error());
    // All are looked at before one is written: a refused path leaves nothing behind.
    for (const domain::FileChange &file : files) {
        if (const auto checked = guardPath(root->get(), file.path, MissingFolders::Leave); !checked)
            return domain::fail(checked.error());
    }
    for (const domain::FileChange &file : files) {
        const auto place = guardPath(root->get(), file.path, MissingFolders::Make);
        if (!place)
            return domain::fail(place.error());
        QByteArray content = file.content;
        if (place->exists()) {
            const auto now = readFileAt(place->folder.get(), place->name);
            if (!now)
                return domain::fail(now.error());
            content = withLineEndsOf(content, *now);
            if (content == *now)
                continue; // keeps its time: nothing is to be built for it
        }
        const uint mode = place->exists() ? place->status->mode & 0777 : 0644;
        const auto written = replaceFileAt(place->folder.get(), place->name, content, mode, false);
        if (!written)
            return written;
    }
    return {};
}

} // namespace stepladder::workspace

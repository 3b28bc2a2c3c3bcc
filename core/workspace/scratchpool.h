// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/scratchreset.h"
#include "workspace/stage.h"
#include "workspace/stagetree.h"

#include <memory>
#include <mutex>
#include <vector>

namespace stepladder::workspace {

/// A folder of the pool, and what is known to stand in it.
struct ScratchSlot
{
    QByteArray name; ///< in the scratch folder
    UniqueFd folder;
    UniqueFd trash;
    ScratchStamps stamps;
};

/// Scratches of one stage. As many folders as were ever in use at once; the first use of each is a full copy, later
/// ones cost a look at each file. Thread-safe. Its folders go with it.
class ScratchPool : public std::enable_shared_from_this<ScratchPool>
{
public:
    explicit ScratchPool(std::shared_ptr<StageTree> tree);
    ~ScratchPool();

    /// Io, DiskFull, Cancelled.
    domain::Result<std::unique_ptr<Scratch>> take(const std::function<QString()> &head, const std::stop_token &stop);
    void giveBack(std::unique_ptr<ScratchSlot> slot);
    const StageTree &tree() const { return *m_tree; }

private:
    domain::Result<std::unique_ptr<ScratchSlot>> freeSlot();
    domain::Result<std::unique_ptr<ScratchSlot>> makeSlot(int number);

    std::shared_ptr<StageTree> m_tree;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<ScratchSlot>> m_free;
    int m_made = 0;
};

/// A scratch of a pool, given back with its end.
class PooledScratch final : public Scratch
{
public:
    PooledScratch(std::shared_ptr<ScratchPool> pool, std::unique_ptr<ScratchSlot> slot, QString head);
    ~PooledScratch() override;

    QString folder() const override;
    QString head() const override { return m_head; }
    domain::Result<void> write(const QList<domain::FileChange> &files) override;

    const ScratchSlot &slot() const { return *m_slot; }
    const ScratchPool &pool() const { return *m_pool; }

private:
    std::shared_ptr<ScratchPool> m_pool;
    std::unique_ptr<ScratchSlot> m_slot;
    QString m_head;
};

} // namespace stepladder::workspace

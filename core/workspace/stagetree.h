// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/fileops.h"
#include "workspace/gitrepository.h"
#include "workspace/image.h"
#include "workspace/stagerecord.h"

#include <map>
#include <shared_mutex>

namespace stepladder::workspace {

/// How a file of the head is known.
struct StageFile
{
    bool link = false;
    uint mode = 0644; ///< permission bits
    QByteArray id = {}; ///< blob in the head's tree, hex; may be empty where asFound
    bool asFound = true; ///< its bytes are those of the record, which need not be those of the blob (LFS, line ends)

    bool operator==(const StageFile &) const = default;
};
using StageFiles = std::map<QByteArray, StageFile>;

/// The folder of a stage on disk, and the image that scratches are made from. Its files are ours: nothing that runs in
/// a sandbox ever sees them writable. \c lock guards files, image and tree; scratches keep it alive.
class StageTree
{
public:
    explicit StageTree(StageRecord record, const QString &folder);

    /// Takes the stage for this process. Locked when another has it.
    domain::Result<void> own();
    bool owned() const { return m_lock.valid(); }
    domain::Result<void> openFolders();

    /// The files that \p commit has, by record and tree.
    domain::Result<StageFiles> filesOf(const GitRepository &git, const QByteArray &commit) const;
    /// After opening: \p files are on disk, whatever a crash left; extra ones go. Without owning it only looks.
    domain::Result<void> mend(const GitRepository &git, StageFiles files);
    /// From what is now to \p files.
    domain::Result<void> change(const GitRepository &git, StageFiles files);
    /// Bytes of a file as found that are about to be replaced and that git has not got.
    domain::Result<void> saveOriginal(const QByteArray &path);

    /// \p path holds new content now.
    void noteWritten(const QByteArray &path, const StageFile &file);
    void noteRemoved(const QByteArray &path);
    domain::Result<void> writeFile(const QByteArray &path, const QByteArray &content, const StageFile &file);
    domain::Result<void> removeFile(const QByteArray &path);

    const StageRecord record;
    const StageLayout layout;
    mutable std::shared_mutex lock;
    StageFiles files;
    Image image;
    UniqueFd tree; ///< layout.tree()
    UniqueFd outputs; ///< layout.outputs()

private:
    domain::Result<QByteArray> contentOf(const GitRepository &git, const QByteArray &path, const StageFile &file) const;
    domain::Result<bool> standsAsWanted(const QByteArray &path, const StageFile &file, const struct stat &status) const;
    domain::Result<void> noteBoot();
    domain::Result<void> removeExtra(const QByteArray &folder);

    UniqueFd m_lock;
    bool m_suspicious = false; ///< the machine went down since: sizes and times prove nothing
};

/// The folder of \p path below \p root, and its last part. Only for trees of our own.
domain::Result<UniqueFd> makeParentsAt(int root, const QByteArray &path);
QByteArray lastPart(const QByteArray &path);

} // namespace stepladder::workspace

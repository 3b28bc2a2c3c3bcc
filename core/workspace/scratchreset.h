// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/fileops.h"
#include "workspace/image.h"

#include <stop_token>
#include <unordered_map>

namespace stepladder::workspace {

/// What we know we put into one scratch: generation of the image's node → stamp of our copy.
using ScratchStamps = std::unordered_map<quint64, Stamp>;

/// Makes a scratch folder equal to the image, copying only what is not known to be so already. What stands there may
/// have been made by hostile code: everything goes through open folders, no link is followed, what is extra is moved
/// aside.
class ScratchReset
{
public:
    struct Folders
    {
        int tree = -1; ///< the stage's
        int outputs = -1; ///< kept build outputs; -1: none
        int trash = -1; ///< where what is extra goes
    };

    ScratchReset(const Folders &folders, ScratchStamps &stamps, const std::stop_token &stop);

    /// Io, DiskFull, Cancelled; then the scratch is to be reset again before it is used.
    domain::Result<void> run(int scratch, const Image &image);
    qint64 copied() const { return m_copied; } ///< files that were written

private:
    domain::Result<void> folder(int fd, const ImageNode &node, const QByteArray &path);
    domain::Result<bool> keep(int fd, const QByteArray &name, const ImageNode &node, const QByteArray &path);
    domain::Result<void> make(int fd, const QByteArray &name, const ImageNode &node, const QByteArray &path);
    void remember(const ImageNode &node, const Stamp &stamp);
    void waitForClock() const;

    Folders m_folders;
    ScratchStamps &m_old;
    ScratchStamps m_new;
    std::stop_token m_stop;
    qint64 m_copied = 0;
    qint64 m_lastChangeNs = 0;
};

} // namespace stepladder::workspace

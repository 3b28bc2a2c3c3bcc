// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "workspace/fileops.h"

#include <QByteArray>

#include <functional>

namespace stepladder::workspace {

/// What a walk through a scratch comes by.
struct WalkedEntry
{
    QByteArray path; ///< from the top of the scratch
    int folder = -1; ///< open folder that holds it
    QByteArray name;
    Stamp status;
    bool isFolder() const { return S_ISDIR(status.mode); }
    bool isFile() const { return S_ISREG(status.mode); }
    bool isLink() const { return S_ISLNK(status.mode); }
};

enum class Walk { Go, Skip }; ///< into a folder or not

/// Visits everything below \p root, folders before what is in them, without following a link. Folders nested deeper
/// than 256 are not gone into: nothing that anybody means lies there.
domain::Result<void> walkFolder(int root, const std::function<domain::Result<Walk>(const WalkedEntry &)> &visitor);

} // namespace stepladder::workspace

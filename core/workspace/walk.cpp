// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/walk.h"

#include <fcntl.h>

namespace stepladder::workspace {

using domain::Result;

namespace {

constexpr int kMaxDepth = 256;

Result<void> walkBelow(int folder, const QByteArray &prefix, int depth,
                       const std::function<Result<Walk>(const WalkedEntry &)> &visitor)
{
    const auto names = namesIn(folder);
    if (!names)
        return domain::fail(names.error());
    for (const QByteArray &name : *names) {
        struct stat status = {};
        if (::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        const WalkedEntry entry{.path = prefix + name, .folder = folder, .name = name, .status = stampOf(status)};
        const auto walk = visitor(entry);
        if (!walk)
            return domain::fail(walk.error());
        if (!entry.isFolder() || *walk == Walk::Skip || depth >= kMaxDepth)
            continue;
        const auto below = openOwnFolderAt(folder, name);
        const auto done =
            below ? walkBelow(below->get(), entry.path + '/', depth + 1, visitor) : tl::unexpected(below.error());
        if (!done)
            return done;
    }
    return {};
}

} // namespace

Result<void> walkFolder(int root, const std::function<Result<Walk>(const WalkedEntry &)> &visitor)
{
    return walkBelow(root, {}, 0, visitor);
}

} // namespace stepladder::workspace

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stepladder::toolchain {

/// As root the sandboxed process owns the host's device nodes and could take /dev/null from everybody (chmod): it gets
/// nodes of our own, which belong to nobody. Makes them in \p folder or checks those that are there. Empty when not
/// root, or where nodes cannot be made or used (a container without the right).
QString makeDeviceNodes(const QString &folder);

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

namespace stepladder::toolchain {

/// What a machine offers to sandboxes.
struct SandboxMachine
{
    QString bubblewrap; ///< the program
    QString devices = {}; ///< folder of device nodes of our own, only as root
};

/// MissingTool: no bubblewrap on the PATH.
domain::Result<SandboxMachine> findSandboxMachine();

/// Why bubblewrap, which said \p said, cannot make a sandbox here, with the setting to change where one is the cause.
/// \p sysctls: "/proc/sys". MissingTool where a newer bubblewrap is needed, Sandbox otherwise.
domain::Error explainRefusal(const QString &said, const QString &sysctls);

} // namespace stepladder::toolchain

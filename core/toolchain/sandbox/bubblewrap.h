// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/sandbox.h"

#include <QByteArrayList>

namespace stepladder::toolchain {

/// A small file that the sandbox finds inside, read-only.
struct SandboxFile
{
    QByteArray path;
    QByteArray content;
};

/// Who the sandboxed process is: unprivileged inside, whoever started us outside.
QList<SandboxFile> sandboxFiles();
inline constexpr auto kSandboxHome = "/home/stepladder";

/// Numbers of the descriptors that bubblewrap is given.
struct BubblewrapDescriptors
{
    QList<int> files; ///< in the order of sandboxFiles()
    int status = -1;
    int block = -1;
    int seccomp = -1;
};

/// BadInput: a bind of "/" or with a relative or missing source, an empty command, a limit below one.
domain::Result<void> checkCommand(const SandboxCommand &command);

/// The options (all but the command itself) for bubblewrap's --args. \p devices: a folder of device nodes of our own to
/// put over the host's, or empty.
QByteArrayList bubblewrapOptions(const SandboxCommand &command, const BubblewrapDescriptors &descriptors,
                                 const QString &devices);

} // namespace stepladder::toolchain

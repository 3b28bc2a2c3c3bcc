// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include <functional>
#include <memory>
#include <stop_token>

namespace stepladder::toolchain {

struct Bind
{
    QString source; ///< on the host
    QString target; ///< inside
    bool writable = false;

    bool operator==(const Bind &) const = default;
};

struct Limits
{
    qint64 wallMs = 300'000;
    qint64 memoryBytes = 4LL << 30;
    int processes = 512; ///< and threads
    qint64 fileBytes = 512LL << 20; ///< of one file
    qint64 scratchBytes = 2LL << 30; ///< growth of what is writable, tmp included
    qint64 tmpBytes = 1LL << 30;
    qint64 outputBytes = 8LL << 20;
};

struct SandboxCommand
{
    QStringList argv;
    QString workingFolder; ///< inside
    QList<Bind> binds;
    QMap<QString, QString>
        environment; ///< all there is, but for PWD and, where it is not named here, HOME (on a tmpfs)
    Limits limits = {};
    bool network = false; ///< only for `prepare` of project files that come from the user or our scaffolds
};

enum class ProcessEnding {
    Exited,
    Signalled, ///< exit code above 128, as shells report it, too
    TimedOut,
    OutOfMemory,
    OutputFlood, ///< 64 times the limit of output; what is over the limit itself is only left out
    DiskQuota,
    Cancelled, ///< never in a result: run() fails with Cancelled
    TooManyProcesses,
};

struct ProcessResult
{
    int exitCode = 0; ///< 128 + signal when Signalled
    ProcessEnding ending = ProcessEnding::Exited;
    QByteArray output; ///< stdout and stderr as they came; head and tail kept when over the limit
    qint64 ms = 0;
    QString reason = {}; ///< which limit ended it, for people; empty when it ended by itself
};

/// Runs commands so that nothing of the host but the binds is seen or changed: bubblewrap with every namespace
/// unshared, no capabilities, no network, a cleared environment, limits (design.md §6). The whole tree is killed at the
/// end.
class Sandbox
{
public:
    virtual ~Sandbox() = default;
    /// Blocks until everything that was started is gone. MissingTool (no bubblewrap: with the install command),
    /// Sandbox (it could not start), BadInput (the command makes no sense), Cancelled. \p onOutput gets all output as
    /// it comes, on the calling thread, also what the result leaves out.
    virtual domain::Result<ProcessResult> run(const SandboxCommand &command,
                                              const std::function<void(const QByteArray &)> &onOutput,
                                              std::stop_token stop) = 0;
};

/// MissingTool when this machine has no bubblewrap; Sandbox when it may not use it, with the setting that forbids.
/// It is tried once with an empty command.
domain::Result<std::unique_ptr<Sandbox>> makeBubblewrapSandbox();

/// What nearly every program needs to start, read-only: /usr with the links that stand beside it, the loader's cache,
/// the time zone. Not /etc, which holds secrets: the sandbox has its own passwd, group, hosts and nsswitch.conf.
QList<Bind> systemBinds();

} // namespace stepladder::toolchain

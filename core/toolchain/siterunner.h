// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/evidence.h"
#include "toolchain/descriptor.h"
#include "toolchain/toolchain.h"

#include <QTemporaryDir>

#include <functional>
#include <stop_token>

namespace stepladder::toolchain {

/// One command to run on a site.
struct SiteCommand
{
    QStringList argv;
    QString show = {}; ///< as a person would type it; empty: argv
    qint64 timeoutMs = 300'000;
    bool network = false;
    QMap<QString, QString> environment = {}; ///< over the descriptor's
    QList<Bind> binds = {}; ///< over the descriptor's, in this order
    QString folder = {}; ///< inside; empty: the workspace
};

/// Runs the commands of one execution on a site, with a results folder of its own that the sandbox may write, under a
/// name that nothing can guess. Of one thread.
class SiteRunner
{
public:
    SiteRunner(Sandbox &sandbox, const Descriptor &descriptor, Site site, const QString &cacheFolder,
               std::stop_token stop);

    /// Makes the results folder and writes the descriptor's helpers. Io, DiskFull.
    domain::Result<void> open();
    /// The results folder, the same path on the host and inside.
    QString results() const { return m_results.path(); }
    /// Runs \p command and records it. Cancelled, Sandbox, MissingTool; how it ended is in the result.
    domain::Result<ProcessResult> run(const SiteCommand &command,
                                      const std::function<void(const QString &line)> &onLine = {});

    /// Records what was executed without run(): the warm compiler.
    void note(const domain::Execution &execution) { m_executions.append(execution); }
    const QList<domain::Execution> &executions() const { return m_executions; }
    const Site &site() const { return m_site; }
    std::stop_token stop() const { return m_stop; }
    /// The workspace as the sandbox sees it.
    QString workspaceInside() const;
    /// \p path, as seen inside or relative to the repository's folders, relative to the workspace where it lies in it.
    QString relative(const QString &path) const;

private:
    Sandbox &m_sandbox;
    const Descriptor &m_descriptor;
    Site m_site;
    QTemporaryDir m_results;
    std::stop_token m_stop;
    QList<domain::Execution> m_executions;
};

/// \p ending as the ending of a test run.
domain::Ending toEnding(ProcessEnding ending);
/// Arguments as a shell takes them.
QString shellLine(const QStringList &argv);
/// The folders of PATH without those that do not exist.
QStringList pathFolders();

} // namespace stepladder::toolchain

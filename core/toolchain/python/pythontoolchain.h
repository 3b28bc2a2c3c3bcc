// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/commandtoolchain.h"
#include "toolchain/python/pythonenvironment.h"

#include <QHash>

#include <mutex>

namespace stepladder::toolchain {

/// Python through pytest: what data cannot say is which interpreter is meant, and what pytest makes of files that it
/// cannot collect.
class PythonToolchain : public CommandToolchain
{
public:
    PythonToolchain(Descriptor descriptor, QString cacheFolder, std::shared_ptr<Sandbox> sandbox);

    bool hasProject(const QString &folder) const override;
    bool canProbe() const override;
    domain::Result<QList<ProbeOutcome>> probe(const ProbeRequest &request, std::stop_token stop) override;
    QStringList publicSurface(const QByteArray &source) const override;
    QByteArray stub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note) const override;

protected:
    /// MissingTool when the interpreter has no pytest or no coverage, with the command that installs it.
    domain::Result<Tooling> resolve(const Site &site, std::stop_token stop) const override;
    domain::Result<void> test(Run &run) const override;

private:
    domain::Result<QStringList> missingModules(const Site &site, const PythonInterpreter &python,
                                               std::stop_token stop) const;
    domain::Result<PythonInterpreter> interpreter(const Site &site, std::stop_token stop) const;

    mutable std::mutex m_mutex;
    mutable QHash<QString, PythonInterpreter> m_known; ///< by workspace
    mutable QHash<QString, QStringList> m_missing; ///< modules that an interpreter lacks
};

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/commandtoolchain.h"
#include "toolchain/csharp/csharpbuild.h"
#include "toolchain/csharp/csharppackages.h"
#include "toolchain/csharp/csharpprojects.h"
#include "toolchain/csharp/csharprecord.h"
#include "toolchain/csharp/csharptests.h"
#include "toolchain/csharp/warmcompiler.h"

#include <QHash>

#include <map>
#include <mutex>

namespace stepladder::toolchain {

/// C# through the real `dotnet`: what data cannot say is which projects there are, where their packages come from, and
/// how each kind of test project is run.
class CSharpToolchain : public CommandToolchain
{
public:
    CSharpToolchain(Descriptor descriptor, QString cacheFolder, std::shared_ptr<Sandbox> sandbox);

    bool hasProject(const QString &folder) const override;
    domain::Result<QStringList> scaffold(const Site &site, const QString &name, const QString &projectName,
                                         const QString &testFramework, std::stop_token stop) override;
    domain::Result<void> prepare(const Site &site, const Progress &progress, std::stop_token stop) override;
    domain::Result<domain::Evidence> execute(const ExecuteRequest &request, const Progress &progress,
                                             std::stop_token stop) override;
    bool canProbe() const override;
    domain::Result<QList<ProbeOutcome>> probe(const ProbeRequest &request, std::stop_token stop) override;
    QStringList publicSurface(const QByteArray &source) const override;
    QByteArray stub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note) const override;
    QString runInstructions(const Site &site) const override;

protected:
    domain::Result<Tooling> resolve(const Site &site, std::stop_token stop) const override;

private:
    struct Build
    {
        bool ok = false;
        ProcessEnding ending = ProcessEnding::Exited;
        QList<domain::Diagnostic> diagnostics;
        QList<BuiltProject> projects;
    };

    struct Target
    {
        QString path;
        QStringList arguments;
    };

    QString packagesFolder() const;
    QStringList runtimes(const Tooling &tooling) const;
    domain::Result<ProcessResult> restore(SiteRunner &runner, const Tooling &tooling, const QString &target,
                                          const QStringList &extra, bool network);
    domain::Result<QString> target(const SiteRunner &runner, const CSharpProjects &projects) const;
    domain::Result<Build> buildOnce(Run &run, const Target &target, const QStringList &leaveOut) const;
    domain::Result<Build> buildAll(Run &run, const Target &target);
    domain::Result<void> testAll(Run &run, const QList<BuiltProject> &projects) const;
    domain::Result<void> testOne(Run &run, const BuiltProject &project) const;
    domain::Result<ProcessResult> runTests(Run &run, const BuiltProject &project, TestRunner kind,
                                           const TestCommandOptions &options) const;
    /// Who made the host go away, where its own log does not know: tests run by halves. Fills in what is running.
    domain::Result<void> findWhoAborted(Run &run, const BuiltProject &project, const QString &output,
                                        QList<domain::TestCase> &running, bool qualified) const;
    QStringList testFilesIn(const QList<domain::Diagnostic> &diagnostics) const;

    // The quick way.
    void record(const Run &run, const Build &build, const QStringList &leftOut);
    std::shared_ptr<const BuildRecord> recordFor(const ExecuteRequest &request) const;
    WarmCompiler &warmCompiler(const Run &run, const QString &csc);
    /// False: nothing is known to be right but a full build.
    domain::Result<bool> quick(Run &run);

    // Probing.
    struct ProbeBuild;
    domain::Result<void> compileProbe(const Run &run, ProbeBuild &build);
    domain::Result<int> compileWith(const ProbeBuild &build, const QString &name, const QStringList &lines,
                                    QString &output, const std::stop_token &stop);
    domain::Result<ProbeOutcome> runExpression(Run &run, const ProbeBuild &build, int at, qint64 timeoutMs) const;

    std::mutex m_preparing; ///< one restore with network at a time
    mutable std::mutex m_mutex; ///< guards what follows
    QHash<QString, std::shared_ptr<const BuildRecord>> m_records; ///< by repository and workspace
    std::map<QString, std::unique_ptr<WarmCompiler>> m_compilers; ///< by the scratches' folder and the compiler
};

} // namespace stepladder::toolchain

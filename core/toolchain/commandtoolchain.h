// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/descriptor.h"
#include "toolchain/results/livetests.h"
#include "toolchain/siterunner.h"
#include "toolchain/toolchain.h"

namespace stepladder::toolchain {

/// The tools found for a site, and what the sandbox must see for them.
struct Tooling
{
    QMap<QString, QString> paths; ///< of each tool of the descriptor
    QList<Bind> binds = {};
    QMap<QString, QString> environment = {};
};

/// A toolchain that is its descriptor: commands from templates, results read by content. A fourth language needs
/// nothing else.
///
/// Arguments may hold {tool:NAME}, {results} (the folder for result files), {workspace}, {name} (scaffolds). An
/// argument that is {changedFiles:P}, {leaveOutFiles:P} or {excludedTests:P} becomes one argument for each, behind the
/// prefix P.
class CommandToolchain : public Toolchain
{
public:
    CommandToolchain(Descriptor descriptor, QString cacheFolder, std::shared_ptr<Sandbox> sandbox);

    QString id() const override { return m_descriptor.id; }
    QJsonObject description() const override;
    QStringList outputs() const override { return m_descriptor.outputs; }
    QStringList include() const override { return m_descriptor.include; }
    FileRole roleOf(const QString &path) const override;
    QString fence() const override { return m_descriptor.fence; }
    QString defaultTestFramework() const override;
    QStringList scaffolds() const override;
    QString defaultScaffold() const override { return m_descriptor.defaultScaffold; }
    bool hasProject(const QString &folder) const override;
    domain::Result<QStringList> scaffold(const Site &site, const QString &name, const QString &projectName,
                                         const QString &testFramework, std::stop_token stop) override;
    domain::Result<void> prepare(const Site &site, const Progress &progress, std::stop_token stop) override;
    domain::Result<domain::Evidence> execute(const ExecuteRequest &request, const Progress &progress,
                                             std::stop_token stop) override;
    QStringList publicSurface(const QByteArray &source) const override;
    QByteArray stub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note) const override;
    QString stubMarker() const override { return m_descriptor.stubMarker; }
    QStringList patternNames() const override;
    QList<domain::Issue> checkPatterns(const QByteArray &source, const QString &file,
                                       const QStringList &requiredPatterns) const override;
    QString runInstructions(const Site &site) const override;

protected:
    /// Everything one execution carries along.
    struct Run
    {
        const ExecuteRequest &request;
        SiteRunner &runner;
        const Tooling &tooling;
        const Progress &progress;
        domain::Evidence evidence = {};
    };

    const Descriptor &descriptor() const { return m_descriptor; }
    const QString &cacheFolder() const { return m_cacheFolder; }
    Sandbox &sandbox() const { return *m_sandbox; }
    /// Finds the tools for \p site. MissingTool.
    virtual domain::Result<Tooling> resolve(const Site &site, std::stop_token stop) const;
    virtual domain::Result<void> build(Run &run) const;
    virtual domain::Result<void> test(Run &run) const;
    /// Runs the commands of \p step in order up to the first that fails.
    domain::Result<ProcessResult> runStep(const StepTemplate &step, Run &run,
                                          const std::function<void(const QString &)> &onLine) const;
    /// Reads the result files of \p step into the evidence, paths made relative. True when there were tests in them.
    bool readResultFiles(const QStringList &globs, Run &run) const;
    /// Adds \p report to the evidence, test files left out of coverage.
    void addTests(const domain::TestReport &report, Run &run) const;
    void addCoverage(const domain::CoverageReport &report, Run &run) const;
    QStringList expand(const QStringList &argv, const Run &run) const;

private:
    Descriptor m_descriptor;
    QString m_cacheFolder;
    std::shared_ptr<Sandbox> m_sandbox;
};

/// A message that says what is missing and how to get it. MissingTool.
domain::Error missingTool(const Tool &tool);
/// One line for people about a run that ended badly.
QString endingSentence(domain::Ending ending, const QString &what, qint64 timeoutMs, const QStringList &running);

/// Whether a test command that ended with \p exitCode contradicts its own results: they name tests and none failed.
bool contradicts(const domain::Evidence &evidence, int exitCode);

} // namespace stepladder::toolchain

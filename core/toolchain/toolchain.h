// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/evidence.h"
#include "domain/plan.h"
#include "domain/verdict.h"
#include "toolchain/sandbox/sandbox.h"

#include <QJsonObject>
#include <QRegularExpression>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace stepladder::toolchain {

/// A folder to execute something on, and how the sandbox is to see it.
struct Site
{
    QString folder; ///< the scratch on the host, of the whole repository
    QString mountPoint; ///< the repository's own path, where the sandbox sees it
    QString workspace = {}; ///< the workspace inside of it, relative; empty: all
    QString userWorkspace = {}; ///< the user's real workspace folder (for its venv), read-only

    QString workspaceFolder() const { return workspace.isEmpty() ? folder : folder + QLatin1Char('/') + workspace; }
};

enum class Speed {
    Quick, ///< recorded command lines and a warm compiler server; falls back to Full where that cannot be right
    Full, ///< full build and full tests in a fresh sandbox
};

struct ExecuteRequest
{
    Site site;
    Speed speed = Speed::Full;
    bool tests = true;
    bool coverage = false;
    QStringList changedFiles = {}; ///< relative to the workspace, of the candidate
    QStringList leaveOutFiles = {}; ///< test files not to compile or collect, relative to the workspace
    QStringList excludedTests = {}; ///< keys of tests not to run (hung or lost their host in the baseline)
};

/// Live news of an execution, on a worker thread.
struct Progress
{
    std::function<void(const QString &line)> line = {}; ///< one line for people: "restoring", "building", "testing"
    std::function<void(const domain::TestCase &)> test = {}; ///< as soon as it is known
};

/// What came of an expression.
enum class OutcomeKind {
    Value,
    Exception, ///< text: its type
    NotCompiled,
    Crashed, ///< it took its process away
    Hung,
};
QString toString(OutcomeKind kind);
std::optional<OutcomeKind> outcomeKindFromString(QStringView text);

/// What came of an expression, as text by which candidates are compared.
struct ProbeOutcome
{
    OutcomeKind kind = OutcomeKind::Value;
    QString text;

    bool operator==(const ProbeOutcome &) const = default;
};

struct ProbeRequest
{
    Site site;
    QString file; ///< whose names the expressions use; relative to the workspace
    QStringList expressions;
    qint64 timeoutMs = 10'000; ///< of each
};

/// What the files of a workspace are to a toolchain.
enum class FileRole { Source, Test, Project, Other };

/// Builds and tests workspaces of one language. execute() may be called from several threads at once, on different
/// sites.
class Toolchain
{
public:
    virtual ~Toolchain() = default;

    virtual QString id() const = 0; ///< "csharp"
    /// The first compiler error and all: what tools it uses and their versions, for the journal.
    virtual QJsonObject description() const = 0;
    /// Folders and files that building makes and a stage leaves out unless tracked (globs of names).
    virtual QStringList outputs() const = 0;
    /// Ignored files a stage takes all the same (globs).
    virtual QStringList include() const = 0;
    virtual FileRole roleOf(const QString &path) const = 0;
    /// What the fenced code block of an answer is called: "csharp", "python".
    virtual QString fence() const = 0;
    virtual QString defaultTestFramework() const = 0;
    virtual QStringList scaffolds() const = 0;
    virtual QString defaultScaffold() const = 0;
    /// Whether \p folder holds a project of this language.
    virtual bool hasProject(const QString &folder) const = 0;

    /// Makes the scaffold \p name with a test project in the (empty) workspace of \p site. BadInput: unknown scaffold.
    virtual domain::Result<QStringList> scaffold(const Site &site, const QString &name, const QString &projectName,
                                                 const QString &testFramework, std::stop_token stop) = 0;
    /// Fetches packages once, with network, for the project files now on the site (the user's own or our scaffold's).
    /// Cheap when nothing changed since. MissingTool (SDK, pytest, coverage: with the command), Toolchain, Cancelled.
    virtual domain::Result<void> prepare(const Site &site, const Progress &progress, std::stop_token stop) = 0;
    /// Builds, tests, measures. The candidate's failings are evidence, not errors. MissingTool, Sandbox, Toolchain,
    /// DiskFull, Cancelled.
    virtual domain::Result<domain::Evidence> execute(const ExecuteRequest &request, const Progress &progress,
                                                     std::stop_token stop) = 0;
    /// Whether this language has a driver for probe().
    virtual bool canProbe() const { return false; }
    /// Evaluates each expression of \p request in a process of its own, with the names of its file at hand: what hangs,
    /// goes away or does not compile spoils no other. One outcome each, in order; none at all where this language has
    /// no driver. MissingTool, Sandbox, Toolchain (the workspace does not build), Cancelled.
    virtual domain::Result<QList<ProbeOutcome>> probe(const ProbeRequest &request, std::stop_token stop);
    /// Public signatures of a source file, for stubs and prompts: one a line, best effort.
    virtual QStringList publicSurface(const QByteArray &source) const = 0;
    /// A source with the given public surface and bodies that throw or raise "not implemented", with \p note on top.
    virtual QByteArray stub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note) const = 0;
    /// The text that failures caused by our stubs bear in message or stack.
    virtual QString stubMarker() const = 0;
    /// Names of the pattern checks; a plan's other names are left to review.
    virtual QStringList patternNames() const { return {}; }
    /// Missing required patterns (warnings) and anti-patterns (infos, or warnings where their name is required) found
    /// in \p source; an issue's id is the name of the check.
    virtual QList<domain::Issue> checkPatterns(const QByteArray &source, const QString &file,
                                               const QStringList &requiredPatterns) const = 0;
    /// How a person builds and runs what was made: Markdown lines for the run's README.
    virtual QString runInstructions(const Site &site) const = 0;
};

/// Reads `toolchains/<language>.json` (\p descriptor, its text; \p origin names it in messages). \p cacheFolder:
/// prepared packages. BadInput, MissingTool.
domain::Result<std::unique_ptr<Toolchain>> makeToolchain(const QByteArray &descriptor, const QString &origin,
                                                         const QString &cacheFolder, std::shared_ptr<Sandbox> sandbox);

} // namespace stepladder::toolchain

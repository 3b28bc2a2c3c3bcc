// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace stepladder::domain {

enum class Severity { Error, Warning, Info };
QString toString(Severity severity);

/// What a compiler, analyser or collector said.
struct Diagnostic
{
    Severity severity = Severity::Error;
    QString id = {}; ///< "CS0103"; empty where the tool has none
    QString file = {}; ///< relative to the judged folder where it lies inside it
    int line = 0; ///< from 1; 0 unknown
    int column = 0;
    QString message = {};
    QString tool = {}; ///< "csc", "msbuild", "pytest"

    bool operator==(const Diagnostic &) const = default;
};

enum class TestOutcome { Passed, Failed, Skipped };
QString toString(TestOutcome outcome);

struct TestCase
{
    QString name; ///< as the framework shows it; theory rows are cases of their own
    QString className = {};
    QString file = {}; ///< source, where the runner says it
    TestOutcome outcome = TestOutcome::Passed;
    double ms = 0;
    QString message = {}; ///< failure message and stack, or reason of the skip

    /// Class and name: what makes it the same test in another run.
    QString key() const { return className.isEmpty() ? name : className + QLatin1Char(':') + name; }
    bool operator==(const TestCase &) const = default;
};

/// A result file, or several of one run put together. Totals are counted from the cases.
struct TestReport
{
    QList<TestCase> cases;
    int suites = 0;
    double ms = 0;
    QStringList notes = {}; ///< what the file said that its rows contradict

    int total() const { return int(cases.size()); }
    int count(TestOutcome outcome) const;
    const TestCase *find(const QString &key) const;
    bool operator==(const TestReport &) const = default;
};

struct FileCoverage
{
    QString file;
    int coveredLines = 0;
    int totalLines = 0;
    int coveredBranches = 0;
    int totalBranches = 0;
    QList<int> missedLines = {};

    bool operator==(const FileCoverage &) const = default;
};

struct CoverageReport
{
    QList<FileCoverage> files;

    int coveredLines() const;
    int totalLines() const;
    int coveredBranches() const;
    int totalBranches() const;
    /// Per cent of lines; nullopt without coverable lines.
    std::optional<double> percent() const;
    const FileCoverage *find(const QString &file) const;
    bool operator==(const CoverageReport &) const = default;
};

/// One executed command.
struct Execution
{
    QString command; ///< as a person would type it
    int exitCode = 0;
    qint64 ms = 0;
    QString output = {}; ///< the tail of what it printed, capped

    bool operator==(const Execution &) const = default;
};

/// How a run of the tests came to its end.
enum class Ending {
    Finished,
    NothingExecuted, ///< there are tests, and none ran
    HostAborted, ///< the test host went away before it reported all
    TimedOut,
    OutOfMemory,
    OutputFlood,
    DiskQuota,
    Contradicted, ///< the test command's exit code says failed, and its results name no failed test
};
QString toString(Ending ending);
inline bool endedBadly(Ending ending)
{
    return ending != Ending::Finished && ending != Ending::NothingExecuted;
}

/// What was executed on a folder: the base of every verdict.
struct Evidence
{
    QList<Execution> executions;
    bool buildOk = true;
    QList<Diagnostic> diagnostics;
    bool testsRan = false; ///< the test command was started
    Ending ending = Ending::Finished;
    QString endingDetail = {}; ///< one line for people when it ended badly
    TestReport tests = {};
    std::optional<CoverageReport> coverage = {};
    QString contentHash = {}; ///< of the judged files, sha256 in hex
    bool fullSpeed = true; ///< full build and tests in a fresh sandbox, not the quick compile
    bool hasTests = false; ///< a test project, or files matching the descriptor's pattern
    QStringList uncompiledTests = {}; ///< test files that did not compile and were left out
    QStringList unfinishedTests = {}; ///< keys of tests that were running when it ended badly, where known

    int errors() const;
    int warnings() const;
    bool operator==(const Evidence &) const = default;
};

QJsonObject toJson(const Diagnostic &diagnostic);
QJsonObject toJson(const TestCase &test);
QJsonObject toJson(const FileCoverage &file);
QJsonObject toJson(const Execution &execution);
QJsonObject toJson(const Evidence &evidence);
/// The inverse of toJson; what is missing keeps its default (our own records only).
Evidence evidenceFromJson(const QJsonObject &json);

} // namespace stepladder::domain

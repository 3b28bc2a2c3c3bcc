// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "domain/verdict.h"
#include "engine/judging/testownership.h"

#include <QSet>

#include <optional>

namespace stepladder::engine {

/// What a candidate is judged by, beside its own evidence.
struct JudgeInput
{
    domain::Step step;
    domain::Evidence evidence;
    domain::Evidence baseline; ///< the workspace without the candidate
    QList<TestOwnership> ownTests =
        {}; ///< the step's `tests` that are judged at this step; of a test step its own file
    QSet<QString> generatedTests = {}; ///< keys of generated tests accepted so far
    QSet<QString> excludedTests = {}; ///< keys that hung or lost their host in the baseline
    QSet<QString> testFiles = {}; ///< paths that are tests, of all files with diagnostics
    QString stubMarker = {};
    QStringList stubbedFiles = {}; ///< stubs that stand in this run; the step's own file is never one
    QList<domain::Issue> patternIssues = {}; ///< of Toolchain::checkPatterns
    QStringList missingPatterns = {}; ///< of the required ones
    QList<domain::Issue> answerIssues = {}; ///< found while the answer was read
    int targetCoverage = 80; ///< per cent
    bool pathsContained = true;
    bool executable = true; ///< false: language `text`, where contained and UTF-8 is evidence
};

/// The part of a verdict that execution decides: no model is asked.
struct Judgement
{
    bool pathsContained = true;
    bool builds = true;
    bool endedBadly = false;
    int judgedPassed = 0;
    int judgedFailed = 0;
    bool fileExecuted = false; ///< a judged test executed the step's file, or nothing of it can be executed
    bool keptFromRunning = false; ///< errors that stood before kept its tests from running
    double deductions = 0;
    QList<domain::Issue> issues = {}; ///< counted ones
    QList<domain::Issue> reported = {}; ///< seen before the candidate: shown, not counted
    QStringList failedTests = {}; ///< keys
    domain::Evidence evidence = {};

    bool testsHold() const { return !endedBadly && judgedFailed == 0; }
    bool operator==(const Judgement &) const = default;
};

/// Whether \p test failed in one of the stubs that really stand in a run: their marker and the file's name in message
/// or stack. A candidate that only imitates the marker fails.
bool failsInStub(const domain::TestCase &test, const QString &stubMarker, const QStringList &stubbedFiles);

/// Applies design.md §4 to what was executed. Pure.
Judgement judge(const JudgeInput &input);

/// Reviews put together.
struct ReviewOutcome
{
    double score = 0;
    double confidence = 1; ///< 1 − σ/5, σ the population standard deviation (base-v2.md)
    QString summary = {};
    QList<domain::Issue> issues = {};
};

/// Score and pass of design.md §4. \p review absent: no judges are configured, or execution failed already. Pure.
domain::Verdict decide(const Judgement &judgement, const std::optional<ReviewOutcome> &review, bool judgesConfigured,
                       double passMark);

QJsonObject toJson(const Judgement &judgement);
/// Evidence as `verdict.reached` shows it: commands, totals, what failed; not every green test.
QJsonObject evidenceDigest(const domain::Evidence &evidence);
Judgement judgementFromJson(const QJsonObject &json);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "toolchain/csharp/csharpbuild.h"

#include <QStringList>

#include <functional>

namespace stepladder::toolchain {

/// How a test assembly is run.
enum class TestRunner { VsTest, XunitNative, TestingPlatform };

/// By what lies beside the assembly: \p siblings are the file names of its folder.
TestRunner testRunnerOf(const BuiltProject &project, const QStringList &siblings);

struct TestCommandOptions
{
    QString dotnet;
    QString resultsFolder; ///< of this assembly alone
    QStringList excludedTests; ///< keys
    QStringList onlyMethods = {}; ///< qualified; empty: all
    QString coverlet = {}; ///< folder of the coverage collector; empty: no coverage
    bool includeTestAssembly = false; ///< the tested code lies in the test assembly
};
QStringList testCommand(const BuiltProject &project, TestRunner runner, const TestCommandOptions &options);

/// The fully qualified method name in a test's key; rows of a theory share one.
QString methodOfKey(const QString &key);
/// A VSTest filter that leaves out \p keys; empty for none.
QString exclusionFilter(const QStringList &keys);

/// A VSTest filter that runs \p methods alone.
QString onlyFilter(const QStringList &methods);

/// Finds the one of \p methods that ends a run badly, by halves: \p endsBadly runs some of them. Empty when none does
/// so without the others. At most 2 · log2(n) runs.
QString findCulprit(QStringList methods, const std::function<bool(const QStringList &)> &endsBadly);

/// Tests that \p hostLog (VSTest's diagnostic log of a test host) says began and not that they ended.
QList<domain::TestCase> runningTests(const QString &hostLog, bool nameIsQualified);

/// A finished test, as the console logger prints it ("  Passed A.B [3 ms]"): for the live view alone.
bool readConsoleTest(const QString &line, domain::TestCase &test);

} // namespace stepladder::toolchain

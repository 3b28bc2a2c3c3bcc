// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptrecord.h"

#include <QHash>

#include <array>
#include <memory>

namespace stepladder::ui {

/// What a test came to in one attempt.
enum class TestState {
    Failed,
    Pending, ///< not yet executed for this attempt
    Passed,
    Skipped,
};

/// One of the five marks of a test's history.
enum class PastTest { None, Passed, Failed, Skipped, Flaky };

inline constexpr int kHistory = 5;
using TestHistory = std::array<PastTest, kHistory>; ///< newest last

/// The tests of one attempt by key: what its later ones show as history.
using TestOutcomes = QHash<QString, PastTest>;
TestOutcomes outcomesOf(const AttemptRecord &record);

/// A class, a test, or a row of a theory.
struct TestNode
{
    QString text;
    QString message = {}; ///< whole
    QString firstLine = {}; ///< of the message
    QString place = {}; ///< "OrderStoreTests.cs:88"
    QString file = {}; ///< where the test is, as far as known, relative to the workspace
    int line = 0;
    TestState state = TestState::Passed; ///< the worst of its rows
    double ms = 0;
    bool flaky = false;
    TestHistory history = {};
    int passed = 0; ///< of its tests
    int failed = 0;
    int parent = -1;
    int row = 0; ///< in its parent
    QList<int> children = {};

    bool isTest() const { return children.isEmpty(); }
};

/// The tests of an attempt: classes hold tests, tests that have several rows hold those.
struct TestTree
{
    QList<TestNode> nodes;
    QList<int> roots; ///< classes, and tests of none
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    bool pending = false; ///< these are the tests of an earlier attempt: this one's were not executed yet
};

/// Builds it from \p record, or from \p last when that has no tests yet; \p past is what earlier attempts came to,
/// oldest first. \p workspace is what stacks' paths are below. May take long: not on the GUI thread.
std::shared_ptr<const TestTree> buildTestTree(const AttemptRecord &record, const AttemptRecord *last,
                                              const QList<std::shared_ptr<const TestOutcomes>> &past,
                                              const QString &workspace);

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "domain/verdict.h"

#include <QJsonObject>

#include <optional>

namespace stepladder::toolchain {

/// What `stepladder verify` says of a folder as it stands (design.md §8): no baseline, no review, no deductions.
struct VerifyReport
{
    bool passed = false; ///< builds ∧ did not end badly ∧ no test failed ∧ (a test executed, or the folder has none)
    double score = 0; ///< 0 no build; ⌊pass rate / 10⌋ a failed test or a bad end; 7 none executed; else 10
    QString summary; ///< one line
    QList<domain::Issue> issues = {};
    domain::Evidence evidence = {};

    bool operator==(const VerifyReport &) const = default;
};

VerifyReport verifyVerdict(const domain::Evidence &evidence);
/// The object that `verify --json` prints. Coverage is of lines; toolchains keep test files out of it.
QJsonObject toJson(const VerifyReport &report);

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace stepladder::engine {

/// What an answer may hold.
struct AnswerRules
{
    QString stepFile; ///< the one file that is taken; relative, forward slashes
    std::optional<QByteArray> existing = {}; ///< its bytes where it exists: search/replace blocks apply to them
    QStringList judgeFiles = {}; ///< files that judge the step: never taken
    QString fence = {}; ///< language of a block of the step's language, as in an info string: "csharp"
};

/// The candidate that a model's answer holds: at most the step's file, and an issue for everything else.
///
/// A block belongs to the file named in its info string, in the line before it, or in its first comment, in this order;
/// a name without the leading folders of the step's file is the step's file. Blocks without a path: a single one is the
/// step's file unless it is tagged as another language; of several, the one in the language of the step's file;
/// otherwise none, and the issue says so. Several versions of the step's file, or whole content beside search/replace
/// blocks, are none either. A block that is not closed, or a search block that is not finished, is no candidate.
///
/// Severity: what keeps a candidate from being made, and a path outside of the workspace, is an error; a further file
/// (a judge's too) is a warning. Source: Path for paths that no step may touch, Answer for the rest.
/// New content ends in one newline unless the existing file ends in none; it takes over the existing file's line ends
/// and byte order mark. Any thread; linear in the answer but for its search blocks.
domain::Candidate parseAnswer(const QString &answer, const AnswerRules &rules);

} // namespace stepladder::engine

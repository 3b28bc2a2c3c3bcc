// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace stepladder::engine {

/// A fenced block of an answer, or a search/replace block that stands in none.
struct AnswerBlock
{
    enum class Label {
        None,
        Mention, ///< a sentence before the block mentions the path
        Named, ///< info string, a line that is the path, or the first comment
    };

    QString language = {}; ///< as tagged
    QString path = {}; ///< as written, forward slashes
    Label label = Label::None;
    QStringList lines = {}; ///< the content
    bool closed = false;
    bool searchReplace = false;
    int line = 0; ///< of the opening fence, from 1

    bool operator==(const AnswerBlock &) const = default;
};

/// The blocks of \p text (line ends are LF) in their order. A path is recognised by its extension or by being one of
/// \p knownPaths (or its last part). Fences are those of CommonMark, indented as deep as one likes, with two
/// differences: a search/replace block may hold fences, and in a block tagged markdown tagged fences nest.
QList<AnswerBlock> scanBlocks(const QString &text, const QStringList &knownPaths);

/// Removes the reasoning that precedes an answer (`<think>…</think>`). False where it never ends.
bool dropReasoning(QString &text);

} // namespace stepladder::engine

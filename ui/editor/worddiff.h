// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <stop_token>

namespace stepladder::ui {

/// Changed words in a line: bytes [from, to).
struct WordMark
{
    int line = 0; ///< of the block, from 0
    int from = 0;
    int to = 0;

    bool operator==(const WordMark &) const = default;
};

struct WordMarks
{
    QList<WordMark> removed; ///< in the old lines
    QList<WordMark> added; ///< in the new ones

    bool operator==(const WordMarks &) const = default;
};

/// Which words of \p before and \p after differ, space aside. Nothing where the two have so little in common that
/// everything would be marked, where one is empty, or where they are larger than a person would read word by word.
WordMarks markWords(const QList<QByteArray> &before, const QList<QByteArray> &after, const std::stop_token &stop = {});

} // namespace stepladder::ui

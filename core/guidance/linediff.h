// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <stop_token>

namespace stepladder::guidance {

/// Which lines of two texts are not common to both.
struct LineChanges
{
    QList<bool> removed; ///< one for each line of the old text
    QList<bool> added; ///< one for each line of the new text
    bool coarse = false; ///< a part was too far apart and counts as replaced as a whole
};

/// The fewest removed and added lines that make \p after of \p before: E. Myers, "An O(ND) Difference Algorithm and Its
/// Variations", 1986, in its linear-space form. Where that would take longer than \p budget comparisons (or more than a
/// few thousand changes lie between two common lines), what is left counts as replaced as a whole: right, but not the
/// fewest. A stop ends it early in the same way.
LineChanges compareLines(const QList<QByteArray> &before, const QList<QByteArray> &after, qint64 budget = 10'000'000,
                         const std::stop_token &stop = {});

} // namespace stepladder::guidance

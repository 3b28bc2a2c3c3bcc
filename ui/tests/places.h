// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace stepladder::ui {

/// A line of a file that a text names.
struct Place
{
    qsizetype start = 0; ///< in the text
    qsizetype length = 0;
    QString file; ///< relative to the workspace
    int line = 0; ///< from 1

    bool operator==(const Place &) const = default;
};

/// Lines of files in \p workspace that a stack or a message names, in order: C#'s "in File.cs:line 12", Python's
/// 'File "a.py", line 12' and "a.py:12:", compilers' "File.cs(12,5)". What lies outside the workspace is none.
QList<Place> placesIn(const QString &text, const QString &workspace);

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

#include <tl/expected.hpp>

namespace stepladder::guidance {

/// What was wrong with a text, and on which of its lines (from 1).
struct LineFault
{
    int line = 0;
    QString message = {};
};

struct FrontMatterField
{
    QStringList values;
    bool isList = false;
    int line = 0; ///< from 1
};

struct FrontMatter
{
    QMap<QString, FrontMatterField> fields;
    int end = 0; ///< index of the first line behind it
};

/// Reads what stands between two lines of "---" at the head of \p lines, in as much of YAML as an article needs:
/// `key: text`, `key: [a, b]`, and `key:` with a line `- text` for each item; texts bare, in 'single' or "double"
/// quotes; lines that begin with '#' are comments.
tl::expected<FrontMatter, LineFault> readFrontMatter(const QStringList &lines);

/// \p text as a value of the front matter, quoted where it has to be.
QString frontMatterText(const QString &text);

} // namespace stepladder::guidance

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "ui/editor/textdiff.h"
#include "ui/editor/worddiff.h"

#include <QString>
#include <QStringList>

namespace stepladder::ui {

/// What a shown line is.
enum class LineKind : quint8 {
    Same,
    Added,
    Removed,
    Filler, ///< nothing of the file: it keeps the other side's lines beside ours
};

struct CodeLine
{
    LineKind kind = LineKind::Same;
    int oldNumber = 0; ///< from 1; 0: not in the old text
    int newNumber = 0;
    int hunk = -1; ///< place in TextDiff::hunks

    bool operator==(const CodeLine &) const = default;
};

/// Which text a view shows, and numbers.
enum class Side { Before, After, Both };

/// Text as a CodeView shows it.
struct CodeContent
{
    QString file = {}; ///< its name decides the language
    QByteArray text = {}; ///< UTF-8
    QList<CodeLine> lines = {}; ///< one for each line of text; empty: a plain file, numbered from 1
    QList<WordMark> marks = {}; ///< in the shown lines
    Side side = Side::After;
    QStringList notices = {}; ///< what must be said of it, one sentence each
};

/// Two texts beside each other, and as one.
struct DiffContent
{
    TextDiff diff;
    CodeContent before;
    CodeContent after; ///< as many lines as \c before
    CodeContent both; ///< removed lines above added ones
    QStringList notices = {};
};

/// \p bytes to be read only. Text that is not UTF-8 is shown as Latin-1, a binary file not at all, a very long line
/// cut: each is said in a notice. Any thread.
CodeContent layOutFile(const QByteArray &bytes, const QString &file);
/// The difference of two texts to be read. Any thread. Cancelled.
domain::Result<DiffContent> layOutDiff(const QByteArray &before, const QByteArray &after, const QString &file,
                                       const std::stop_token &stop = {});
bool isUtf8(const QByteArray &bytes);

} // namespace stepladder::ui

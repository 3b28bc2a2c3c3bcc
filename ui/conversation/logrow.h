// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "ui/theme/marks.h"

#include <QString>

#include <optional>

namespace stepladder::ui {

/// How a row of the log looks.
enum class LogKind {
    Said, ///< by a model: who, chips, text
    Event, ///< one quiet line
    Live, ///< being written, no fact yet
};

/// One row of the log, ready to be laid out: values only, made on the reading thread.
struct LogRow
{
    qint64 seq = 0; ///< below 0: of a live row
    qint64 timeMs = 0;
    QString step;
    int attempt = 0;
    LogKind kind = LogKind::Event;
    std::optional<Mark> mark = {}; ///< of an event
    QString who = {}; ///< the model that speaks
    QString chip = {}; ///< "insight · root cause · attempt 6"
    QString text = {}; ///< its beginning; the end of a live one
    qsizetype length = 0; ///< characters of the whole text
    bool startsInCode = false; ///< text begins inside a block of code

    bool isCut() const { return text.size() < length; }
    bool operator==(const LogRow &) const = default;
};

/// Characters kept of a text that is shown in part, and of one that was asked for.
constexpr qsizetype kShortText = 2400;
constexpr qsizetype kLongText = qsizetype(32) * 1024;

/// \p entry for people, with up to \p kept characters of its text. Any thread.
LogRow logRowOf(const domain::Entry &entry, qsizetype kept = kShortText);

/// The row as one text, for the clipboard and for screen readers. Any thread.
QString plainTextOf(const LogRow &row);

/// What an entry says in one sentence; what a model said, in full.
QString sentenceOf(const domain::Entry &entry);
/// The mark that stands before it; none for what only tells.
std::optional<Mark> markOf(const domain::Entry &entry);

/// A stretch of a text: prose, or the inside of a fenced block of code.
struct TextPart
{
    QString text; ///< without its last line end
    bool code = false;

    bool operator==(const TextPart &) const = default;
};
/// Splits Markdown of a model at its fences (``` and ~~~), which are left out. Nothing else in it means anything.
QList<TextPart> partsOf(const QString &text, bool startsInCode = false);
/// The last \p lines lines of \p text, and whether they begin inside a block of code.
QString tailOf(const QString &text, int lines, bool *startsInCode);

} // namespace stepladder::ui

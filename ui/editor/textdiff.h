// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QList>

#include <stop_token>

namespace stepladder::ui {

/// One change between two texts: so many lines of the old one become so many of the new one. Lines count from 0.
struct Hunk
{
    int oldFirst = 0;
    int oldCount = 0;
    int newFirst = 0;
    int newCount = 0;

    bool operator==(const Hunk &) const = default;
};

/// What lies between two texts, in order.
struct TextDiff
{
    QList<Hunk> hunks;
    int added = 0; ///< lines
    int removed = 0;
    bool coarse = false; ///< too far apart to find the fewest lines in reasonable time

    bool operator==(const TextDiff &) const = default;
};

/// The lines of \p text with their ends (LF, CRLF or a lone CR, as editors count them), put together they are the text.
/// The last one may lack an end; a text that ends with one has no empty line after it. They point into \p text.
QList<QByteArray> splitLines(const QByteArray &text);
/// The end of \p line: "", "\n", "\r\n" or "\r".
QByteArray lineEnd(const QByteArray &line);

/// The fewest lines that differ (E. Myers, 1986; see guidance::compareLines). Where that would take too long, the texts
/// are first cut at lines that stand once in both (B. Cohen's patience diff), and what is still too far apart is one
/// hunk: \c coarse. A hunk that only adds or only removes is slid to where a person would see it. Any thread; memory
/// linear in the texts; a few hundred milliseconds for 5 MB whatever they hold. Cancelled.
domain::Result<TextDiff> diffTexts(const QByteArray &before, const QByteArray &after, const std::stop_token &stop = {});

/// \p before with the hunks applied whose place in \p diff is in \p chosen, byte for byte: all of them give \p after.
QByteArray applyHunks(const QByteArray &before, const QByteArray &after, const TextDiff &diff,
                      const QList<int> &chosen);

} // namespace stepladder::ui

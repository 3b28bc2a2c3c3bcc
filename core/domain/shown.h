// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stepladder::domain {

/// \p value in quotes as it may stand in a message of one line: at most \p limit characters of it, and what is not
/// printable (control and format characters, line and paragraph separators, lone surrogates) as \uXXXX.
QString shown(const QString &value, int limit = 80);

/// True when \p c neither prints nor separates words: control, format (bidirectional marks, zero-width joiners),
/// line and paragraph separators, one half of a surrogate pair.
bool isUnprintable(QChar c);
/// True when nothing of \p text is unprintable; surrogates must be in pairs.
bool isPrintable(const QString &text);

} // namespace stepladder::domain

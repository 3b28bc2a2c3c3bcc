// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QStringList>

namespace stepladder::engine {

bool isSearchMarker(const QString &line); ///< "<<<<<<< SEARCH"
bool isDivider(const QString &line); ///< "======="
bool isReplaceMarker(const QString &line); ///< ">>>>>>> REPLACE"

/// Applies the search/replace blocks that stand in \p lines to \p existing, one after the other. Whole lines are
/// compared, exactly but for their line ends; each search text must stand in the file exactly once. Bytes outside of
/// what is replaced stay as they are; new lines take the file's line ends. All or nothing.
/// BadInput: half a block, text that is not found or stands there several times, an empty search text, a file that is
/// not UTF-8.
domain::Result<QByteArray> applySearchReplace(const QByteArray &existing, const QStringList &lines);

} // namespace stepladder::engine

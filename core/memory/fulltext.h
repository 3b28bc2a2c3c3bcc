// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace stepladder::memory {

/// The words of a text, lower case, each once, in their order; compound identifiers ("GetByIdAsync", "user_id") give
/// their parts too. Words of one letter and the commonest ones are left out.
QStringList wordsOf(const QString &text);
/// The parts of the compound identifiers of \p text, to be indexed beside it.
QString compoundParts(const QString &text);

enum class Matching { Any, All };
/// \p text as a query of FTS5 that cannot be malformed: every word quoted, none is an operator. Empty without words.
/// \p columns: an FTS5 column filter, or empty.
QString fullTextQuery(const QString &text, Matching matching, const QString &columns = {});

} // namespace stepladder::memory

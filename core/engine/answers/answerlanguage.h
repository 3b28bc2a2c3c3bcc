// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stepladder::engine {

/// The one name of a language that an info string calls by any of its names ("cs", "c#" → "csharp"); lower case.
QString canonicalLanguage(const QString &name);
/// True for a word that an info string uses as the tag of a language.
bool isLanguageTag(const QString &word);
/// The language of a file by its extension; empty where it is not known.
QString languageOfFile(const QString &path);
/// True when a block tagged \p tag can hardly be a file of \p expected: both are known and of different families.
bool foreignLanguage(const QString &tag, const QString &expected);
/// True for a token that reads as the path of a file rather than as code: a known extension, or a name like Makefile.
bool hasFileName(const QString &path);

} // namespace stepladder::engine

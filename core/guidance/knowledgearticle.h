// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace stepladder::guidance {

/// A file of an example, by its name inside of the example.
struct ExampleFile
{
    QString name;
    QString text; ///< ends with a newline, unless it is empty

    bool operator==(const ExampleFile &) const = default;
};

/// What is known of a kind of failure. As a file it is Markdown with a front matter:
///
///     ---
///     id: missing-argument
///     title: A required argument is not given (TypeError)
///     languages: [python]
///     diagnostics: [TypeError]
///     signatures: [type_mismatch]
///     messages:
///       - 'missing \d+ required'
///     source: Stepladder
///     ---
///     ## Guidance
///     ## Pattern
///     ## Example: failing      (fenced code, the info string is the file's name)
///     ## Example: mended
///
/// Only id, title, languages and the guidance have to be there.
struct Article
{
    QString id; ///< small letters, digits, '-', '_' and '.': the first folder that has an id has it for all
    QString title; ///< one line
    QStringList languages; ///< ids of toolchains ("csharp") or file types (".razor")
    QStringList diagnostics = {}; ///< "CS0029", or the name of an exception
    QStringList signatures = {}; ///< classes of failures, as in a signature between '|'
    QStringList messages = {}; ///< regular expressions: where given, one must match what was said
    QStringList code = {}; ///< regular expressions: where given, one must match the code that failed
    QStringList fingerprints = {}; ///< where given, nothing but an equal one fits
    QString setup = {}; ///< what the examples need to be tried: for tests, one word
    QString source = {}; ///< who says so
    QString guidance; ///< Markdown
    QString pattern = {}; ///< Markdown, what to write instead
    QList<ExampleFile> failing = {};
    QList<ExampleFile> mended = {};

    bool operator==(const Article &) const = default;
};

/// Strict. BadInput: "file:line: what was expected".
domain::Result<Article> readArticle(const QByteArray &content, const QString &file);

/// The file of \p article, which readArticle takes: headings of its texts that would end a section go a level down, an
/// open fence is closed, unprintable characters are left out.
QByteArray toMarkdown(const Article &article);

} // namespace stepladder::guidance

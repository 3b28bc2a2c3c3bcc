// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "guidance/knowledgearticle.h"
#include "guidance/knowledgequery.h"
#include "guidance/knowledgetext.h"

#include <optional>

namespace stepladder::guidance {

/// What an article and a query have in common at the most, the surest first.
enum class Fit {
    Fingerprint, ///< the very same failure
    Diagnostic, ///< the same diagnostic, or what was said is what the article names
    Signature, ///< the same class of failure, and much of the title
    Text, ///< most of the title
};
QString toString(Fit fit);

struct Fitting
{
    Fit fit = Fit::Text;
    double score = 0; ///< orders those of one fit, higher is better
    QStringList why = {}; ///< for people
};

/// The words and sayings of a query, taken apart once.
struct PreparedQuery
{
    explicit PreparedQuery(KnowledgeQuery query);

    KnowledgeQuery query;
    QString said; ///< its text and summaries
    QSet<QString> stems; ///< of what was said and of the task
    QStringList classes; ///< of the signature
    QStringList diagnostics; ///< lower case
};

/// Whether and why \p article fits; nullopt: it does not.
/// - It must be of the query's language or file type.
/// - One with fingerprints fits an equal fingerprint and nothing else.
/// - Where it has `messages` (or `code`), one of them must match what was said (or the code).
/// - It fits by a diagnostic of the query; without diagnostics of its own, by a message.
/// - By its signature with half of its title, at least two words.
/// - By text with seven tenths of its title, at least three words; not where it names IDs of a compiler or analyser,
/// which
///   would have been said, and not where both name diagnostics and none is the same.
std::optional<Fitting> fitOf(const Article &article, const PreparedQuery &query, const TitleWeights &weights);

/// The stems of what the title of \p article is about: diagnostics apart, which are marks of their own.
QSet<QString> titleStems(const QString &title);

} // namespace stepladder::guidance

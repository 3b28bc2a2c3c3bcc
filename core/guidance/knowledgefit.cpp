// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/knowledgefit.h"

#include "domain/shown.h"

#include <QRegularExpression>

#include <algorithm>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestSaying = 50'000;
constexpr double kSignatureShare = 0.5;
constexpr int kSignatureWords = 2;
constexpr double kTextShare = 0.7;
constexpr int kTextWords = 3;

bool speaksOf(const Article &article, const KnowledgeQuery &query)
{
    const auto is = [&](const QString &name) {
        const bool type = name.startsWith(u'.');
        return name.compare(type ? query.fileType : query.language, Qt::CaseInsensitive) == 0;
    };
    return std::any_of(article.languages.begin(), article.languages.end(), is);
}

/// The longest text that one of \p expressions matches; null without any.
QString matched(const QStringList &expressions, const QString &text)
{
    QString longest;
    for (const QString &pattern : expressions) {
        const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
        const auto match = expression.match(text);
        if (match.hasMatch() && (longest.isNull() || match.capturedLength() > longest.size()))
            longest = match.capturedLength() > 0 ? match.captured() : u""_s;
    }
    return longest;
}

/// The index of the first diagnostic of \p query that \p article names; -1 for none.
int firstShared(const Article &article, const PreparedQuery &query)
{
    for (int i = 0; i < query.diagnostics.size(); ++i) {
        const auto same = [&](const QString &own) {
            return own.compare(query.diagnostics.at(i), Qt::CaseInsensitive) == 0;
        };
        if (std::any_of(article.diagnostics.begin(), article.diagnostics.end(), same))
            return i;
    }
    return -1;
}

/// What a compiler or analyser finds has its ID: where it was not said, words alike say nothing.
bool isAboutACompilers(const Article &article)
{
    static const QRegularExpression id(u"^[A-Za-z]+\\d{2,}$"_s);
    return std::any_of(article.diagnostics.begin(), article.diagnostics.end(),
                       [](const QString &own) { return id.match(own).hasMatch(); });
}

QStringList sharedClasses(const Article &article, const PreparedQuery &query)
{
    QStringList shared;
    for (const QString &name : article.signatures) {
        if (query.classes.contains(name))
            shared.append(name);
    }
    return shared;
}

/// More specific articles match more of what was said; the first 100 characters count.
double specificity(const QString &saying)
{
    return double(std::min<qsizetype>(saying.size(), 100)) / 200.0;
}

} // namespace

QString toString(Fit fit)
{
    static const QStringList names = {u"fingerprint"_s, u"diagnostic"_s, u"signature"_s, u"text"_s};
    return names.at(int(fit));
}

QSet<QString> titleStems(const QString &title)
{
    static const QRegularExpression diagnostic(
        u"\\b[A-Za-z]+\\d{2,}\\b|\\b[A-Z]\\w*(?:Error|Exception|Warning|Iteration)\\b"_s);
    return stemsOf(QString(title).remove(diagnostic));
}

PreparedQuery::PreparedQuery(KnowledgeQuery asked)
    : query(std::move(asked))
    , said(query.text)
{
    for (const AttemptSummary &attempt : std::as_const(query.perAttempt))
        said += u'\n' + attempt.summary;
    said.truncate(kLongestSaying);
    query.code.truncate(kLongestSaying);
    stems = stemsOf(said + u'\n' + query.task);
    classes = query.signature.split(u'|', Qt::SkipEmptyParts);
    classes.removeAll(u"unclassified"_s);
    for (const QString &id : std::as_const(query.diagnostics))
        diagnostics.append(id.toLower());
}

std::optional<Fitting> fitOf(const Article &article, const PreparedQuery &query, const TitleWeights &weights)
{
    if (!speaksOf(article, query.query))
        return std::nullopt;
    if (!article.fingerprints.isEmpty()) {
        if (query.query.fingerprint.isEmpty() || !article.fingerprints.contains(query.query.fingerprint))
            return std::nullopt;
        return Fitting{Fit::Fingerprint, 1, {u"the same fingerprint"_s}};
    }
    const QString saying = matched(article.messages, query.said);
    const QString code = matched(article.code, query.query.code);
    if ((!article.messages.isEmpty() && saying.isNull()) || (!article.code.isEmpty() && code.isNull()))
        return std::nullopt;
    const int shared = firstShared(article, query);
    const QStringList classes = sharedClasses(article, query);
    const TitleWeights::Match title = weights.match(titleStems(article.title), query.stems);

    Fitting fitting;
    const bool bySaying = article.diagnostics.isEmpty() && !saying.isNull();
    if (shared >= 0 || bySaying)
        fitting.fit = Fit::Diagnostic;
    else if (!classes.isEmpty() && title.share >= kSignatureShare && title.shared.size() >= kSignatureWords)
        fitting.fit = Fit::Signature;
    else if (title.share >= kTextShare && title.shared.size() >= kTextWords
             && (article.diagnostics.isEmpty() || (query.diagnostics.isEmpty() && !isAboutACompilers(article))))
        fitting.fit = Fit::Text;
    else
        return std::nullopt;

    // What a compiler says first is what the rest follows from.
    fitting.score = (shared >= 0    ? 1.0 / (1 + shared)
                         : bySaying ? 1
                                    : 0)
        + (saying.isNull() ? 0 : 0.5 + specificity(saying)) + (code.isNull() ? 0 : 0.25)
        + (classes.isEmpty() ? 0 : 0.25) + 0.25 * title.share;
    if (shared >= 0)
        fitting.why.append(u"the same diagnostic, %1"_s.arg(query.query.diagnostics.at(shared)));
    if (!saying.isNull())
        fitting.why.append(u"what was said: %1"_s.arg(domain::shown(saying.simplified())));
    if (!code.isNull())
        fitting.why.append(u"the code: %1"_s.arg(domain::shown(code.simplified())));
    if (!classes.isEmpty())
        fitting.why.append(u"the same class of failure, %1"_s.arg(classes.join(u", "_s)));
    if (fitting.fit == Fit::Signature || fitting.fit == Fit::Text)
        fitting.why.append(u"words of its title: %1"_s.arg(title.shared.join(u", "_s)));
    return fitting;
}

} // namespace stepladder::guidance

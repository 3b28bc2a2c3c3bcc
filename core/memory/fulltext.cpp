// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/fulltext.h"

#include "domain/identifier.h"

#include <QRegularExpression>
#include <QSet>

namespace stepladder::memory {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestText = 20'000;
constexpr qsizetype kMostWords = 64; ///< of a query: more say nothing more

bool isCommon(const QString &word)
{
    static const QSet<QString> common = {
        u"the"_s,  u"and"_s,  u"for"_s,  u"with"_s, u"that"_s,  u"this"_s,   u"from"_s,   u"into"_s,
        u"an"_s,   u"of"_s,   u"to"_s,   u"in"_s,   u"on"_s,    u"is"_s,     u"it"_s,     u"as"_s,
        u"be"_s,   u"by"_s,   u"or"_s,   u"at"_s,   u"are"_s,   u"was"_s,    u"its"_s,    u"has"_s,
        u"all"_s,  u"any"_s,  u"not"_s,  u"one"_s,  u"which"_s, u"should"_s, u"will"_s,   u"must"_s,
        u"have"_s, u"when"_s, u"each"_s, u"than"_s, u"then"_s,  u"file"_s,   u"create"_s, u"implement"_s};
    return common.contains(word);
}

QStringList rawWords(const QString &text)
{
    static const QRegularExpression word(u"[\\p{L}\\p{N}_]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    QStringList words;
    const QString capped = text.left(kLongestText);
    for (auto it = word.globalMatch(capped); it.hasNext();)
        words.append(it.next().captured());
    return words;
}

} // namespace

QStringList wordsOf(const QString &text)
{
    QStringList words;
    QSet<QString> seen;
    const auto add = [&](const QString &raw) {
        const QString word = raw.toLower();
        if (word.size() > 1 && word != u"_" && !isCommon(word) && !seen.contains(word)) {
            seen.insert(word);
            words.append(word);
        }
    };
    for (const QString &raw : rawWords(text)) {
        add(raw);
        for (const QString &part : domain::partsOfIdentifier(raw))
            add(part);
    }
    return words;
}

QString compoundParts(const QString &text)
{
    QStringList parts;
    for (const QString &raw : rawWords(text))
        parts += domain::partsOfIdentifier(raw);
    parts.removeDuplicates();
    return parts.join(u' ');
}

QString fullTextQuery(const QString &text, Matching matching, const QString &columns)
{
    QStringList terms;
    for (const QString &word : wordsOf(text).mid(0, kMostWords))
        terms.append(u"\"%1\"%2"_s.arg(word, matching == Matching::All ? u"*"_s : QString()));
    if (terms.isEmpty())
        return {};
    const QString query = terms.join(matching == Matching::All ? u" AND "_s : u" OR "_s);
    return columns.isEmpty() ? query : u"{%1} : (%2)"_s.arg(columns, query);
}

} // namespace stepladder::memory

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/knowledgetext.h"

#include "domain/identifier.h"

#include <QRegularExpression>

#include <cmath>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostRead = 20'000;
constexpr qsizetype kMostWords = 96; ///< of a query: more say nothing more
constexpr qsizetype kStem = 6;

bool isCommon(const QString &word)
{
    static const QSet<QString> common = {
        u"the"_s,   u"and"_s,   u"for"_s,    u"with"_s,   u"that"_s,    u"this"_s,    u"from"_s,      u"into"_s,
        u"are"_s,   u"was"_s,   u"its"_s,    u"has"_s,    u"all"_s,     u"any"_s,     u"not"_s,       u"one"_s,
        u"two"_s,   u"which"_s, u"will"_s,   u"must"_s,   u"have"_s,    u"when"_s,    u"each"_s,      u"than"_s,
        u"then"_s,  u"but"_s,   u"can"_s,    u"cannot"_s, u"does"_s,    u"where"_s,   u"what"_s,      u"nobody"_s,
        u"other"_s, u"there"_s, u"should"_s, u"that"_s,   u"without"_s, u"nothing"_s, u"something"_s, u"another"_s};
    return common.contains(word);
}

} // namespace

QStringList tellingWords(const QString &text)
{
    static const QRegularExpression word(u"_*\\p{L}[\\p{L}\\p{N}_]*"_s, QRegularExpression::UseUnicodePropertiesOption);
    QStringList words;
    QSet<QString> seen;
    const auto add = [&](const QString &raw) {
        const QString lower = raw.toLower();
        if (lower.size() > 2 && !isCommon(lower) && !seen.contains(lower)) {
            seen.insert(lower);
            words.append(lower);
        }
    };
    const QString capped = text.left(kMostRead);
    for (auto it = word.globalMatch(capped); it.hasNext();) {
        const QString raw = it.next().captured();
        add(raw);
        for (const QString &part : domain::partsOfIdentifier(raw))
            add(part);
    }
    return words;
}

QSet<QString> stemsOf(const QString &text)
{
    QSet<QString> stems;
    for (const QString &word : tellingWords(text))
        stems.insert(word.left(kStem));
    return stems;
}

QString anyWordQuery(const QString &text)
{
    QStringList terms;
    for (const QString &word : tellingWords(text).mid(0, kMostWords))
        terms.append(u'"' + word + u'"');
    return terms.join(u" OR "_s);
}

void TitleWeights::add(const QSet<QString> &title)
{
    ++m_titles;
    for (const QString &stem : title)
        ++m_titlesWith[stem];
}

TitleWeights::Match TitleWeights::match(const QSet<QString> &title, const QSet<QString> &text) const
{
    Match match;
    double all = 0;
    double shared = 0;
    for (const QString &stem : title) {
        const double weight = std::log(1.0 + double(m_titles) / double(std::max(1, m_titlesWith.value(stem))));
        all += weight;
        if (text.contains(stem)) {
            shared += weight;
            match.shared.append(stem);
        }
    }
    match.share = all > 0 ? shared / all : 0;
    match.shared.sort();
    return match;
}

} // namespace stepladder::guidance

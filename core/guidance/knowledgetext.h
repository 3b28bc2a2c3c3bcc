// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>

namespace stepladder::guidance {

/// The words of \p text that may tell one subject from another, lower case, each once: without the commonest, without
/// numbers; compound identifiers ("GetByIdAsync", "user_id") give their parts too.
QStringList tellingWords(const QString &text);
/// The beginnings of its telling words: plural and tense make no difference.
QSet<QString> stemsOf(const QString &text);
/// \p text as a query of FTS5 that cannot be malformed, for any of its telling words; empty without any.
QString anyWordQuery(const QString &text);

/// How much of what a title speaks of a text speaks of too. Words that stand in few titles weigh more:
/// weight = ln(1 + titles / titles with the word).
class TitleWeights
{
public:
    void add(const QSet<QString> &title);

    struct Match
    {
        double share = 0; ///< of the title's weight, 0–1
        QStringList shared = {};
    };
    Match match(const QSet<QString> &title, const QSet<QString> &text) const;

private:
    QHash<QString, int> m_titlesWith;
    int m_titles = 0;
};

} // namespace stepladder::guidance

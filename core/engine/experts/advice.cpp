// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/advice.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

QJsonObject toJson(const Advice &advice)
{
    return {{u"source"_s, advice.source},
            {u"solution"_s, advice.solution},
            {u"recommendedPattern"_s, advice.pattern},
            {u"exampleCode"_s, advice.example},
            {u"articles"_s, QJsonArray::fromStringList(advice.articles)}};
}

Advice adviceFromJson(const QJsonObject &json)
{
    Advice advice{.source = json[u"source"].toString(),
                  .solution = json[u"solution"].toString().trimmed(),
                  .pattern = json[u"recommendedPattern"].toString().trimmed(),
                  .example = json[u"exampleCode"].toString().trimmed()};
    for (const auto &id : json[u"articles"].toArray())
        advice.articles.append(id.toString());
    return advice;
}

} // namespace stepladder::engine

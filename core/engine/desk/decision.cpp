// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/decision.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {
const QStringList &kindNames()
{
    static const QStringList names = {u"skip"_s, u"stub"_s, u"jump"_s, u"ask"_s, u"anew"_s};
    return names;
}
} // namespace

std::optional<Decision> decisionIn(const Wanted &wanted)
{
    if (std::holds_alternative<wish::Skip>(wanted.wish))
        return Decision{.kind = Decision::Kind::Skip, .by = wanted.by};
    if (std::holds_alternative<wish::Stub>(wanted.wish))
        return Decision{.kind = Decision::Kind::Stub, .by = wanted.by};
    if (std::holds_alternative<wish::AskMe>(wanted.wish))
        return Decision{.kind = Decision::Kind::AskMe, .by = wanted.by};
    if (const auto *jump = std::get_if<wish::Jump>(&wanted.wish))
        return Decision{.kind = Decision::Kind::Jump, .rung = jump->rung, .by = wanted.by};
    return std::nullopt;
}

QString describe(const Decision &decision)
{
    switch (decision.kind) {
    case Decision::Kind::Skip:
        return u"skipped by %1"_s.arg(decision.by);
    case Decision::Kind::Stub:
        return u"%1 asked for a stub"_s.arg(decision.by);
    case Decision::Kind::Jump:
        return u"%1 sent it to rung %2"_s.arg(decision.by, decision.rung);
    case Decision::Kind::AskMe:
        return u"%1 asked to be asked"_s.arg(decision.by);
    case Decision::Kind::Anew:
        return u"%1 kept the prompt from being sent"_s.arg(decision.by);
    }
    return {};
}

QJsonObject toJson(const Decision &decision)
{
    return {{u"kind"_s, kindNames().at(int(decision.kind))},
            {u"rung"_s, decision.rung},
            {u"by"_s, decision.by},
            {u"words"_s, decision.words}};
}

Decision decisionFromJson(const QJsonObject &json)
{
    const auto kind = kindNames().indexOf(json[u"kind"].toString());
    return {.kind = Decision::Kind(std::max<qsizetype>(0, kind)),
            .rung = json[u"rung"].toString(),
            .by = json[u"by"].toString(),
            .words = json[u"words"].toString()};
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/wishes/wishjson.h"

#include <optional>

namespace stepladder::engine {

/// What a person decided about how a step goes on.
struct Decision
{
    enum class Kind { Skip, Stub, Jump, AskMe, Anew };
    Kind kind = Kind::Skip;
    QString rung = {}; ///< of a jump
    QString by = {};
    QString words = {}; ///< why it is tried anew; they go into its next prompt

    bool operator==(const Decision &) const = default;
};

/// The decision in a wish; nullopt for wishes that are none.
std::optional<Decision> decisionIn(const Wanted &wanted);
/// "skipped by ann", "ann asked to be asked": one line.
QString describe(const Decision &decision);

QJsonObject toJson(const Decision &decision);
Decision decisionFromJson(const QJsonObject &json);

} // namespace stepladder::engine

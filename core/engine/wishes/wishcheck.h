// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/control/wishes.h"

#include <functional>
#include <optional>

namespace stepladder::engine {

/// A run as wishes are checked against it.
struct RunStanding
{
    domain::Plan plan; ///< with its amendments
    domain::Ladder ladder;
    std::function<domain::StepState(const QString &step)> state; ///< waiting and blocked told apart
    domain::MicroUsd spent = 0;
    int paidCalls = 0;
};

/// Why a wish cannot come true as the run stands, in one line; nullopt: it can. NotFound, Conflict, BadInput. Pure.
std::optional<domain::Error> refusalOf(const Wish &wish, const RunStanding &now);

} // namespace stepladder::engine

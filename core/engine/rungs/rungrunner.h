// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/judging/acceptance.h"
#include "engine/judging/reviewer.h"
#include "engine/judging/validator.h"
#include "engine/steps/climb.h"

#include <memory>

namespace stepladder::engine {

/// What a rung works with.
struct RungTools
{
    RunParts &parts;
    Validator &validator;
    Reviewer &reviewer;
    Acceptance &acceptance;
};

enum class RungEnd {
    GoOn, ///< to the next repetition or rung
    Again, ///< overtaken: the same repetition once more
    Leave, ///< leads nowhere: to a rung of another kind or model
    Ended, ///< Climb::end says how
};

/// One way of trying. Reads like the sentence that describes it: straight-line code on a worker thread.
/// An error unwinds the whole climb, which is replayed later.
class RungRunner
{
public:
    virtual ~RungRunner() = default;
    virtual domain::Result<RungEnd> climb(Climb &climb, const domain::Rung &rung) = 0;
};

/// The class behind a rung's kind; null for a kind that this version has none for.
std::unique_ptr<RungRunner> makeRung(domain::RungKind kind, RungTools tools);

} // namespace stepladder::engine

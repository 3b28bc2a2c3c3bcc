// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/runparts.h"
#include "engine/steps/climb.h"
#include "guidance/knowledgearticle.h"

namespace stepladder::engine {

/// What a person answered and a step then succeeded by, as an article that only the same failure finds; nullopt where
/// no person helped, or where the failure has no identity of its own.
std::optional<guidance::Article> articleOf(const RunParts &parts, const Climb &climb);

/// Keeps that article: as a draft that waits for approval, in autonomous mode where it counts at once.
/// `article.proposed` says where.
domain::Result<void> learnFromPerson(RunParts &parts, const Climb &climb);

} // namespace stepladder::engine

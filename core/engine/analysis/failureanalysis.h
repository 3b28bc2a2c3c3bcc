// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// Asks whoever plays \p role for the root cause of all attempts and puts it together with \p similar failures of
/// memory: Climb::analysis, `rootcause.analyzed` and an insight. What the model answered; empty where it could not be
/// read. No attempt of its own.
domain::Result<QJsonObject> analyzeFailures(RunParts &parts, Climb &climb, const domain::Rung &rung,
                                            const QString &role, const QList<memory::StepRecord> &similar);

} // namespace stepladder::engine

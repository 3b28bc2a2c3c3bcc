// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/calls/modeluse.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// The failure report of base-v2.md as Markdown: file, time (UTC), step n of m, description, attempts, highest score,
/// status; each attempt with model, score, issues, code; the root cause; next steps; cost per model.
QString failureReport(const Climb &climb, const domain::Plan &plan, qint64 nowMs, const QString &fence,
                      const QList<ModelUse> &uses);

/// Writes it into the run's report folder, atomically; its path. Io, DiskFull.
domain::Result<QString> writeFailureReport(RunParts &parts, const Climb &climb);

/// Writes \p text to \p path, atomically, making its folder.
domain::Result<void> writeText(const QString &path, const QString &text);

} // namespace stepladder::engine

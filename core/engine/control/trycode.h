// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/request.h"
#include "storage/clock.h"
#include "storage/locations.h"

namespace stepladder::engine {

/// The kind that the inbox has it under.
inline const QString kTrialWish = QStringLiteral("trial");

/// Wants \p code to be built and tested in place of the file that \p request is about, by whoever runs the run: no
/// attempt, no answer. What came of it is told by `trial.started` and `trial.ended`. Waits for the disk: not for the
/// GUI thread. BadInput (what no code can be), Conflict (nobody runs the run), NotFound, Locked, Io, DiskFull.
domain::Result<void> tryCode(const storage::Locations &locations, const storage::Clock &clock,
                             const domain::Request &request, const QByteArray &code, const QString &by);

} // namespace stepladder::engine

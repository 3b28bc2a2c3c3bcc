// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/wishes.h"
#include "journal/journal.h"
#include "journal/projection.h"

namespace stepladder::engine {

/// The entry with which an ended step begins anew.
journal::Draft stepReopened(const wish::Retry &retry, int epoch, const QString &by);

/// Reopens the ended steps of a run that nobody runs, as the retries in its inbox ask for; a run that had ended is
/// paused from then on. Wishes for steps that have not ended are left to the run. The steps' ids.
domain::Result<QStringList> reopenWished(journal::Journal &journal, const journal::Moment &moment);

} // namespace stepladder::engine

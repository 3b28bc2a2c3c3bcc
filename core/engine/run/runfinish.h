// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "domain/run.h"

namespace stepladder::engine {

/// The status of a run whose steps all ended: accepted, partial, or failed where the final build or tests are red other
/// than by a stub or by what was red at the start (design.md §8). \p reason names what is red. Pure.
domain::RunStatus finalStatus(const domain::StepCounts &counts, const domain::Evidence &initial,
                              const domain::Evidence &final, const QString &stubMarker, const QStringList &stubbedFiles,
                              QString *reason);

} // namespace stepladder::engine

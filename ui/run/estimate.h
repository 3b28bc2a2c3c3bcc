// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "journal/projection.h"

#include <optional>

namespace stepladder::ui {

/// How long the rest of a run takes, in milliseconds: the longer of its critical path and of all that is left shared
/// by \p parallel workers. A step takes what ended steps took per point of complexity (their median). Steps that wait
/// for a person or are blocked are left out, with what depends on them. nullopt while no step has ended.
std::optional<qint64> remainingMs(const domain::Plan &plan, const QList<journal::StepView> &steps, int parallel,
                                  qint64 nowMs);

/// "about 6 min", "about 2 h", "under a minute".
QString durationText(qint64 ms);
/// "4:07", "1:02:33": time gone by.
QString elapsedText(qint64 ms);

} // namespace stepladder::ui

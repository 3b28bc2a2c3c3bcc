// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"
#include "ui/ladder/ladderscene.h"

namespace stepladder::ui {

/// What one try costs, as far as prices tell.
struct TryCost
{
    std::optional<domain::MicroUsd> usual; ///< at the usual size of such calls; unknown without any, or without a price
    std::optional<domain::MicroUsd> most; ///< with full contexts and the longest answers; unknown without a price
};

/// Who would be asked, once for each call; null where nobody plays the role. None without models. \p best is the model
/// that is the best performer so far, if any.
QList<const domain::Model *> rungPlayers(const domain::Rung &rung, const LadderGround &ground, const QString &best);
TryCost costOf(const domain::Rung &rung, const QList<const domain::Model *> &players, const UsualCalls &usual);
/// The usual call of what \p kind asks for; none: nothing is known.
UsualCall usualCall(domain::RungKind kind, const UsualCalls &usual);

/// What climbing a rung would take.
struct RungEstimate
{
    QString note; ///< "~$0.60", "24 h", "3 models"; empty where nothing is known
    QString words; ///< where the figure comes from
};

/// From the prices of who plays the rung's roles and from the usual size of this run's calls: nothing is made up, what
/// is unknown is not said. \p best is the model that is the best performer so far, if any.
RungEstimate estimateOf(const domain::Rung &rung, const LadderGround &ground, const QString &best);

} // namespace stepladder::ui

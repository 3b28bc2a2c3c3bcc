// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ladder/ladderscene.h"

namespace stepladder::ui {

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

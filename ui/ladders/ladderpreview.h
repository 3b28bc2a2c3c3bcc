// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ladder/ladderscene.h"

namespace stepladder::ui {

/// What a ladder would try if nothing passed, in order.
struct LadderPreview
{
    LadderScene scene; ///< a chip for each try; Chip::startedSeq counts the chips from 1
    QList<int> rungOfChip; ///< by Chip::startedSeq - 1
    QString sums; ///< how many tries, at what cost, in sentences

    bool operator==(const LadderPreview &) const = default;
};

/// Without models, roles stand for them and nothing is said of cost.
LadderPreview previewOf(const domain::Ladder &ladder, const std::optional<domain::ModelsConfig> &models,
                        const UsualCalls &usual);

} // namespace stepladder::ui

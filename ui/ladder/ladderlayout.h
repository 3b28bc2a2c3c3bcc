// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ladder/ladderscene.h"

#include <QRect>
#include <QSize>

#include <functional>

namespace stepladder::ui {

/// Sizes that a ladder is laid out with, in pixels.
struct LadderMetrics
{
    std::function<int(const QString &)> titleWidth; ///< of a rung's title
    std::function<int(const QString &)> noteWidth; ///< of a note beside it
    std::function<int(const QString &)> chipWidth; ///< of a chip's text
    int titleHeight = 16;
    int chipHeight = 18; ///< the whole chip
    int space = 4;
};

/// Where a rung stands.
struct RungBox
{
    QRect rect; ///< over the whole width
    QRect title;
    QRect note; ///< beside the title, or under it where it would not fit; empty without one
    int noteLines = 1;
    int barY = 0; ///< where its bar crosses the rails

    bool operator==(const RungBox &) const = default;
};

/// Where a chip lies.
struct ChipBox
{
    QRect rect;
    int rung = 0; ///< index in the scene
    int chip = 0; ///< index in the rung

    bool operator==(const ChipBox &) const = default;
};

/// A scene's places for one width: the last rung on top, chips in as many lines as they take. Knows nothing of
/// painting.
class LadderLayout
{
public:
    LadderLayout() = default;
    LadderLayout(const LadderScene &scene, const LadderMetrics &metrics, int width);

    QSize size() const { return m_size; }
    const QList<RungBox> &rungs() const { return m_rungs; } ///< as in the scene: from the bottom up
    const QList<ChipBox> &chips() const { return m_chips; } ///< in reading order, from the bottom rung up
    int leftRail() const { return m_leftRail; }
    int rightRail() const { return m_rightRail; }
    /// The y from which the rails are climbed, downwards; the ladder's foot when they are not.
    int climbedFrom() const { return m_climbedFrom; }
    /// Index in chips() of the chip at \p point, labels aside; -1: none.
    int chipAt(const QPoint &point) const;
    /// Index in rungs() of the rung at \p point; -1: none.
    int rungAt(const QPoint &point) const;

private:
    int placeRung(const LadderScene &scene, int index, const LadderMetrics &metrics, int top, int width);
    int placeChips(const RungScene &rung, int index, const LadderMetrics &metrics, int top, int width);
    void placeNote(const RungScene &rung, RungBox &box, const LadderMetrics &metrics, int width) const;

    QSize m_size;
    QList<RungBox> m_rungs;
    QList<ChipBox> m_chips;
    QList<bool> m_isLabel; ///< of each chip
    int m_leftRail = 0;
    int m_rightRail = 0;
    int m_textX = 0;
    int m_climbedFrom = 0;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderlayout.h"

#include <algorithm>

namespace stepladder::ui {

namespace {

constexpr int kMostNoteLines = 3;

} // namespace

LadderLayout::LadderLayout(const LadderScene &scene, const LadderMetrics &metrics, int width)
    : m_leftRail(metrics.space * 3)
    , m_rightRail(metrics.space * 9)
    , m_textX(metrics.space * 11)
{
    m_rungs.resize(scene.rungs.size());
    QList<QList<ChipBox>> chips(scene.rungs.size());
    int y = metrics.space;
    for (int i = int(scene.rungs.size()) - 1; i >= 0; --i) {
        m_chips.clear();
        y = placeRung(scene, i, metrics, y, width);
        chips[i] = m_chips;
    }
    m_chips.clear();
    for (const QList<ChipBox> &ofRung : std::as_const(chips))
        m_chips += ofRung;
    for (const ChipBox &box : std::as_const(m_chips))
        m_isLabel.append(scene.rungs.at(box.rung).chips.at(box.chip).kind == Chip::Kind::Label);
    m_size = {width, y + metrics.space};
    m_climbedFrom = y;
    for (int i = 0; i < int(scene.rungs.size()); ++i) {
        const RungState state = scene.rungs.at(i).state;
        if (state == RungState::Climbed || state == RungState::Stood)
            m_climbedFrom = std::min(m_climbedFrom, m_rungs.at(i).rect.top());
    }
}

int LadderLayout::placeRung(const LadderScene &scene, int index, const LadderMetrics &metrics, int top, int width)
{
    const RungScene &rung = scene.rungs.at(index);
    RungBox &box = m_rungs[index];
    const int inner = std::max(1, width - m_textX - metrics.space * 2);
    box.title = {m_textX, top + metrics.space, std::min(metrics.titleWidth(rung.title), inner), metrics.titleHeight};
    placeNote(rung, box, metrics, inner);
    int bottom = std::max(box.title.bottom(), box.note.bottom()) + 1;
    if (!rung.chips.isEmpty())
        bottom = placeChips(rung, index, metrics, bottom + metrics.space * 3 / 4, inner);
    bottom += metrics.space;
    // A rung of one line is as far from the next as one with chips: the ladder keeps its step.
    const int least = metrics.titleHeight + metrics.chipHeight + metrics.space * 4;
    const int missing = std::max(0, least - (bottom - top));
    if (missing > 0 && rung.chips.isEmpty()) {
        box.title.translate(0, missing / 2);
        box.note.translate(0, missing / 2);
    }
    box.rect = {0, top, width, bottom - top + missing};
    box.barY = box.rect.top() + std::min(box.rect.height(), least) / 2;
    return box.rect.bottom() + 1;
}

void LadderLayout::placeNote(const RungScene &rung, RungBox &box, const LadderMetrics &metrics, int width) const
{
    if (rung.note.isEmpty())
        return;
    const int wanted = metrics.noteWidth(rung.note);
    // Where the step ended, its mark stands behind the title.
    const int mark = rung.end ? metrics.titleHeight + metrics.space : 0;
    const int beside = width - box.title.width() - metrics.space - mark;
    if (wanted <= beside) {
        box.note = {box.title.right() + 1 + metrics.space + mark, box.title.top(), beside, metrics.titleHeight};
        return;
    }
    // Words break unevenly: a little more room than the plain quotient.
    box.noteLines = std::clamp((wanted + wanted / 8) / std::max(1, width) + 1, 1, kMostNoteLines);
    box.note = {m_textX, box.title.bottom() + 1, width, metrics.titleHeight * box.noteLines};
}

int LadderLayout::placeChips(const RungScene &rung, int index, const LadderMetrics &metrics, int top, int width)
{
    int x = 0;
    int y = top;
    for (int i = 0; i < int(rung.chips.size()); ++i) {
        const Chip &chip = rung.chips.at(i);
        const bool label = chip.kind == Chip::Kind::Label;
        // Bar, text and air; a label is text alone.
        const int around = label ? 0 : metrics.space * 4;
        const int wide = std::min(metrics.chipWidth(chip.text) + around, width);
        // An epoch begins on a line of its own.
        if (x > 0 && (x + wide > width || label)) {
            x = 0;
            y += metrics.chipHeight + metrics.space;
        }
        m_chips.append({.rect = {m_textX + x, y, wide, metrics.chipHeight}, .rung = index, .chip = i});
        x += wide + metrics.space * 3 / 2;
    }
    return y + metrics.chipHeight;
}

int LadderLayout::chipAt(const QPoint &point) const
{
    for (int i = 0; i < int(m_chips.size()); ++i) {
        if (!m_isLabel.at(i) && m_chips.at(i).rect.contains(point))
            return i;
    }
    return -1;
}

int LadderLayout::rungAt(const QPoint &point) const
{
    for (int i = 0; i < int(m_rungs.size()); ++i) {
        if (m_rungs.at(i).rect.contains(point))
            return i;
    }
    return -1;
}

} // namespace stepladder::ui

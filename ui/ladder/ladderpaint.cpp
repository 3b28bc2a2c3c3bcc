// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderview.h"
#include "ui/theme/marks.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>

namespace stepladder::ui {

void LadderView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), m_theme.color(Role::Pane));
    painter.translate(0, -offset());
    const QRect seen = event->rect().translated(0, offset());
    for (int i = 0; i < int(m_layout.rungs().size()); ++i) {
        const QRect rect = m_layout.rungs().at(i).rect;
        if (m_scene.rungs.at(i).state == RungState::Stood && rect.intersects(seen))
            painter.fillRect(rect, m_theme.color(Role::Selection));
    }
    paintRails(painter);
    for (int i = 0; i < int(m_layout.rungs().size()); ++i) {
        if (m_layout.rungs().at(i).rect.intersects(seen))
            paintRung(painter, i);
    }
    for (int i = 0; i < int(m_layout.chips().size()); ++i) {
        if (m_layout.chips().at(i).rect.intersects(seen))
            paintChip(painter, i);
    }
}

void LadderView::paintRails(QPainter &painter) const
{
    if (m_layout.rungs().isEmpty())
        return;
    const int thick = std::max(2, m_theme.space() * 3 / 4);
    const int top = m_layout.rungs().last().rect.top();
    const int foot = m_layout.rungs().first().rect.bottom() + 1;
    for (const int x : {m_layout.leftRail(), m_layout.rightRail() - thick}) {
        painter.fillRect(QRect(x, top, thick, m_layout.climbedFrom() - top), m_theme.color(Role::Line));
        painter.fillRect(QRect(x, m_layout.climbedFrom(), thick, foot - m_layout.climbedFrom()),
                         m_theme.color(Role::Accent));
    }
}

void LadderView::paintRung(QPainter &painter, int index) const
{
    const RungScene &scene = m_scene.rungs.at(index);
    const RungBox &box = m_layout.rungs().at(index);
    const bool climbed = scene.state == RungState::Climbed || scene.state == RungState::Stood;
    const int thick = std::max(2, m_theme.space() * 3 / 4);
    const QRect bar(m_layout.leftRail(), box.barY - thick / 2, m_layout.rightRail() - m_layout.leftRail(), thick);
    painter.fillRect(bar, m_theme.color(climbed ? Role::Accent : Role::Line));

    painter.setFont(titleFont());
    painter.setPen(m_theme.color(scene.state == RungState::Skipped ? Role::Muted : Role::Text));
    const QFontMetrics title(titleFont());
    painter.drawText(box.title, Qt::AlignVCenter | Qt::AlignLeft,
                     title.elidedText(scene.title, Qt::ElideRight, box.title.width() + 1));
    if (scene.end) {
        const int side = box.title.height();
        const QRect mark(box.title.right() + 1 + m_theme.space(), box.title.top(), side, side);
        paintMark(painter, mark.adjusted(1, 1, -1, -1), markOf(*scene.end), m_theme);
    }
    if (scene.note.isEmpty())
        return;
    painter.setFont(noteFont());
    painter.setPen(m_theme.color(Role::Muted));
    const QFontMetrics note(noteFont());
    if (box.noteLines == 1)
        painter.drawText(box.note, Qt::AlignVCenter | Qt::AlignLeft,
                         note.elidedText(scene.note, Qt::ElideRight, box.note.width()));
    else
        painter.drawText(box.note, Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, scene.note);
}

void LadderView::paintChip(QPainter &painter, int index) const
{
    const Chip &shown = chip(index);
    const QRect rect = m_layout.chips().at(index).rect;
    const QFontMetrics metrics(chipFont());
    painter.setFont(chipFont());
    if (shown.kind == Chip::Kind::Label) {
        painter.setPen(m_theme.color(Role::Muted));
        painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, shown.text);
        return;
    }
    const int radius = m_theme.space();
    const bool chosen = shown.startedSeq > 0 && shown.startedSeq == m_chosen;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Role::Window));
    painter.drawRoundedRect(rect, radius, radius);
    painter.save();
    painter.setClipRect(QRect(rect.left(), rect.top(), std::max(3, m_theme.space() * 3 / 4), rect.height()));
    painter.setBrush(m_theme.color(shown.bar));
    painter.drawRoundedRect(rect, radius, radius);
    painter.restore();
    if (chosen) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Role::Accent), 1));
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
    painter.setPen(m_theme.color(Role::Text));
    const int pad = 2 * m_theme.space(); // as the layout has it: 4 spaces round the text
    const QRect text = rect.adjusted(pad, 0, 1 - pad, 0);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(shown.text, Qt::ElideRight, text.width()));
    if (index == m_current && hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_theme.color(Role::Text), 1, Qt::DotLine));
        painter.drawRoundedRect(QRectF(rect).adjusted(-1.5, -1.5, 1.5, 1.5), radius + 1, radius + 1);
    }
}

} // namespace stepladder::ui

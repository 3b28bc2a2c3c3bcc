// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planstepsdelegate.h"

#include "ui/plan/planstepsmodel.h"
#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace stepladder::ui {

PlanStepsDelegate::PlanStepsDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize PlanStepsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), m_theme.rowHeight()};
}

void PlanStepsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const int gap = m_theme.space();
    const int side = m_theme.rowHeight() * 16 / 26;
    painter->save();
    painter->fillRect(option.rect, m_theme.color(selected ? Role::Selection : Role::Pane));
    const QRectF mark(option.rect.x() + gap * 2, option.rect.y() + (option.rect.height() - side) / 2.0, side, side);
    const bool faulty = index.data(PlanStepsModel::FaultyRole).toBool();
    paintMark(*painter, mark, faulty ? Mark::Failed : Mark::Pending, m_theme);

    QRect rest = option.rect.adjusted(side + gap * 4, 0, -gap * 2, 0);
    painter->setFont(option.font);
    const QString needs = index.data(PlanStepsModel::NeedsRole).toString();
    if (!needs.isEmpty()) {
        const QString text = PlanStepsModel::tr("after %1").arg(needs);
        const QString shown = option.fontMetrics.elidedText(text, Qt::ElideRight, rest.width() / 2);
        painter->setPen(m_theme.color(Role::Muted));
        painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter, shown);
        rest.setRight(rest.right() - option.fontMetrics.horizontalAdvance(shown) - gap * 2);
    }
    const bool named = !index.data(PlanStepsModel::NameRole).toString().isEmpty();
    painter->setPen(m_theme.color(named ? Role::Text : Role::Muted));
    painter->drawText(
        rest, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(PlanStepsModel::tr("%1 %2").arg(index.row() + 1).arg(index.data().toString()),
                                      Qt::ElideMiddle, rest.width()));
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(m_theme.color(Role::Accent));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    painter->restore();
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/recentrunsdelegate.h"

#include "ui/main/recentrunsmodel.h"
#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace stepladder::ui {

namespace {

Mark markOf(const RecentRun &run)
{
    switch (run.standing) {
    case Standing::Running:
        return Mark::Running;
    case Standing::Waiting:
        return Mark::Waiting;
    case Standing::Paused:
    case Standing::Interrupted:
        return Mark::Blocked;
    case Standing::Gone:
        return Mark::Skipped;
    case Standing::Ended:
        break;
    }
    return ui::markOf(run.view.status);
}

} // namespace

RecentRunsDelegate::RecentRunsDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize RecentRunsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    Q_UNUSED(index)
    return {1, 2 * option.fontMetrics.height() + m_theme.space(4)}; // as wide as the list: what is longer is elided
}

void RecentRunsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const RecentRunsModel *>(index.model());
    if (!model)
        return;
    const int gap = m_theme.space();
    const int side = m_theme.rowHeight() * 16 / 26;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->fillRect(option.rect, m_theme.color(selected ? Role::Selection : Role::Pane));
    painter->setPen(m_theme.color(Role::Line));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const QRect inside = option.rect.adjusted(gap * 3, gap * 2, -gap * 3, -gap * 2);
    const int line = option.fontMetrics.height();
    const QRectF mark(inside.x(), inside.y() + (line - side) / 2.0, side, side);
    paintMark(*painter, mark, markOf(model->runAt(index.row())), m_theme);
    QRect first(inside.x() + side + gap * 2, inside.y(), inside.width() - side - gap * 2, line);
    QRect second = first.translated(0, line);
    painter->setFont(option.font);
    const QString cost = index.data(RecentRunsModel::CostRole).toString();
    painter->setPen(m_theme.color(Role::Muted));
    painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter, cost);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data(RecentRunsModel::StandingRole).toString(),
                                                    Qt::ElideRight, second.width()));
    first.setRight(first.right() - option.fontMetrics.horizontalAdvance(cost) - gap * 2);
    painter->setPen(m_theme.color(Role::Text));
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, first.width()));
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(m_theme.color(Role::Accent));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    painter->restore();
}

} // namespace stepladder::ui

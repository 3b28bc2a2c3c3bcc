// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/plandelegate.h"

#include "ui/plan/planmodel.h"
#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QWidget>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::StepState;

namespace {

Relation relationOf(const QModelIndex &index)
{
    return Relation(index.data(PlanModel::RelationRole).toInt());
}

bool isUp(Relation relation)
{
    return relation == Relation::Needed || relation == Relation::NeededFarther;
}

bool isDown(Relation relation)
{
    return relation == Relation::Needs || relation == Relation::NeedsFarther;
}

} // namespace

PlanDelegate::PlanDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize PlanDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), m_theme.rowHeight()};
}

void PlanDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->fillRect(option.rect, m_theme.color(selected ? Role::Selection : Role::Pane));
    painter->setFont(option.font);
    if (index.column() == PlanModel::StepColumn) {
        paintStep(*painter, option.rect, index);
    } else {
        painter->setPen(m_theme.color(index.column() == PlanModel::ScoreColumn ? Role::Text : Role::Muted));
        painter->drawText(option.rect.adjusted(0, 0, -m_theme.space(2), 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data().toString());
    }
    // Where the keyboard goes is seen along the whole row.
    if (selected && option.widget && option.widget->hasFocus()) {
        painter->setPen(m_theme.color(Role::Accent));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    painter->restore();
}

void PlanDelegate::paintStep(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const int gap = m_theme.space();
    const int side = m_theme.rowHeight() * 16 / 26;
    paintRelation(painter, QRect(rect.x(), rect.y(), gap * 3, rect.height()), index);
    const QRectF mark(rect.x() + gap * 3, rect.y() + (rect.height() - side) / 2.0, side, side);
    paintMark(painter, mark, markOf(StepState(index.data(PlanModel::StateRole).toInt())), m_theme, m_turn);

    QRect rest = rect;
    rest.setLeft(int(mark.right()) + gap * 2);
    const QFontMetrics metrics(painter.font());
    const QString name = metrics.elidedText(index.data().toString(), Qt::ElideMiddle, rest.width());
    painter.setPen(m_theme.color(Role::Text));
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, name);

    rest.setLeft(rest.left() + metrics.horizontalAdvance(name) + gap * 2);
    const QString reason = index.data(PlanModel::ReasonRole).toString();
    if (reason.isEmpty() || rest.width() < metrics.averageCharWidth() * 10)
        return;
    painter.setPen(m_theme.color(Role::Muted));
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(reason, Qt::ElideRight, rest.width()));
}

/// A line that joins the step looked at with those it depends on (points) and those that depend on it (arrowheads):
/// filled where they do so directly, open where through others.
void PlanDelegate::paintRelation(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const PlanModel *>(index.model());
    if (!model)
        return;
    const PlanModel::Span span = model->span();
    const int row = index.row();
    if (row < span.first || row > span.last)
        return;
    const Relation relation = relationOf(index);
    const QColor color = m_theme.color(Role::Accent);
    const double x = rect.x() + rect.width() / 2.0;
    const double y = rect.y() + rect.height() / 2.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.2));
    if (row > span.first)
        painter.drawLine(QPointF(x, rect.y()), QPointF(x, y));
    if (row < span.last)
        painter.drawLine(QPointF(x, y), QPointF(x, rect.y() + rect.height()));
    const double size = m_theme.space() * 0.7;
    const bool direct = relation == Relation::Needed || relation == Relation::Needs;
    painter.setBrush(direct ? color : m_theme.color(Role::Pane));
    if (isUp(relation)) {
        painter.drawEllipse(QPointF(x, y), size, size);
    } else if (isDown(relation)) {
        painter.drawPolygon(QPolygonF({{x - size, y - size * 0.7}, {x + size, y - size * 0.7}, {x, y + size}}));
    } else if (relation == Relation::Anchor) {
        painter.drawLine(QPointF(x, y), QPointF(rect.x() + rect.width(), y));
    }
    painter.restore();
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/problemsdelegate.h"

#include "ui/tests/problemsmodel.h"
#include "ui/theme/marks.h"

#include <QPainter>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Severity;

ProblemsDelegate::ProblemsDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize ProblemsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), m_theme.rowHeight()};
}

/// Shape and colour: a square with a cross, a triangle, a dot.
void ProblemsDelegate::paintSeverity(QPainter &painter, const QRectF &rect, int severity) const
{
    if (severity == int(Severity::Error))
        return paintMark(painter, rect, Mark::Failed, m_theme);
    if (severity == int(Severity::Info))
        return paintMark(painter, rect, Mark::Pending, m_theme);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Role::Warn));
    const QRectF r =
        rect.adjusted(rect.width() * 0.06, rect.height() * 0.08, -rect.width() * 0.06, -rect.height() * 0.08);
    painter.drawPolygon(QPolygonF({QPointF(r.center().x(), r.top()), r.bottomRight(), r.bottomLeft()}));
    painter.setPen(QPen(m_theme.color(Role::Pane), r.width() * 0.13, Qt::SolidLine, Qt::RoundCap));
    const double x = r.center().x();
    painter.drawLine(QPointF(x, r.top() + r.height() * 0.4), QPointF(x, r.top() + r.height() * 0.62));
    painter.drawPoint(QPointF(x, r.top() + r.height() * 0.82));
}

void ProblemsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, m_theme.color(Role::Selection));
    QRect rect = option.rect.adjusted(m_theme.space(2), 0, -m_theme.space(), 0);
    const bool first = index.column() == ProblemsModel::Message;
    if (first) {
        const int side = option.fontMetrics.ascent() + option.fontMetrics.descent() / 2;
        paintSeverity(*painter, QRectF(rect.left(), rect.center().y() - side / 2 + 1, side, side),
                      index.data(ProblemsModel::SeverityRole).toInt());
        rect.setLeft(rect.left() + side + m_theme.space(2));
    }
    const bool muted = !first || !index.data(ProblemsModel::CountedRole).toBool();
    painter->setFont(option.font);
    painter->setPen(m_theme.color(muted ? Role::Muted : Role::Text));
    // A path says most at its end.
    const auto elide = index.column() == ProblemsModel::Place ? Qt::ElideLeft : Qt::ElideRight;
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(index.data().toString(), elide, rect.width()));
    painter->restore();
}

} // namespace stepladder::ui

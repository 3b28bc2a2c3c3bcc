// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/comparisondelegate.h"

#include "ui/tests/comparison.h"

#include <QPainter>

namespace stepladder::ui {

ComparisonDelegate::ComparisonDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

/// Expressions and what they came to are code.
QFont ComparisonDelegate::fontOf(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return index.data(ComparisonModel::CodeRole).toBool() ? m_theme.codeFont() : option.font;
}

int ComparisonDelegate::markWidth(const QModelIndex &index) const
{
    return index.data(ComparisonModel::MarkRole).isValid() ? m_theme.space(5) : 0;
}

QSize ComparisonDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int text = QFontMetrics(fontOf(option, index)).horizontalAdvance(index.data().toString());
    return {text + markWidth(index) + m_theme.space(6), m_theme.rowHeight()};
}

void ComparisonDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || index.data(ComparisonModel::ChosenRole).toBool())
        painter->fillRect(option.rect, m_theme.color(Role::Selection));
    QRect rect = option.rect.adjusted(m_theme.space(2), 0, -m_theme.space(2), 0);
    if (const QVariant mark = index.data(ComparisonModel::MarkRole); mark.isValid()) {
        const QRect place(rect.left(), rect.top(), m_theme.space(4), rect.height());
        painter->setRenderHint(QPainter::Antialiasing);
        paintMark(*painter, place, Mark(mark.toInt()), m_theme);
        rect.setLeft(rect.left() + markWidth(index));
    }
    const QFont font = fontOf(option, index);
    painter->setFont(font);
    painter->setPen(m_theme.color(index.column() == ComparisonModel::Expected ? Role::Muted : Role::Text));
    painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(m_theme.color(Role::Accent));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/evidencedelegate.h"

#include "ui/tests/evidencemodel.h"

#include <QPainter>

namespace stepladder::ui {

EvidenceDelegate::EvidenceDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize EvidenceDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width() + m_theme.space(3), m_theme.rowHeight()};
}

void EvidenceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, m_theme.color(Role::Selection));
    const bool section = !index.parent().isValid();
    const bool what = index.column() == EvidenceModel::What;
    const bool bad = index.data(EvidenceModel::BadRole).toBool() && index.column() == EvidenceModel::Result;
    QFont font = option.font;
    font.setBold(section);
    painter->setFont(font);
    painter->setPen(m_theme.color(bad ? Role::Fail : what ? Role::Text : Role::Muted));
    const QRect rect = option.rect.adjusted(m_theme.space(), 0, -m_theme.space(2), 0);
    painter->drawText(rect, (what ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
    painter->restore();
}

} // namespace stepladder::ui

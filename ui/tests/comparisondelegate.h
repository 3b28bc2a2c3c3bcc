// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace stepladder::ui {

/// Paints a cell of ComparisonModel: its mark, its text, the chosen candidate's column on the ground of a selection.
class ComparisonDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ComparisonDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QFont fontOf(const QStyleOptionViewItem &option, const QModelIndex &index) const;
    int markWidth(const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace stepladder::ui

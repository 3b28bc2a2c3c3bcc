// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace stepladder::ui {

/// Paints a row of ProblemsModel: how bad it is as a mark, what does not count muted.
class ProblemsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ProblemsDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintSeverity(QPainter &painter, const QRectF &rect, int severity) const;

    const Theme &m_theme;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace stepladder::ui {

class Theme;

/// Paints the rows of a PlanModel: the line of dependencies, the mark of the state, the name, the numbers.
class PlanDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit PlanDelegate(const Theme &theme, QObject *parent = nullptr);

    /// Where the rings of running steps stand, in degrees.
    void setTurn(int degrees) { m_turn = degrees; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintRelation(QPainter &painter, const QRect &rect, const QModelIndex &index) const;
    void paintStep(QPainter &painter, const QRect &rect, const QModelIndex &index) const;

    const Theme &m_theme;
    int m_turn = 0;
};

} // namespace stepladder::ui

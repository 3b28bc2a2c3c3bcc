// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace stepladder::ui {

class Theme;

/// Paints the rows of a RecentRunsModel in two lines: mark and task, below how it stands.
class RecentRunsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit RecentRunsDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace stepladder::ui

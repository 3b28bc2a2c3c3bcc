// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace stepladder::ui {

/// Paints a row of EvidenceModel: sections bold, results right, what is bad in the colour of failure.
class EvidenceDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit EvidenceDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace stepladder::ui

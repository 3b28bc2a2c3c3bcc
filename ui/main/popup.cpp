// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/popup.h"

#include <QPainter>

namespace stepladder::ui {

Popup::Popup(const QString &name, QWidget *parent)
    : QDialog(parent, Qt::Popup)
{
    setObjectName(name);
}

void Popup::openBelow(const QWidget &anchor)
{
    adjustSize();
    move(anchor.mapToGlobal(QPoint(anchor.width() - width(), anchor.height())));
    show();
}

void Popup::openAtTop(int below)
{
    move(parentWidget()->mapToGlobal(QPoint((parentWidget()->width() - width()) / 2, below)));
    show();
}

void Popup::paintEvent(QPaintEvent *event)
{
    QDialog::paintEvent(event);
    QPainter painter(this); // a popup has no frame
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace stepladder::ui

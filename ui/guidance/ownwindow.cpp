// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/ownwindow.h"

#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

OwnWindow::OwnWindow(QWidget *content, const QString &title, const Theme &theme, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"ownWindow"_s);
    setWindowTitle(title);
    setModal(false);
    setSizeGripEnabled(true);
    setWindowFlags(Qt::Window);
    auto *top = new QCheckBox(tr("Stay on &Top"));
    top->setObjectName(u"stayOnTop"_s);
    connect(top, &QCheckBox::toggled, this, &OwnWindow::setOnTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, theme.space(2));
    column->addWidget(content, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(theme.space(3), 0, theme.space(3), 0);
    row->addWidget(top);
    row->addStretch(1);
    column->addLayout(row);
}

void OwnWindow::setOnTop(bool onTop)
{
    // A change of flags hides it.
    const QRect place = geometry();
    const bool shown = isVisible();
    setWindowFlag(Qt::WindowStaysOnTopHint, onTop);
    setGeometry(place);
    setVisible(shown);
}

void OwnWindow::closeEvent(QCloseEvent *event)
{
    event->accept();
    Q_EMIT leaving();
}

void OwnWindow::reject()
{
    close();
}

} // namespace stepladder::ui

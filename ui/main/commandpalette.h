// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main/popup.h"
#include "ui/theme/theme.h"

#include <QPointer>

class QAction;
class QLineEdit;
class QListWidget;
class QMenuBar;

namespace stepladder::ui {

/// Every action of the menus by a few letters of its name (Ctrl+Shift+P).
class CommandPalette final : public Popup
{
    Q_OBJECT

public:
    CommandPalette(const QMenuBar &menus, const Theme &theme, QWidget *parent);

    /// Whether all letters of \p typed stand in \p name in that order, words' beginnings first: 0 does not match, a
    /// higher one fits better.
    static int fit(const QString &name, const QString &typed);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Command
    {
        QString name; ///< "Run: Pause"
        QPointer<QAction> action;
    };
    void gather(const QList<QAction *> &actions, const QString &menu);
    void filter();
    void run();

    QList<Command> m_commands;
    QLineEdit *m_typed = nullptr;
    QListWidget *m_list = nullptr;
};

} // namespace stepladder::ui

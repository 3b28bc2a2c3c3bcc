// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/todos/todolist.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace stepladder::ui {

/// What is left to do by hand: stubs, each with its report, marked done or made anew with a note.
class TodoPane final : public QWidget
{
    Q_OBJECT

public:
    TodoPane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);

Q_SIGNALS:
    /// "To-dos 2": with those that are open.
    void titleChanged(const QString &title);

private:
    QLayout *bar();
    QPushButton *addButton(class QHBoxLayout &row, const QString &name, const QString &text);
    void refresh();
    void showState();
    const memory::Todo *current() const;
    void regenerate();
    void openReport();
    void say(const QString &sentence);

    OpenRun &m_run;
    const Theme &m_theme;
    TodoList m_todos;
    QTreeWidget *m_tree = nullptr;
    QLabel *m_empty = nullptr;
    QLabel *m_message = nullptr;
    QCheckBox *m_doneToo = nullptr;
    QLineEdit *m_note = nullptr;
    QPushButton *m_regenerate = nullptr;
    QPushButton *m_done = nullptr;
    QPushButton *m_report = nullptr;
};

} // namespace stepladder::ui

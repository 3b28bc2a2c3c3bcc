// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace stepladder::ui {

class Theme;

/// A label, what is edited below it, and in one sentence below that what is wrong with it.
class FormField final : public QWidget
{
    Q_OBJECT

public:
    /// Takes \p editor, whose object name it needs. An empty \p label: the editor bears its own, as a check box.
    FormField(const QString &label, QWidget *editor, const Theme &theme, QWidget *parent = nullptr);

    QWidget *editor() const { return m_editor; }
    /// Empty: nothing is wrong.
    void setFault(const QString &message);
    QString fault() const;
    /// A muted line that helps.
    void setHint(const QString &text);

protected:
    /// Undo and redo in a field are the form's: an editor that eats them has a second memory beside it.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *m_editor;
    QLabel *m_fault;
    QLabel *m_hint;
};

} // namespace stepladder::ui

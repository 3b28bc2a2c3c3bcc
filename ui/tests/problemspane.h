// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptpane.h"
#include "ui/tests/problemsmodel.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QTreeView;

namespace stepladder::ui {

/// What is wrong with the selected attempt, or with the last attempt of every step.
class ProblemsPane final : public AttemptPane
{
    Q_OBJECT

public:
    ProblemsPane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);

    /// Opens the line of the current problem in the person's own editor.
    void openOutside();

Q_SIGNALS:
    void editorAsked(const QString &file, int line); ///< from 1; 0: none

protected:
    void load() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makePage();
    QWidget *makeBar();
    void take(const QList<Problem> &problems, bool judged);
    void goTo(const QModelIndex &index);
    void copy();
    void showMenu(const QPoint &point);

    ProblemsModel m_model;
    ProblemsFilter m_filter;
    QList<std::pair<qint64, qint64>> m_loaded; ///< attempts and verdicts that are shown run-wide

    QLineEdit *m_text = nullptr;
    QComboBox *m_severity = nullptr;
    QComboBox *m_source = nullptr;
    QCheckBox *m_all = nullptr;
    QTreeView *m_view = nullptr;
};

} // namespace stepladder::ui

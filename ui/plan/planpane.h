// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "ui/plan/planmodel.h"
#include "ui/plan/question.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QMenu;
class QStackedLayout;

namespace stepladder::ui {

class OpenRun;
class PlanDelegate;
class PlanView;
class Theme;

/// The steps of a run: their state, tries, score and cost, what depends on what, and what can be wanted of each.
class PlanPane final : public QWidget
{
    Q_OBJECT

public:
    PlanPane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);

    /// What can be wanted of \p step at the moment shown; the caller owns it.
    QMenu *menuFor(const QString &step);
    /// Adds it to \p menu.
    void fillMenu(QMenu &menu, const QString &step);

Q_SIGNALS:
    /// A new run is wanted that goes on from before \p step.
    void forkAsked(const QString &step);
    void editorAsked(const QString &file, int line);
    /// Something is to be attached to \p step.
    void attachAsked(const QString &step);
    /// Words are needed before something can be wanted.
    void wordsAsked(const stepladder::ui::Question &question);

private:
    void showMoment();
    void showError(const domain::Error &error);
    void showDependencies();
    void select();
    void chosen();
    void lookAt(const QModelIndex &index);
    void turnRings();
    void openMenu(const QModelIndex &index, const QPoint &place);
    void restyle();

    OpenRun &m_run;
    const Theme &m_theme;
    PlanModel *m_model;
    PlanDelegate *m_delegate;
    PlanView *m_view;
    QLabel *m_message;
    QStackedLayout *m_pages;
    QTimer m_turning;
    int m_turn = 0;
    QString m_pointed; ///< the step under the pointer
    bool m_following = false; ///< the selection is being followed, not made
};

} // namespace stepladder::ui

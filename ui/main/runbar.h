// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QToolBar>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace stepladder::ui {

class BudgetMeter;
class OpenRequests;

/// The line above a run: what it is, how far, what it costs, what waits for you.
class RunBar final : public QToolBar
{
    Q_OBJECT

public:
    RunBar(OpenRun &run, const OpenRequests &requests, const Theme &theme, QWidget *parent = nullptr);

    /// Pauses a run that runs, resumes one that does not.
    void pauseOrResume();
    void stop();
    void askForCap();
    /// Counts for what comes after.
    void changeMode(domain::Mode mode);

Q_SIGNALS:
    void requestsWanted();

private:
    void refresh();
    void refreshButtons();
    void refreshTime();
    void refreshMode();
    QString nameOfRun() const;

    OpenRun &m_run;
    const OpenRequests &m_requests;
    const Theme &m_theme;
    QLabel *m_name = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_stop = nullptr;
    QComboBox *m_mode = nullptr;
    QLabel *m_steps = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_time = nullptr;
    BudgetMeter *m_money = nullptr;
    QPushButton *m_waiting = nullptr;
    QAction *m_pauseShown = nullptr; ///< a tool bar hides its widgets by their actions
    QAction *m_stopShown = nullptr;
    QAction *m_waitingShown = nullptr;
    bool m_pausing = false;
    std::optional<domain::Mode> m_wantedMode; ///< not taken yet
};

} // namespace stepladder::ui

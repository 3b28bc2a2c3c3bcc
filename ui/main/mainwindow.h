// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/clock.h"
#include "storage/locations.h"
#include "ui/run/runstarter.h"
#include "ui/theme/theme.h"

#include <QMainWindow>
#include <QPointer>

#include <functional>
#include <thread>

class QMenu;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace stepladder::ui {

class LadderEditor;
class RequestNews;
class RunPage;
class StartArea;
class WaitingRequests;
class WaitingWindow;

/// The window: the start page, and a tab for each open run.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(storage::Locations locations, const storage::Clock &clock, Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    void openRun(const QString &id);
    void start(const engine::StartRequest &request);
    void startSample();
    /// Asks for another run and shows both side by side.
    void compare(RunPage &page);
    /// A new run that shares what \p run did before \p step, in a tab of its own; nothing runs until it is resumed.
    void fork(const QString &run, const QString &step);

    RunPage *currentPage() const;
    QList<RunPage *> pages() const;

Q_SIGNALS:
    /// The window is closed and no run is under way any more.
    void finished();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeStart();
    void makeMenus();
    QAction *add(QMenu &menu, const QString &text, const QKeySequence &keys, const std::function<void()> &work);
    /// An action that is there only while a run is shown.
    QAction *addForRun(QMenu &menu, const QString &text, const QKeySequence &keys,
                       const std::function<void(RunPage &)> &work);
    void makeModeMenu(QMenu &menu);
    void makeThemeMenu(QMenu &menu);
    void makeBadge();
    void showBadge();
    void showWaiting();
    void fillRunMenus();
    void choosePrograms();
    void showLadders();
    void addPage(OpenRun *run);
    void closePage(int index);
    void pageChanged();
    void refreshTitles();
    void showRequest(const QString &id);
    void showError(const domain::Error &error);
    void readSettings();
    void writeSettings() const;
    void closeWhenIdle();
    void noteSeen(RunPage &page) const;

    const storage::Locations m_locations;
    const storage::Clock &m_clock;
    Theme &m_theme;
    RunStarter m_starter;
    QStackedWidget *m_stack = nullptr;
    StartArea *m_start = nullptr;
    QTabWidget *m_tabs = nullptr;
    RequestNews *m_news = nullptr;
    QMenu *m_docksMenu = nullptr;
    QMenu *m_stepMenu = nullptr;
    QMenu *m_breakpointsMenu = nullptr;
    QPointer<QObject> m_palette; ///< the commands that are being chosen from
    QList<QAction *> m_runActions;
    WaitingRequests *m_waiting = nullptr;
    QPointer<WaitingWindow> m_waitingWindow;
    QPointer<LadderEditor> m_ladders;
    QToolButton *m_badge = nullptr; ///< how many questions wait, over all runs
    QByteArray m_layout;
    bool m_closing = false;
    std::thread m_forking;
};

} // namespace stepladder::ui

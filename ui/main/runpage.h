// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plan/question.h"
#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

class QLabel;
class QMenu;
class QTabWidget;

namespace stepladder::ui {

class AskBar;
class Banner;
class BusyModels;
class CodePane;
class ConversationPane;
class OpenRequests;
class PlanPane;
class ProblemsPane;
class RequestsPane;
class RunBar;
class TestsPane;
class TimeBar;

/// One run with all its panes: docks round code and conversation. A tab of the main window.
class RunPage final : public QMainWindow
{
    Q_OBJECT

public:
    /// Takes \p run over.
    RunPage(OpenRun *run, const Theme &theme, QWidget *parent = nullptr);
    ~RunPage() override;

    OpenRun &run() { return *m_run; }
    RunBar &bar() { return *m_bar; }
    TimeBar &timeBar() { return *m_time; }
    QString title() const;
    int waiting() const;
    const OpenRequests &requests() const { return *m_requests; }

    void showRequests();
    void showRequest(const QString &request); ///< as soon as it is read
    /// A tab that tells what happened after entry \p seq, if anything did.
    void showSince(qint64 seq);
    /// Entries of \p menu that show and hide each dock.
    void addDockActions(QMenu &menu) const;
    void resetLayout();
    /// What goes into the prompts of \p step, or of all where it is empty.
    void openAttachments(const QString &step);
    /// What can be wanted of the selected step.
    void fillStepMenu(QMenu &menu);
    void fillBreakpointMenu(QMenu &menu);
    /// The line of the pane that has the keyboard, or the code that is shown, in the person's own editor.
    void openInEditor();
    void openInTerminal(); ///< the run's own copy of the project
    QByteArray layout() const;
    void setLayout(const QByteArray &state);

Q_SIGNALS:
    void titleChanged();
    /// fillStepMenu() and fillBreakpointMenu() would fill in something else.
    void menusChanged();
    /// A new run that shares what \p run did before \p step is wanted.
    void forkAsked(const QString &run, const QString &step);
    /// Another editor or terminal is to be chosen.
    void programsAsked();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QDockWidget *addDock(const QString &name, const QString &title, QWidget *pane, Qt::DockWidgetArea area);
    QWidget *center();
    QWidget *notices();
    QWidget *panesInCenter();
    void addStatus();
    void lookForSandbox();
    void showSandbox();
    void noteMenus();
    void openFile(const QString &file, int line);
    void sayOfProgram(const domain::Result<void> &started);
    void addDocks();
    void addTimeBar();
    void arrange();
    void refreshStatus();
    void followTheWork();
    void showMessage(const QString &text);

    OpenRun *m_run;
    const Theme &m_theme;
    OpenRequests *m_requests = nullptr;
    RunBar *m_bar = nullptr;
    TimeBar *m_time = nullptr;
    QToolBar *m_timeHolder = nullptr;
    QTabWidget *m_tabs = nullptr;
    AskBar *m_ask = nullptr;
    Banner *m_noSandbox = nullptr;
    Banner *m_noProgram = nullptr;
    BusyModels *m_busyModels = nullptr;
    CodePane *m_code = nullptr;
    ConversationPane *m_conversation = nullptr;
    RequestsPane *m_requestsPane = nullptr;
    PlanPane *m_plan = nullptr;
    ProblemsPane *m_problems = nullptr;
    TestsPane *m_tests = nullptr;
    QLabel *m_busy = nullptr;
    QLabel *m_sandbox = nullptr;
    std::optional<domain::Result<void>> m_sandboxTried;
    /// What the menus were made for.
    std::tuple<QString, std::optional<domain::StepState>, QString, QList<engine::Breakpoint>, bool> m_menus;
    QLabel *m_message = nullptr;
    QLabel *m_journal = nullptr;
    QList<QDockWidget *> m_docks;
    QList<QDockWidget *> m_sized; ///< left, right and below: what their areas' sizes are given by
    QByteArray m_firstLayout;
    QByteArray m_savedLayout; ///< to begin with
    bool m_arranged = false; ///< the docks have their first sizes
    bool m_following = true; ///< nobody chose a step yet
    bool m_selecting = false;
    qint64 m_passingSince = 0; ///< when the message about something under way was said; 0: it is about something else
};

} // namespace stepladder::ui

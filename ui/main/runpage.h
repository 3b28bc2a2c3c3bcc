// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

class QLabel;
class QMenu;
class QTabWidget;

namespace stepladder::ui {

class CodePane;
class ConversationPane;
class OpenRequests;
class RequestsPane;
class RunBar;
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

    void showRequests();
    /// A tab that tells what happened after entry \p seq, if anything did.
    void showSince(qint64 seq);
    /// Entries of \p menu that show and hide each dock.
    void addDockActions(QMenu &menu) const;
    void resetLayout();
    QByteArray layout() const { return saveState(); }
    void setLayout(const QByteArray &state);

Q_SIGNALS:
    void titleChanged();
    /// A new run that shares what \p run did before \p step is wanted.
    void forkAsked(const QString &run, const QString &step);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QDockWidget *addDock(const QString &name, const QString &title, QWidget *pane, Qt::DockWidgetArea area);
    QWidget *center();
    void addDocks();
    void addTimeBar();
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
    CodePane *m_code = nullptr;
    ConversationPane *m_conversation = nullptr;
    RequestsPane *m_requestsPane = nullptr;
    QLabel *m_message = nullptr;
    QLabel *m_journal = nullptr;
    QList<QDockWidget *> m_docks;
    QList<QDockWidget *> m_sized; ///< left, right and below, until they got their first sizes
    QByteArray m_firstLayout;
    bool m_following = true; ///< nobody chose a step yet
    bool m_selecting = false;
    bool m_passing = false; ///< the message is about something under way
};

} // namespace stepladder::ui

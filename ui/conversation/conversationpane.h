// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/conversation/logfilterbar.h"
#include "ui/conversation/logsearch.h"
#include "ui/conversation/logview.h"
#include "ui/run/openrun.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace stepladder::ui {

/// What is being said in a run: the log, its filters and its search.
class ConversationPane final : public QWidget
{
    Q_OBJECT

public:
    ConversationPane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);

    /// "Conversation · step 5, attempt 6": for the dock or tab that it stands in.
    QString title() const;
    LogView &view() { return *m_view; }
    LogModel &model() { return m_model; }
    LogSearch &search() { return m_search; }

Q_SIGNALS:
    void titleChanged(const QString &title);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void style();
    void connectAll();
    void showMoment();
    void showTitle();
    void showSelection();
    void selectRowsAttempt(qint64 seq);
    void goTo(qint64 seq);
    void arrived(qint64 seq);
    void applyFilter();
    void goToHit(int hit);
    void showWriting();
    void showEmpty();
    void showHits();
    void showNewest();
    void showError(const domain::Error &error);
    void open(qint64 seq);
    QString headingOf(const LogGroup &group) const;

    OpenRun &m_run;
    const Theme &m_theme;
    LogModel m_model;
    LogSearch m_search;
    LogView *m_view = nullptr;
    LogFilterBar *m_bar = nullptr;
    QWidget *m_head = nullptr;
    QLabel *m_writing = nullptr;
    QLabel *m_error = nullptr;
    QToolButton *m_newest = nullptr;
    QHash<QString, QString> m_names; ///< of steps, as headings call them
    QStringList m_order; ///< of steps
    qint64 m_goal = 0; ///< a row that is being reached
    QString m_shownTitle;
    bool m_selecting = false; ///< the selection that changes is our own doing
};

} // namespace stepladder::ui

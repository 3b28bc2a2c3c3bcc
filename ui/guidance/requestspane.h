// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/guidance/openrequests.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace stepladder::ui {

class AnswerPage;
class RequestPage;

/// What waits for a person in one run: one question at a time, the others a choice away.
class RequestsPane final : public QWidget
{
    Q_OBJECT

public:
    RequestsPane(OpenRun &run, OpenRequests &requests, const Theme &theme, QWidget *parent = nullptr);

    /// Shows it now, or as soon as it is there.
    void show(const QString &request);

Q_SIGNALS:
    /// "Waiting for you · 2"; "Waiting for you" without one.
    void titleChanged(const QString &title);

private:
    void refresh();
    void askForChange(RequestPage &page);
    AnswerPage *makePage(const domain::Request &request);
    AnswerPage *pageOf(const QString &request) const;

    OpenRun &m_run;
    OpenRequests &m_requests;
    const Theme &m_theme;
    QComboBox *m_choice = nullptr;
    QStackedWidget *m_pages = nullptr;
    QLabel *m_empty = nullptr;
    QString m_wanted; ///< is to be shown when it is there
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"

#include <QWidget>

namespace stepladder::ui {

/// A page on which one request is answered.
class AnswerPage : public QWidget
{
    Q_OBJECT

public:
    AnswerPage(domain::Request request, QWidget *parent);

    const domain::Request &request() const { return m_request; }
    /// Shows why an answer was not taken, or that it is on its way.
    virtual void showRefusal(const QString &message) = 0;
    virtual void showSent() = 0;
    /// The request is not open any more. True: something was typed here and not sent, which stays to be seen until
    /// dismissed() and this says so no more.
    virtual bool lingers() { return false; }

Q_SIGNALS:
    void answered(const stepladder::domain::Answer &answer);
    void dismissed();

protected:
    const domain::Request m_request;
};

} // namespace stepladder::ui

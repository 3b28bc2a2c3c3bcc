// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"

#include <QCheckBox>
#include <QTimer>

namespace stepladder::ui {

class OpenRun;

/// Offers to give an answer to those requests too, of whatever run, whose steps failed just as this one's did. Not
/// there where there are none.
class AlikeBox final : public QCheckBox
{
    Q_OBJECT

public:
    AlikeBox(const domain::Request &request, OpenRun &run, QWidget *parent = nullptr);

    /// Whether what is being written could serve others: code is of its file alone.
    void setServing(bool serving);
    /// Gives them \p answer, which the request itself was given, where that is wanted.
    void send(const domain::Answer &answer);

Q_SIGNALS:
    /// How many were given it, and which would not take it.
    void said(const QString &sentence);

private:
    void look();
    void refresh();

    const domain::Request m_request;
    OpenRun &m_run;
    QList<domain::Request> m_alike;
    QTimer m_looking;
    bool m_serving = true;
};

} // namespace stepladder::ui

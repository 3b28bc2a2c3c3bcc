// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "ui/editor/codesources.h"
#include "ui/guidance/trialrecord.h"

#include <QObject>

namespace stepladder::ui {

class OpenRun;

/// What a request for help begins with, the best attempt's code and what was executed on it, and what became of code
/// that was tried for it: read from the run's journal, trials as they come.
class HelpEvidence final : public QObject
{
    Q_OBJECT

public:
    HelpEvidence(const domain::Request &request, OpenRun &run, QObject *parent = nullptr);

    /// To be called once somebody listens.
    void read();

Q_SIGNALS:
    void bestRead(const stepladder::ui::CodeAnswer &code, const stepladder::ui::AttemptRecord &record);
    /// No attempt proposed anything: the file as the run has it.
    void fileRead(const QByteArray &content);
    void trialRead(const stepladder::ui::TrialRecord &trial);
    void failed(const QString &why);

private:
    std::optional<journal::AttemptState> best() const;
    void readBest();
    void readTrial();

    const domain::Request m_request;
    OpenRun &m_run;
    bool m_bestAsked = false;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptpane.h"
#include "ui/tests/evidencemodel.h"

class QSplitter;
class QTreeView;

namespace stepladder::ui {

class LinkedText;

/// What the verdict on the selected attempt rests on: commands, exit codes, output, hashes.
class EvidencePane final : public AttemptPane
{
    Q_OBJECT

public:
    EvidencePane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);
    ~EvidencePane() override;

protected:
    void load() override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makePage();
    void take(const AttemptRecord &record);
    void showDetails();
    void copy();

    EvidenceModel m_model;
    QSplitter *m_split = nullptr;
    QTreeView *m_view = nullptr;
    LinkedText *m_details = nullptr;
};

} // namespace stepladder::ui

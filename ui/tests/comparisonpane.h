// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptpane.h"
#include "ui/tests/comparison.h"

class QTableView;

namespace stepladder::ui {

/// The ensemble of the selected step side by side: candidates as columns, tests and inputs as rows, who was chosen and
/// why. Of several the one that the selected attempt was in, else the last.
class ComparisonPane final : public AttemptPane
{
    Q_OBJECT

public:
    ComparisonPane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);
    ~ComparisonPane() override;

protected:
    void load() override;

private:
    QWidget *makePage();
    void showMoment();
    void render(const domain::Entry &compared);
    void select(int column);

    ComparisonModel m_model;
    QList<domain::Entry> m_compared; ///< of the step, newest first
    QTableView *m_view = nullptr;
    QLabel *m_verdict = nullptr;
};

} // namespace stepladder::ui

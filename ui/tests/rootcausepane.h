// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "ui/tests/attemptpane.h"

class QTextBrowser;

namespace stepladder::ui {

/// Why the selected step keeps failing: each analysis of it, the newest first.
class RootCausePane final : public AttemptPane
{
    Q_OBJECT

public:
    RootCausePane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);

protected:
    void load() override;

private:
    void showMoment();
    void render();
    QString html(const domain::Entry &analysis) const;

    QList<domain::Entry> m_analyses; ///< of the step, newest first
    QList<domain::Entry> m_shown; ///< those of the moment shown
    QTextBrowser *m_text;
};

} // namespace stepladder::ui

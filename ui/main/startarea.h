// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/runcontroller.h"
#include "ui/plan/plandraft.h"

#include <QPointer>
#include <QTabWidget>

namespace stepladder::ui {

class PlanEditor;
class StartPage;
class Theme;

/// What there is before a run: the start page, and a tab for each plan that is being written.
class StartArea final : public QTabWidget
{
    Q_OBJECT

public:
    StartArea(storage::Locations locations, const Theme &theme, QWidget *parent = nullptr);

    StartPage &page() { return *m_page; }
    /// Opens \p draft in an editor; one that is open already is shown.
    PlanEditor *openPlan(const PlanDraft &draft, const QString &draftId);
    /// The run that was approved here has begun: its editor is done.
    void runStarted();
    /// The same could not begin: says so at its plan. False: none was approved here.
    bool runFailed(const domain::Error &error);

    /// Ladders were added, changed or taken away.
    void readLadders();

Q_SIGNALS:
    void openRun(const QString &id);
    void resumeRun(const QString &id);
    void approved(const stepladder::engine::StartRequest &request);
    void sample();

private:
    void closeEditor(int index);

    const storage::Locations m_locations;
    const Theme &m_theme;
    StartPage *m_page;
    QPointer<PlanEditor> m_starting;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/providers/discovery.h"
#include "ui/main/recentruns.h"
#include "ui/plan/draftstore.h"
#include "ui/plan/plandraft.h"
#include "ui/plan/planmaker.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QListView;
class QPushButton;
class QVBoxLayout;

namespace stepladder::ui {

class FormField;
class ModelsOffer;
class RecentRunsModel;
class Theme;

/// What one sees first: a new run, the plans begun, the runs there are, the sample; and, where no models are
/// configured, what was found on this machine.
class StartPage final : public QWidget
{
    Q_OBJECT

public:
    StartPage(storage::Locations locations, const Theme &theme,
              const QList<models::ServerPlace> &places = models::usualPlaces(), QWidget *parent = nullptr);

    /// Something that was wanted from here went wrong.
    void showError(const domain::Error &error);
    /// Reads \p file and wants it edited; what is wrong with its form is said in place.
    void openPlanFile(const QString &file);
    /// Reads anew which plans were begun.
    void refreshDrafts();
    void readLadders();

Q_SIGNALS:
    void openRun(const QString &id);
    void resumeRun(const QString &id);
    /// A plan is to be edited; \p draftId: that of a draft that was begun, else empty.
    void openPlan(const stepladder::ui::PlanDraft &draft, const QString &draftId);
    void sample();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeForm();
    QWidget *makeRuns();
    void refreshForm();
    void refreshButtons();
    void lookForModels();
    void showRuns(const QList<RecentRun> &runs);
    void planIt();
    void planEnded();
    void writeByHand();
    QPushButton *makeButton(const QString &name, const QString &text, void (StartPage::*work)());
    void askPlanFile();
    const RecentRun *currentRun() const;

    const storage::Locations m_locations;
    const Theme &m_theme;
    const QList<models::ServerPlace> m_places;
    PlanDraft m_draft;
    DraftStore m_drafts;
    RecentRuns m_recent;
    PlanMaker m_maker;
    domain::ModelsConfig m_models; ///< of the models file that is named
    QHash<QString, FormField *> m_fields;
    ModelsOffer *m_offer = nullptr;
    QLabel *m_error = nullptr;
    QVBoxLayout *m_draftsBox = nullptr;
    RecentRunsModel *m_model = nullptr;
    QListView *m_runs = nullptr;
    QLabel *m_noRuns = nullptr;
    QPushButton *m_plan = nullptr;
    QPushButton *m_cancel = nullptr;
    QLabel *m_progress = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_resume = nullptr;
};

} // namespace stepladder::ui

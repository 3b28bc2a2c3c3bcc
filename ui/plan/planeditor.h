// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/locations.h"
#include "ui/plan/draftstore.h"
#include "ui/plan/plandocument.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QListView;
class QPushButton;
class QScrollArea;
class QTabWidget;

namespace stepladder::ui {

class FormField;
class PlanForm;
class RunForm;
class StepForm;
class Theme;

/// A plan before it runs, on a page of its own: its steps, its options and the run's, each mistake said where it is,
/// everything undone that was done, and nothing lost that was typed.
class PlanEditor final : public QWidget
{
    Q_OBJECT

public:
    /// \p draftId: of a draft to go on with (whose content \p draft is); empty: a new one.
    PlanEditor(storage::Locations locations, const Theme &theme, PlanDraft draft, const QString &draftId = {},
               QWidget *parent = nullptr);
    ~PlanEditor() override; ///< the draft is on disk

    PlanDocument &document() { return m_document; }
    const QString &draftId() const { return m_draftId; }
    /// For a tab: the project's name, or the file's.
    QString title() const;

    /// Reads \p file into the editor; what is wrong with it is said in place, and everything stays as it was.
    void openFile(const QString &file);
    void saveFile(const QString &file);
    /// The run is being started: nothing can be approved meanwhile.
    void setBusy(bool busy);
    /// Ladders were added, changed or taken away.
    void readLadders();
    void showError(const domain::Error &error);
    /// The run has begun: the draft has done its duty.
    void forgetDraft();

Q_SIGNALS:
    /// A person approved the plan as it stands.
    void approved(const stepladder::engine::StartRequest &request);
    void titleChanged();

private:
    QWidget *makeBar();
    QWidget *makeSteps();
    QWidget *makeFoot();
    QScrollArea *scrolled(QWidget *form);
    void makeActions();
    void documentChanged();
    void showCurrent();
    void refreshFoot();
    void goToFault();
    void approve();
    void askOpen();
    void askSave();
    void save();
    void keepDraft();
    FormField *fieldOf(const domain::PlanFault &fault) const;

    const storage::Locations m_locations;
    const Theme &m_theme;
    DraftStore m_drafts;
    QString m_draftId;
    PlanDocument m_document;
    QTimer m_keep;
    QListView *m_steps = nullptr;
    StepForm *m_stepForm = nullptr;
    PlanForm *m_planForm = nullptr;
    RunForm *m_runForm = nullptr;
    QTabWidget *m_options = nullptr;
    QLabel *m_name = nullptr;
    QLabel *m_state = nullptr;
    QPushButton *m_mend = nullptr;
    QPushButton *m_approve = nullptr;
    QString m_error; ///< of opening, saving or starting; until the next change
    bool m_busy = false;
    bool m_forgotten = false;
};

} // namespace stepladder::ui

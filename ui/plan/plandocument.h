// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plan/plandraft.h"

#include <QObject>
#include <QUndoStack>

#include <functional>

namespace stepladder::ui {

/// The draft that an editor's forms share: every change goes through it, can be undone, and is checked at once.
class PlanDocument final : public QObject
{
    Q_OBJECT

public:
    using Edit = std::function<void(PlanDraft &)>;

    explicit PlanDocument(PlanDraft draft, QObject *parent = nullptr);

    const PlanDraft &draft() const { return m_draft; }
    const domain::Plan &plan() const { return m_draft.plan; }
    QUndoStack &undoStack() { return m_undo; }

    /// The step being edited; -1: there is none.
    int current() const { return m_current; }
    void setCurrent(int step);
    const domain::Step *currentStep() const;

    /// Changes the draft as one thing to undo; those of one \p mergeKey that follow each other are one: typing.
    void change(const QString &text, const Edit &edit, const QString &mergeKey = {});
    /// The same for the step being edited.
    void changeStep(const QString &text, const QString &mergeKey, const std::function<void(domain::Step &)> &edit);

    /// After the step being edited, which it then is.
    void addStep();
    /// And its mentions in other steps.
    void removeStep(int step);
    /// So that it comes to stand before the step that is now at \p before.
    void moveStep(int step, int before);
    /// Where other steps mention the id, they mention the new one.
    void renameStep(const QString &id);

    /// Everything that is wrong, the models file included.
    const QList<domain::PlanFault> &faults() const { return m_faults; }
    /// What is wrong with a field of \p step (-1: of the plan or the run), in a sentence; empty when nothing is.
    QString faultAt(int step, const QString &field) const;
    bool hasFaults(int step) const;
    const domain::ModelsConfig &models() const { return m_models; }

    /// Where the plan lies from now on; nothing to undo.
    void setPlanFile(const QString &file);
    /// Takes \p draft for the one there is, as one thing to undo.
    void replace(const QString &text, const PlanDraft &draft);

Q_SIGNALS:
    void changed();
    void currentChanged();

private:
    class Command;
    void take(const PlanDraft &draft, int current);
    void check();

    PlanDraft m_draft;
    int m_current = -1;
    QList<domain::PlanFault> m_faults;
    QString m_modelsFile; ///< the one that was read
    QString m_modelsFault;
    domain::ModelsConfig m_models;
    QUndoStack m_undo;
};

} // namespace stepladder::ui

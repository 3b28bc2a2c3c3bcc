// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/plandocument.h"

#include "models/modelsfile.h"

#include <QSet>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::PlanFault;
using domain::Step;

/// The draft before and after: its parts are shared, so that keeping both costs what differs.
class PlanDocument::Command final : public QUndoCommand
{
public:
    struct State
    {
        PlanDraft draft;
        int current = -1;
    };

    Command(PlanDocument &document, const QString &text, State before, State after, QString mergeKey)
        : QUndoCommand(text)
        , m_document(document)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_mergeKey(std::move(mergeKey))
    {
    }

    void undo() override { m_document.take(m_before.draft, m_before.current); }
    void redo() override { m_document.take(m_after.draft, m_after.current); }
    int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const Command *>(other);
        if (next->m_mergeKey != m_mergeKey)
            return false;
        m_after = next->m_after;
        return true;
    }

private:
    PlanDocument &m_document;
    const State m_before;
    State m_after;
    const QString m_mergeKey;
};

PlanDocument::PlanDocument(PlanDraft draft, QObject *parent)
    : QObject(parent)
    , m_draft(std::move(draft))
    , m_current(m_draft.plan.steps.isEmpty() ? -1 : 0)
{
    check();
}

const Step *PlanDocument::currentStep() const
{
    return m_current < 0 ? nullptr : &m_draft.plan.steps.at(m_current);
}

void PlanDocument::setCurrent(int step)
{
    if (step == m_current || step >= m_draft.plan.steps.size())
        return;
    m_current = step;
    Q_EMIT currentChanged();
}

void PlanDocument::take(const PlanDraft &draft, int current)
{
    const QString file = m_draft.planFile; // undoing an edit does not move the file
    m_draft = draft;
    m_draft.planFile = file;
    const int before = m_current;
    m_current = std::min(current, int(m_draft.plan.steps.size()) - 1);
    check();
    Q_EMIT changed();
    if (m_current != before)
        Q_EMIT currentChanged();
}

void PlanDocument::check()
{
    if (m_draft.modelsFile != m_modelsFile || m_modelsFile.isEmpty()) {
        m_modelsFile = m_draft.modelsFile;
        m_models = {};
        m_modelsFault = tr("is missing, expected a models file");
        if (!m_modelsFile.isEmpty()) {
            const auto read = models::readModelsFile(m_modelsFile);
            m_modelsFault = read ? QString() : read.error().message;
            m_models = read.value_or(domain::ModelsConfig());
        }
    }
    m_faults = faultsOf(m_draft, m_modelsFault);
}

void PlanDocument::change(const QString &text, const Edit &edit, const QString &mergeKey)
{
    PlanDraft next = m_draft;
    edit(next);
    if (next == m_draft)
        return;
    const int current = m_current < 0 && !next.plan.steps.isEmpty() ? 0 : m_current;
    m_undo.push(new Command(*this, text, {m_draft, m_current}, {next, current}, mergeKey));
}

void PlanDocument::changeStep(const QString &text, const QString &mergeKey, const std::function<void(Step &)> &edit)
{
    if (m_current < 0)
        return;
    change(
        text, [&](PlanDraft &draft) { edit(draft.plan.steps[m_current]); },
        mergeKey.isEmpty() ? mergeKey : u"%1/%2"_s.arg(m_current).arg(mergeKey));
}

void PlanDocument::addStep()
{
    PlanDraft next = m_draft;
    const int place = m_current + 1;
    int number = int(next.plan.steps.size()) + 1;
    while (next.plan.step(QString::number(number)))
        ++number;
    next.plan.steps.insert(place, {.id = QString::number(number), .title = {}, .description = {}, .file = {}});
    m_undo.push(new Command(*this, tr("Add a step"), {m_draft, m_current}, {next, place}, {}));
}

void PlanDocument::removeStep(int step)
{
    if (step < 0 || step >= m_draft.plan.steps.size())
        return;
    PlanDraft next = m_draft;
    const QString id = next.plan.steps.takeAt(step).id;
    if (!next.plan.step(id)) {
        for (Step &other : next.plan.steps)
            other.dependsOn.removeAll(id);
    }
    const int current = std::min(m_current > step ? m_current - 1 : m_current, int(next.plan.steps.size()) - 1);
    m_undo.push(new Command(*this, tr("Remove a step"), {m_draft, m_current}, {next, current}, {}));
}

void PlanDocument::moveStep(int step, int before)
{
    const int to = before > step ? before - 1 : before;
    if (step < 0 || to < 0 || step >= m_draft.plan.steps.size() || to >= m_draft.plan.steps.size() || to == step)
        return;
    PlanDraft next = m_draft;
    next.plan.steps.move(step, to);
    // The step being edited stays the same one.
    int current = m_current;
    if (current == step)
        current = to;
    else if (current > step && current <= to)
        --current;
    else if (current < step && current >= to)
        ++current;
    m_undo.push(new Command(*this, tr("Move a step"), {m_draft, m_current}, {next, current}, {}));
}

void PlanDocument::renameStep(const QString &id)
{
    const Step *step = currentStep();
    if (!step)
        return;
    const QString old = step->id;
    const auto bearers = std::count_if(m_draft.plan.steps.begin(), m_draft.plan.steps.end(),
                                       [&old](const Step &other) { return other.id == old; });
    change(
        tr("Name a step"),
        [&](PlanDraft &draft) {
            draft.plan.steps[m_current].id = id;
            if (bearers > 1)
                return; // who was meant cannot be told
            for (Step &other : draft.plan.steps)
                std::replace(other.dependsOn.begin(), other.dependsOn.end(), old, id);
        },
        u"%1/id"_s.arg(m_current));
}

QString PlanDocument::faultAt(int step, const QString &field) const
{
    for (const PlanFault &fault : m_faults) {
        if (fault.step == step && fault.field == field)
            return fault.message;
    }
    return {};
}

bool PlanDocument::hasFaults(int step) const
{
    return std::any_of(m_faults.begin(), m_faults.end(), [step](const PlanFault &fault) { return fault.step == step; });
}

void PlanDocument::setPlanFile(const QString &file)
{
    m_draft.planFile = file;
    Q_EMIT changed();
}

void PlanDocument::replace(const QString &text, const PlanDraft &draft)
{
    const int current = draft.plan.steps.isEmpty() ? -1 : 0;
    m_undo.push(new Command(*this, text, {m_draft, m_current}, {draft, current}, {}));
    setPlanFile(draft.planFile);
}

} // namespace stepladder::ui

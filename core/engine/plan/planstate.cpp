// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan/planstate.h"

#include "domain/plancheck.h"

#include <QSet>

namespace stepladder::engine {

using domain::Plan;
using domain::Step;
using domain::StepState;

namespace {

/// All that \p step needs first, directly or not.
QSet<QString> neededBy(const Plan &plan, const QString &step)
{
    QSet<QString> needed;
    QStringList open = {step};
    while (!open.isEmpty()) {
        const Step *current = plan.step(open.takeLast());
        for (const QString &dependency : current ? current->dependsOn : QStringList()) {
            if (!needed.contains(dependency)) {
                needed.insert(dependency);
                open.append(dependency);
            }
        }
    }
    return needed;
}

} // namespace

PlanState::PlanState(Plan plan)
    : m_plan(std::move(plan))
{
}

Plan PlanState::plan() const
{
    const std::lock_guard lock(m_mutex);
    return m_plan;
}

StepState PlanState::state(const QString &step) const
{
    const std::lock_guard lock(m_mutex);
    return m_states.value(step, StepState::Pending);
}

void PlanState::setState(const QString &step, StepState state)
{
    const std::lock_guard lock(m_mutex);
    m_states.insert(step, state);
}

void PlanState::amend(const QList<Step> &steps, const QString &dependent, const QStringList &first)
{
    QStringList needed = first;
    {
        const std::lock_guard lock(m_mutex);
        for (const Step &step : steps) {
            const auto known = std::find_if(m_plan.steps.begin(), m_plan.steps.end(),
                                            [&](const Step &s) { return s.id == step.id || s.file == step.file; });
            needed.append(known == m_plan.steps.end() ? step.id : known->id);
            if (known != m_plan.steps.end())
                continue;
            const auto before = std::find_if(m_plan.steps.begin(), m_plan.steps.end(),
                                             [&](const Step &s) { return s.id == dependent; });
            m_plan.steps.insert(before, step);
        }
    }
    for (const QString &id : std::as_const(needed)) {
        if (id == dependent || dependsOn(id, dependent))
            continue;
        const std::lock_guard lock(m_mutex);
        for (Step &step : m_plan.steps) {
            if (step.id == dependent && !step.dependsOn.contains(id))
                step.dependsOn.append(id);
        }
    }
}

bool PlanState::dependsOn(const QString &step, const QString &other) const
{
    return neededBy(plan(), step).contains(other);
}

QStringList PlanState::testsJudgedAt(const Step &step) const
{
    const Plan plan = this->plan();
    const QStringList order = domain::dependencyOrder(plan);
    QStringList judged;
    for (const QString &test : step.tests) {
        const bool later = std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step &other) {
            return other.id != step.id && other.tests.contains(test)
                && order.indexOf(other.id) > order.indexOf(step.id);
        });
        if (!later)
            judged.append(test);
    }
    return judged;
}

bool PlanState::dependsOnStub(const QString &step) const
{
    const QSet<QString> needed = neededBy(plan(), step);
    return std::any_of(needed.begin(), needed.end(),
                       [this](const QString &id) { return state(id) == StepState::Stubbed; });
}

QStringList PlanState::stubbedFiles() const
{
    const std::lock_guard lock(m_mutex);
    QStringList files;
    for (const Step &step : m_plan.steps) {
        if (m_states.value(step.id, StepState::Pending) == StepState::Stubbed)
            files.append(step.file);
    }
    return files;
}

QStringList PlanState::changedFiles() const
{
    QStringList files;
    for (const Step &step : plan().steps) {
        const StepState s = state(step.id);
        if (s == StepState::Accepted || s == StepState::AcceptedByPerson || s == StepState::Unproven
            || s == StepState::Stubbed)
            files.append(step.file);
    }
    return files;
}

} // namespace stepladder::engine

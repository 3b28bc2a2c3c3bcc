// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "domain/run.h"

#include <QHash>

#include <mutex>

namespace stepladder::engine {

/// The plan of a run as it stands now, amendments included, and how its steps ended. Thread-safe; hands out copies.
class PlanState
{
public:
    explicit PlanState(domain::Plan plan);

    domain::Plan plan() const;
    domain::StepState state(const QString &step) const;
    void setState(const QString &step, domain::StepState state);
    /// Adds \p steps before \p dependent, which depends on them from now on, and on the steps \p first of the plan. A
    /// step whose id or file stands already is not added: \p dependent depends on the one that stands.
    void amend(const QList<domain::Step> &steps, const QString &dependent, const QStringList &first = {});
    /// Whether \p step needs \p other first, directly or not.
    bool dependsOn(const QString &step, const QString &other) const;

    /// Of the tests named by \p step, those that are judged at it: no later step in dependency order names them.
    QStringList testsJudgedAt(const domain::Step &step) const;
    /// Whether a step that \p step depends on, directly or not, ended as a stub.
    bool dependsOnStub(const QString &step) const;
    /// Files of steps that ended as stubs.
    QStringList stubbedFiles() const;
    /// Files of steps that ended with a change.
    QStringList changedFiles() const;

private:
    mutable std::mutex m_mutex;
    domain::Plan m_plan;
    QHash<QString, domain::StepState> m_states;
};

} // namespace stepladder::engine

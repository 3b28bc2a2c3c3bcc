// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plancheck.h"
#include "engine/control/runcontroller.h"

namespace stepladder::ui {

/// A plan and how it is to be run, while a person writes it: anything may still be wrong, and is kept as it was typed.
struct PlanDraft
{
    domain::Plan plan;
    QString workspace = {};
    QString ladder = QStringLiteral("never-surrender");
    QString modelsFile = {};
    domain::Mode mode = domain::Mode::Guarded;
    QString budget = {}; ///< dollars for the run, as typed; empty: no cap
    QString perStep = {};
    QString perDay = {};
    QString paidCalls = {};
    bool noEnsemble = false;
    bool noExpert = false;
    bool noHuman = false;
    bool noTests = false;
    bool allowLarge = false;
    int parallel = 4;
    QString planFile = {}; ///< where the plan was read from or saved to

    bool operator==(const PlanDraft &) const = default;
};

QJsonObject toJson(const PlanDraft &draft);
/// Strict in form, whatever the plan says. BadInput.
domain::Result<PlanDraft> draftFromJson(const QJsonObject &json, const QString &where);

/// What is wrong with \p draft: its plan's faults, then those of the run, whose fields begin with "run.".
/// \p modelsFault is what reading its models file said, empty when all is well.
QList<domain::PlanFault> faultsOf(const PlanDraft &draft, const QString &modelsFault);

/// What starts it. \p draft has no faults.
engine::StartRequest requestOf(const PlanDraft &draft, const domain::ModelsConfig &models);

} // namespace stepladder::ui

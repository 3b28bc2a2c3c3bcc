// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "engine/prompts/prompts.h"
#include "models/modelclients.h"

#include <stop_token>

namespace stepladder::engine {

/// What a plan is made for.
struct PlanTask
{
    QString task;
    QString language; ///< a toolchain's id; empty: the thinker says
    QString projectName;
    QStringList files = {}; ///< of the existing workspace
    QStringList languages = {}; ///< toolchains there are
    QStringList scaffolds = {};
};

/// Task and existing workspace → plan. The thinker's answer is checked against the schema and against the plan's own
/// rules; what is wrong is asked for once more, then the error names the step. Malformed, BadInput, and the model's
/// errors.
domain::Result<domain::Plan> makePlan(const PlanTask &task, const PromptLibrary &prompts, models::ModelClients &clients,
                                      models::TokenSink *sink, std::stop_token stop, domain::MicroUsd *cost);

} // namespace stepladder::engine

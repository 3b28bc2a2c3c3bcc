// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/models.h"
#include "domain/money.h"
#include "domain/plan.h"
#include "storage/locations.h"

#include <functional>
#include <memory>

namespace stepladder::engine {

/// What a plan is to be made for.
struct PlanRequest
{
    QString task;
    QString workspace; ///< an existing folder
    QString language = {}; ///< a toolchain's id; empty: the thinker says
    domain::ModelsConfig models;
};

/// News of a plan being made, on a thread of the engine: values only.
struct PlanListener
{
    std::function<void(const QString &delta)> streamed = {}; ///< text as the thinker writes it
    std::function<void(const QString &line)> noticed = {}; ///< one line for people: what leaves, what is withheld
    /// Exactly once for each start() that succeeded, the last that is told of it. Malformed, BadInput (names the step),
    /// Cancelled, and the model's errors.
    std::function<void(const domain::Result<domain::Plan> &plan, domain::MicroUsd cost)> ended = {};
};

/// Lets the thinker write a plan, on a thread of its own. One at a time.
class PlanController
{
public:
    PlanController(storage::Locations locations, PlanListener listener);
    ~PlanController(); ///< cancels and waits

    /// Checks what can be checked and begins. BadInput (empty task, no such folder, unknown language, models),
    /// Conflict (one is being made).
    domain::Result<void> start(const PlanRequest &request);
    void cancel();
    /// Blocks until the plan is made, cancelled or failed.
    void wait();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// A language that a plan may be in.
struct LanguageChoice
{
    QString id; ///< of the toolchain
    QString title;
    QStringList scaffolds;
    QStringList testFrameworks; ///< the first is the default
    QStringList patterns; ///< that a step may require and a tool checks

    bool operator==(const LanguageChoice &) const = default;
};
/// The toolchains there are, the user's own included; unreadable ones are left out.
QList<LanguageChoice> languageChoices(const storage::Locations &locations);

} // namespace stepladder::engine

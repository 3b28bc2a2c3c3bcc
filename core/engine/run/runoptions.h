// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/run.h"
#include "models/money/budget.h"

#include <QJsonObject>

namespace stepladder::engine {

/// How a run is to behave, as its journal pins it.
struct RunOptions
{
    domain::Mode mode = domain::Mode::Guarded;
    models::Caps caps = {};
    bool noEnsemble = false;
    bool noExpert = false;
    bool noHuman = false;
    bool noTests = false;
    bool noWait = false; ///< not pinned: exits once only people can go on
    int parallel = 4; ///< steps at once
};

/// A person's answer to the question about \p cap: \p amount is the run's new total, and that cap is lifted to it where
/// it is another; the cap on paid calls goes away, since no amount of money says how many.
void raiseCap(models::Caps &caps, const QString &cap, domain::MicroUsd amount);

/// Sets \p cap alone to \p limit (of paidCalls a count).
void setCap(models::Caps &caps, const QString &cap, qint64 limit);

QJsonObject toJson(const RunOptions &options);
RunOptions runOptionsFromJson(const QJsonObject &json);
QJsonObject toJson(const models::Caps &caps);
models::Caps capsFromJson(const QJsonObject &json);

} // namespace stepladder::engine

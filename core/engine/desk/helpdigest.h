// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/runparts.h"
#include "engine/steps/climb.h"
#include "guidance/helprequest.h"

namespace stepladder::engine {

/// Distinct reasons for which attempts failed, the commonest first: issues that differ in names, numbers and quoted
/// values alone are one. An attempt without an issue counts with its summary. Pure.
QList<guidance::FailureReason> failureReasons(const QList<Attempt> &attempts);

/// The candidates of \p attempts, each against the one before, with what came of it. Pure.
QList<guidance::TriedAttempt> digestOf(const QList<Attempt> &attempts);

/// What a person has to know to help with the step of \p climb. Pure but for what stands in \p parts.
guidance::HelpAsk helpAsk(const RunParts &parts, const Climb &climb, const QList<memory::StepRecord> &similar);

} // namespace stepladder::engine

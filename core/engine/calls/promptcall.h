// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/prompts/stepcontext.h"

namespace stepladder::engine {

/// Builds a prompt about a step as an effect, for the first of \p candidates whose context it fits; the request to send
/// and who is to be asked. What was left out is in the journal. ContextTooLong when it fits nobody.
struct PreparedCall
{
    models::ChatRequest request;
    QStringList players;
};
domain::Result<PreparedCall> prepareCall(RunParts &parts, const Climb &climb, const domain::Rung &rung,
                                         const QString &purpose, const QString &role, const QStringList &candidates);

} // namespace stepladder::engine

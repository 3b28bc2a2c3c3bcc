// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <QJsonObject>
#include <QString>

namespace stepladder::models {

/// Finds the JSON object in a model's answer (bare, in a fenced block, after reasoning text) and checks it against
/// \p schema with valijson. Malformed names the path and what was expected.
domain::Result<QJsonObject> parseStructured(const QString &answer, const QJsonObject &schema);

/// The turn that asks once more after \p answer to \p request could not be read: both, and \p why. Schema, temperature
/// and context stay: a repair keeps the purpose of the call it mends.
ChatRequest repairTurn(ChatRequest request, const QString &answer, const domain::Error &why);

} // namespace stepladder::models

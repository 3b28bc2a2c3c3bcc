// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QJsonObject>
#include <QString>

namespace stepladder::models {

/// Finds the JSON object in a model's answer (bare, in a fenced block, after reasoning text) and checks it against
/// \p schema with valijson. Malformed names the path and what was expected.
domain::Result<QJsonObject> parseStructured(const QString &answer, const QJsonObject &schema);

} // namespace stepladder::models

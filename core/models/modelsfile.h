// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/models.h"
#include "storage/locations.h"

namespace stepladder::models {

/// Where the user's models file lies unless another one is named.
inline QString usualModelsFile(const storage::Locations &locations)
{
    return locations.config + QStringLiteral("/models.json");
}

/// Reads \p file strictly. NotFound, Io, BadInput.
domain::Result<domain::ModelsConfig> readModelsFile(const QString &file);
/// Writes \p config to \p file and makes its folder. Conflict: there is one already, which stays. Io.
domain::Result<void> writeNewModelsFile(const domain::ModelsConfig &config, const QString &file);

} // namespace stepladder::models

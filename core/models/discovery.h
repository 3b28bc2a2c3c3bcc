// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/modelclients.h"

#include <QStringList>

namespace stepladder::models {

/// The names of the models that \p endpoint offers: Ollama's /api/tags, /models or /v1/models elsewhere; none for
/// scripted answers. Blocks, at most 15 s. Authentication (also where its secret is not set), ConnectTimeout, Network,
/// Malformed (no such list), and what else a status means; Cancelled.
domain::Result<QStringList> availableModels(const domain::Endpoint &endpoint, const SecretSource &secrets,
                                            std::stop_token stop);

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "storage/locations.h"
#include "toolchain/verify.h"

#include <functional>
#include <stop_token>

namespace stepladder::engine {

/// Judges a folder as it stands, on a copy (design.md §8, `verify`). \p language empty: the one whose project the
/// folder holds. BadInput, MissingTool, Sandbox, Toolchain, Io, Cancelled.
domain::Result<toolchain::VerifyReport> verifyFolder(const storage::Locations &locations, const QString &folder,
                                                     const QString &language,
                                                     const std::function<void(const QString &)> &onProgress,
                                                     std::stop_token stop);

} // namespace stepladder::engine

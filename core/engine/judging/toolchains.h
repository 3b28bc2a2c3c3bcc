// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "storage/locations.h"
#include "toolchain/toolchain.h"

namespace stepladder::engine {

/// Ids of the toolchains there are, the user's own included: "csharp", "python", "text".
QStringList languages(const storage::Locations &locations);

/// The toolchain of \p language in a sandbox of its own. BadInput (unknown; a descriptor that is wrong), MissingTool.
domain::Result<std::unique_ptr<toolchain::Toolchain>> makeToolchainFor(const storage::Locations &locations,
                                                                       const QString &language);

/// The same from a descriptor at hand: what a run pinned.
domain::Result<std::unique_ptr<toolchain::Toolchain>> makeToolchainFrom(const storage::Locations &locations,
                                                                        const QByteArray &descriptor,
                                                                        const QString &origin, const QString &language);

/// The descriptor of \p language. BadInput names the languages there are.
domain::Result<QByteArray> readDescriptor(const storage::Locations &locations, const QString &language);

} // namespace stepladder::engine

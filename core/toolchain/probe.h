// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/siterunner.h"

namespace stepladder::toolchain {

/// The name of the driver among a descriptor's helpers; none there: the language cannot be probed.
bool hasHelper(const Descriptor &descriptor, const QString &path);

/// Runs \p command, which evaluates one expression and writes kind and text of what came of it to \p outcomeFile, and
/// tells what came of it, also where the process hung or went away.
domain::Result<ProbeOutcome> runProbe(SiteRunner &runner, const SiteCommand &command, const QString &outcomeFile);

} // namespace stepladder::toolchain

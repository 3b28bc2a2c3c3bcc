// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"

namespace stepladder::engine {

/// Whether rungs of that kind are climbed; a run skips others and says so.
bool hasRung(domain::RungKind kind);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/descriptor.h"

namespace stepladder::toolchain {

/// \p source with comments and the insides of texts blanked, every other character where it stood.
QString maskSource(const Lexis &lexis, const QString &source);

/// The place behind the bracket that closes the one at \p open in \p masked; the end when none does.
qsizetype afterClosing(const QString &masked, qsizetype open);

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "toolchain/descriptor.h"

namespace stepladder::toolchain {

/// The declarations that the descriptor's expression finds in \p source, one a match, whitespace made single.
QStringList surfaceByExpression(const Descriptor &descriptor, const QByteArray &source);
/// The descriptor's stub template with {note}, {marker} and {surface} filled in.
QByteArray stubFromTemplate(const Descriptor &descriptor, const domain::Step &step, const QStringList &surface,
                            const QString &note);
/// \p note as comment lines behind \p mark.
QString commented(const QString &note, const QString &mark);

} // namespace stepladder::toolchain

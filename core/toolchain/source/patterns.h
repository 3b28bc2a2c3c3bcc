// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"
#include "toolchain/descriptor.h"

namespace stepladder::toolchain {

/// Missing required patterns (warnings, one issue a pattern, with the first place) and anti-patterns (infos, or
/// warnings where their name is required) in \p source. The issue's id is the check's name. Names without a check are
/// ignored: they are the review's.
QList<domain::Issue> checkPatterns(const Descriptor &descriptor, const QByteArray &source, const QString &file,
                                   const QStringList &requiredPatterns);

} // namespace stepladder::toolchain

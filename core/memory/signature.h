// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"

#include <QString>

namespace stepladder::memory {

/// The coarse class of a failure over the issues of all attempts: the seed's four keyword classes, case-insensitive
/// (null → null_handling, async → async_pattern, injection → dependency_injection, cancellation → cancellation_token),
/// extended by classes of diagnostic IDs; sorted and joined by '|', "unclassified" otherwise.
QString signatureOf(const QList<domain::Issue> &issues);

/// The exact identity of one attempt's failure: tool, diagnostic ID and message with identifiers, paths, numbers and
/// quoted values replaced, over its errors, sorted; "v1:" and a hash. Empty without issues of error severity.
QString fingerprintOf(const QList<domain::Issue> &issues);
/// One issue's normalised text, as the fingerprint hashes it.
QString normalised(const domain::Issue &issue);

} // namespace stepladder::memory

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journalreader.h"

namespace stepladder::ui {

/// "attempt 3"; what is not counted has no number: "a person's code", "the stub".
QString attemptName(const journal::AttemptState &attempt);
/// The same where a sentence begins.
QString attemptTitle(const journal::AttemptState &attempt);

} // namespace stepladder::ui

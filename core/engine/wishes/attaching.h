// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/wishes.h"
#include "journal/journal.h"

namespace stepladder::engine {

/// Reads what a person attaches and keeps it as blobs: `plan.attached`, and an insight that says so. BadInput: a path
/// outside \p workspace or not there, or nothing that is text.
domain::Result<QList<journal::Draft>> attachedEntries(journal::Journal &journal, const QString &workspace,
                                                      const wish::Attach &attach, const QString &by);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"

namespace stepladder::engine {

/// What an entry says of something that a person wanted, in one line without the step; empty: it is about something
/// else.
QString wishLine(const domain::Entry &entry);

/// The entry types that wishLine() knows; notes beside them, which stand among the many insights.
const QStringList &wishEntryTypes();

} // namespace stepladder::engine

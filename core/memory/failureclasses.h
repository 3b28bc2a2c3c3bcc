// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"

#include <QStringList>

namespace stepladder::memory {

/// The classes of a failure that one issue speaks of, from the tables in failureclasses.cpp; may be empty.
QStringList failureClasses(const domain::Issue &issue);

} // namespace stepladder::memory

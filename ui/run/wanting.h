// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "engine/control/wishes.h"

#include <QObject>

#include <functional>

namespace stepladder::ui {

class OpenRun;

/// Wants \p wish of \p run, and tells \p then on the GUI thread whether it is on disk, unless \p context is gone by
/// then. For what was typed: it stays where it is until the run has it.
void want(OpenRun &run, const engine::Wish &wish, QObject *context,
          const std::function<void(const domain::Result<void> &)> &then);

} // namespace stepladder::ui

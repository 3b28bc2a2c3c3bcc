// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/projection.h"

class QMenu;
class QWidget;

namespace stepladder::ui {

class OpenRun;

/// Adds to \p menu what a person may want of \p step in its state: a note, to be asked, another rung, an end, another
/// try, a breakpoint. Nothing where an old moment is shown. \p parent: of the questions that some ask.
void addStepWishes(QMenu &menu, OpenRun &run, const journal::StepView &step, QWidget &parent);

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/projection.h"
#include "ui/plan/question.h"

class QMenu;

namespace stepladder::ui {

class OpenRun;

/// Adds to \p menu what a person may want of \p step in its state: a note, to be asked, another rung, an end, another
/// try, a breakpoint. Nothing where an old moment is shown. \p ask asks for the words that some need.
void addStepWishes(QMenu &menu, OpenRun &run, const journal::StepView &step, const AskPerson &ask);

} // namespace stepladder::ui

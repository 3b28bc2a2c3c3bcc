// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plan/question.h"

class QAction;
class QMenu;

namespace stepladder::ui {

class OpenRun;

/// Adds to \p menu an entry that sets \p breakpoint, ticked and clearing it while it stands.
QAction *addBreakpoint(QMenu &menu, OpenRun &run, const QString &text, const engine::Breakpoint &breakpoint);
/// Adds every rung of the run's ladder as a breakpoint; \p step narrows them to one.
void addRungBreakpoints(QMenu &menu, OpenRun &run, const QString &step = {});
/// Fills \p menu with where the run can be made to stop and ask: a rung, the first paid call, a spend level; and with
/// all that stands, to be cleared. \p ask asks for the amount.
void fillBreakpointMenu(QMenu &menu, OpenRun &run, const AskPerson &ask);

} // namespace stepladder::ui

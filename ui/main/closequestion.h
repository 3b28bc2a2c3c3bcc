// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QWidget;

namespace stepladder::ui {

/// What becomes of runs that are under way when what shows them is closed.
enum class CloseChoice { Stay, KeepRunning, Pause, Stop };

/// Asks. \p mayKeepRunning: the program can go on without a window.
CloseChoice askAboutRunning(QWidget *parent, const QStringList &runs, bool mayKeepRunning);

} // namespace stepladder::ui

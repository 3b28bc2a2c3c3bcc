// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace stepladder::app {

/// Whether \p arguments ask for the window: none, `--sample`, or `--open RUN`.
bool wantsWindow(const QStringList &arguments);

/// Shows the window until it is closed. Exit code 2 for bad arguments, 4 where there is no display.
int runWindow(int argc, char *argv[], const QStringList &arguments);

} // namespace stepladder::app

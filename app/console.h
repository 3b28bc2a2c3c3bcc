// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QJsonObject>
#include <QString>

namespace stepladder::app {

/// Exit codes of design.md §8.
enum ExitCode { Ok = 0, NotPassed = 1, BadInput = 2, Cancelled = 3, Missing = 4, Paused = 5 };

void out(const QString &line); ///< a line to standard output, flushed
void err(const QString &line); ///< a line to standard error
void outJson(const QJsonObject &object); ///< one compact line

/// Prints the error as one line and says the exit code it means: 4 for something missing on this machine, 3 for a
/// cancel, else 2.
int failWith(const domain::Error &error);

/// Reads a file given on the command line. BadInput names it.
domain::Result<QByteArray> readInput(const QString &file);

} // namespace stepladder::app

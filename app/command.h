// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QStringList>

#include <functional>
#include <optional>

namespace stepladder::app {

/// A command of the command line: `stepladder <name> …`.
struct Command
{
    QString name;
    QString synopsis; ///< what follows the name
    QString help; ///< one line
    std::function<int(const QStringList &arguments)> run;
};

const QList<Command> &commands();

/// Parses \p arguments (without the program and the command) with \p options; prints one line and yields nullopt when
/// they are wrong or too few or too many positional ones are there; prints the help for --help and yields nullopt with
/// \p exitCode 0.
std::optional<QStringList> parseArguments(QCommandLineParser &parser, const QString &command,
                                          const QStringList &arguments, int minPositional, int maxPositional,
                                          int *exitCode);

// One file each under commands/.
int runCommand(const QStringList &arguments);
int resumeCommand(const QStringList &arguments);
int planCommand(const QStringList &arguments);
int runsCommand(const QStringList &arguments);
int showCommand(const QStringList &arguments);
int guidanceCommand(const QStringList &arguments);
int verifyCommand(const QStringList &arguments);
int memoryCommand(const QStringList &arguments);
int applyCommand(const QStringList &arguments);
int forkCommand(const QStringList &arguments);
int askCommand(const QStringList &arguments);
int resultsCommand(const QStringList &arguments);
int doctorCommand(const QStringList &arguments);

} // namespace stepladder::app

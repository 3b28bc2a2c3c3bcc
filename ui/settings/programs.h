// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QString>
#include <QStringList>

namespace stepladder::ui {

/// A program of the person's own, with its arguments one by one: no shell reads them.
struct ProgramCall
{
    QString program; ///< found on this machine
    QStringList arguments = {};
    QString folder = {}; ///< where it starts; empty: where we did

    bool operator==(const ProgramCall &) const = default;
};

/// The editor's command on this machine: $VISUAL, $EDITOR, else a known one. `%f` is the file, `%l` the line, a leading
/// `%t` the terminal that it runs in. Empty: there is none.
QString foundEditor();
/// The command that runs another one in a terminal: $TERMINAL, else a known one. Empty: there is none.
QString foundTerminal();

/// How \p file (absolute) opens at \p line (from 1) with the command \p editor. A command without `%f` gets the file
/// last. BadInput (an empty command), MissingTool: in one sentence.
domain::Result<ProgramCall> editorCall(const QString &editor, const QString &terminal, const QString &file, int line);
/// A shell in \p folder, in the terminal.
domain::Result<ProgramCall> terminalCall(const QString &terminal, const QString &folder);
/// Starts it and lets go of it. Io: it could not be started.
domain::Result<void> startApart(const ProgramCall &call);

} // namespace stepladder::ui

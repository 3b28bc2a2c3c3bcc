// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/sandbox.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace stepladder::toolchain {

/// An interpreter and what the sandbox must see of this machine for it to run.
struct PythonInterpreter
{
    QString program; ///< real path, no shim; in a venv the venv's own python
    QStringList folders; ///< prefix and base prefix, where they lie outside of /usr
    bool venv = false;

    bool operator==(const PythonInterpreter &) const = default;
};

/// The venv in \p workspace (a folder with pyvenv.cfg; ".venv" and "venv" before others), read from its files alone.
std::optional<PythonInterpreter> findVenv(const QString &workspace);
/// "home" of a pyvenv.cfg.
QString homeOfVenv(const QByteArray &config);
/// Where \p command (a name on PATH, perhaps a version manager's shim, or a path) really leads, asked of itself with
/// \p folder as the current one.
std::optional<PythonInterpreter> resolveInterpreter(const QString &command, const QString &folder);
QList<Bind> bindsFor(const PythonInterpreter &interpreter);

} // namespace stepladder::toolchain

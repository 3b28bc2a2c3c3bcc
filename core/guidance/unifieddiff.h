// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace stepladder::guidance {

/// The change of a file as a unified diff that `patch -p1` and `git apply` take; empty where there is none.
/// nullopt: the file does not exist. A file with NUL bytes is binary: one line says that it differs.
/// Any thread; memory linear in the texts, time bounded (see compareLines).
QString unifiedDiff(const std::optional<QByteArray> &before, const std::optional<QByteArray> &after,
                    const QString &path, int context = 3);

} // namespace stepladder::guidance

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"

#include <QString>

namespace stepladder::engine {

/// A text with a hole where it erred, for an endpoint that fills in what is missing.
struct Hole
{
    QString before; ///< whole lines
    QString note; ///< comment lines: what is to be written, and what was wrong with what stood there
    QString missing; ///< what stood there
    QString after;

    bool operator==(const Hole &) const = default;
};

/// \p code without the lines around its first errors in \p file; without an error that has a line the whole is missing.
/// \p comment begins a comment in the language.
Hole holeIn(const QString &code, const QString &file, const QList<domain::Issue> &issues, const QString &task,
            const QString &comment);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QString>

namespace stepladder::storage {

/// Where our state lies: the XDG folders, or all of it under STEPLADDER_HOME. Nothing is created by asking.
struct Locations
{
    QString config; ///< the user's overrides of resources, models.json
    QString data; ///< memory
    QString state; ///< runs and their index
    QString cache; ///< prepared packages: may be deleted at any time

    QString runs() const { return state + QStringLiteral("/runs"); }
    QString run(const QString &id) const { return runs() + QLatin1Char('/') + id; }
    /// The folder of the run \p id, which is there. NotFound, also for what is no id but a way elsewhere ("..").
    domain::Result<QString> existingRun(const QString &id) const;
    QString index() const { return state + QStringLiteral("/index.sqlite"); }
    QString memory() const { return data + QStringLiteral("/memory.sqlite"); }

    static Locations fromEnvironment();
    static Locations under(const QString &home);
};

} // namespace stepladder::storage

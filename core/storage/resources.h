// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "storage/locations.h"

#include <QByteArray>
#include <QStringList>

namespace stepladder::storage {

/// The files of `resources/`, each overridden by one of the same name in the user's configuration folder.
class Resources
{
public:
    explicit Resources(Locations locations);

    /// \p name as in "ladders/never-surrender.json", never outside of its folder. NotFound, Io.
    domain::Result<QByteArray> read(const QString &name) const;
    /// Where \p name was found, for messages: a path, or "built-in ladders/fast.json".
    QString origin(const QString &name) const;
    /// Names of the files of \p folder ("ladders"), sorted, the user's own included.
    QStringList list(const QString &folder) const;

    /// As it was built in, whatever the user has: what is no matter of taste (SQL, schemas). NotFound.
    static domain::Result<QByteArray> builtIn(const QString &name);
    /// The scripts of "sql/<folder>" in their order, for Database::migrate.
    static QList<QByteArray> migrations(const QString &folder);

private:
    QString pathOf(const QString &name) const;

    Locations m_locations;
};

} // namespace stepladder::storage

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "storage/locations.h"

#include <QJsonObject>
#include <QList>

namespace stepladder::ui {

/// A ladder that can be chosen for a run, or that would be if its file could be read.
struct LadderFile
{
    QString id; ///< what `--ladder` calls it: the file's name
    QString title = {};
    bool shipped = false; ///< one of that name came with the program
    bool own = false; ///< the user has one of that name, which is used
    QString fault = {}; ///< why it cannot be used; names the file and the field

    bool operator==(const LadderFile &) const = default;
};

/// The shipped ladders, which are never written to, and the user's own in their configuration folder.
class LadderFiles
{
public:
    explicit LadderFiles(storage::Locations locations);

    QList<LadderFile> list() const; ///< by name
    /// As it stands in its file: the user's own before ours. NotFound, Io, BadInput (the engine would refuse it).
    domain::Result<QJsonObject> read(const QString &id) const;
    domain::Result<QJsonObject> readShipped(const QString &id) const;
    /// Where the user's own of that name lies, or would.
    QString pathOf(const QString &id) const;
    /// Why nothing can be called \p id; empty: it can.
    static QString faultOfName(const QString &id);

    /// Writes \p ladder as the user's own, whole or not at all. BadInput, Io. Conflict: the file there is not what
    /// \p before says it was (null: none), so that it is somebody else's or broken; it stays as it is.
    domain::Result<void> write(const QString &id, const QJsonObject &ladder,
                               const std::optional<QByteArray> &before) const;
    /// Takes the user's own away: a shipped one of that name is used again. Conflict as above; Io.
    domain::Result<void> remove(const QString &id, const std::optional<QByteArray> &before) const;
    /// The bytes of the user's own; nullopt: they have none.
    std::optional<QByteArray> bytes(const QString &id) const;

private:
    domain::Result<void> unchanged(const QString &id, const std::optional<QByteArray> &before) const;

    const storage::Locations m_locations;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace stepladder::ui {

/// What is wrong with a field of a ladder that is being written.
struct LadderFault
{
    int rung = -1; ///< -1: of the ladder itself
    QString field; ///< as in its file
    QString message;

    bool operator==(const LadderFault &) const = default;
};

/// Everything that the engine's reader would refuse in \p ladder, each at its field: it is asked for one field at a
/// time, as it names only the first of them. Empty: ladderFromJson() reads it.
QList<LadderFault> faultsOf(const QJsonObject &ladder);

/// The fields of a rung that mean something for its kind, `id` and `kind` among them, in the order of a ladder's file.
QStringList rungFields(domain::RungKind kind);
/// The kind that \p rung names, if it names one.
std::optional<domain::RungKind> kindOf(const QJsonObject &rung);

/// The file of \p ladder as the shipped ones are written: a rung a line, its name first.
QByteArray ladderText(const QJsonObject &ladder);

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "domain/models.h"

#include <QJsonArray>

#include <functional>

namespace stepladder::engine {

/// Who an ensemble asks, in the place of the list.
struct EnsembleMember
{
    QString role;
    QString model; ///< id
    QString family;
    std::optional<double> temperature = {};

    bool operator==(const EnsembleMember &) const = default;
};

/// Who plays the roles of \p rung (generator, reviewer and premium where it names none); \p playerOf: the model of a
/// role, empty for none. Those that share a model sample at 0.2, 0.7 and 1.0, in turn; where the ladder fixes one
/// temperature a model is asked once.
QList<EnsembleMember> ensembleMembers(const domain::Rung &rung, const domain::ModelsConfig &config,
                                      const std::function<QString(const QString &role)> &playerOf);
/// Whether all are of one family; what they agree on is then the word of one.
bool isOneFamily(const QList<EnsembleMember> &members);
/// One line for people about members of one family; empty where there are several.
QString familyText(const QList<EnsembleMember> &members);

QJsonArray toJson(const QList<EnsembleMember> &members);
QList<EnsembleMember> membersFromJson(const QJsonArray &json);

} // namespace stepladder::engine

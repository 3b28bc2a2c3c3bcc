// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace stepladder::engine {

/// What an expert knows of a failure, as the next prompt carries it.
struct Advice
{
    QString source; ///< who knew it, for people
    QString solution;
    QString pattern = {};
    QString example = {};
    QStringList articles = {}; ///< ids of those that it was taken from

    bool operator==(const Advice &) const = default;
};

/// As schemas/answers/expert.json names the parts; of what an expert said not everything need be there.
QJsonObject toJson(const Advice &advice);
Advice adviceFromJson(const QJsonObject &json);

} // namespace stepladder::engine

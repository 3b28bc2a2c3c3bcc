// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/locations.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace stepladder::guidance {

/// One that may know a way where no model found one.
struct ExpertSource
{
    enum class Kind {
        Articles, ///< folders of articles: `folder`, or the user's and ours
        Http, ///< gets the query as JSON and answers as schemas/answers/expert.json says
        Model, ///< a chat model: `model`, or whoever plays the role expert
        Completion, ///< an endpoint that fills in what is missing between two texts
    };
    Kind kind = Kind::Articles;
    QString folder = {};
    QString url = {}; ///< of Http the whole; of Completion what precedes /completions or /infill
    QString api = {}; ///< of Completion: "openai" or "llama"
    QString secret = {}; ///< name of the key, never the key
    QString model = {};

    bool operator==(const ExpertSource &) const = default;
};
/// For people: kind and where.
QString nameOf(const ExpertSource &source);
/// Whether what it is told stays on this machine; of a model its endpoint says so.
bool staysHere(const ExpertSource &source);
QJsonObject toJson(const ExpertSource &source);
/// The inverse of toJson; strict, since people write it too. BadInput names \p where and the field.
domain::Result<ExpertSource> expertSourceFromJson(const QJsonObject &json, const QString &where);

struct ExpertSources
{
    QList<ExpertSource> sources;
    QStringList problems; ///< one line for each that is broken and left out
};

/// The sources of experts.json in the user's configuration, in their order; without the file the articles, then the
/// model that plays the role expert.
ExpertSources readExpertSources(const storage::Locations &locations);

} // namespace stepladder::guidance

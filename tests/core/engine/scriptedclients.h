// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/modelclients.h"

#include <QFile>
#include <QTemporaryDir>

namespace stepladder::engine {

/// Real clients whose models answer from files, an endpoint for each model so that a test says who answers what.
class ScriptedClients
{
public:
    struct Player
    {
        domain::Model model; ///< its endpoint is filled in
        QByteArray answers; ///< lines of a scripted-answers file
    };

    ScriptedClients(const QList<Player> &players, const QHash<QString, QStringList> &roles)
    {
        domain::ModelsConfig config{.endpoints = {}, .models = {}, .roles = roles};
        for (const Player &player : players) {
            const QString file = m_folder.filePath(player.model.id + QStringLiteral(".jsonl"));
            QFile out(file);
            if (!out.open(QIODevice::WriteOnly) || out.write(player.answers) != player.answers.size())
                qFatal("cannot write %s", qPrintable(file));
            domain::Model model = player.model;
            model.endpoint = QStringLiteral("to-") + model.id;
            model.name = model.id;
            config.endpoints.append(
                {.id = model.endpoint, .kind = domain::EndpointKind::Scripted, .file = file, .parallel = 0});
            config.models.append(model);
        }
        auto made = models::ModelClients::create(config, {.maxRetries = 0, .firstRetryMs = 1});
        if (!made)
            qFatal("%s", qPrintable(made.error().message));
        m_clients = std::move(*made);
    }

    models::ModelClients &operator*() { return *m_clients; }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<models::ModelClients> m_clients;
};

inline domain::Price price(double inputPerMTok, double outputPerMTok)
{
    return {.inputPerMTok = inputPerMTok, .outputPerMTok = outputPerMTok};
}

} // namespace stepladder::engine

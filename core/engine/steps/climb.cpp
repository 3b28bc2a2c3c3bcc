// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/steps/climb.h"

#include <QJsonDocument>

namespace stepladder::engine {

const Attempt *Climb::best() const
{
    const Attempt *best = nullptr;
    for (const Attempt &attempt : attempts) {
        if (!attempt.candidate.empty() && (!best || attempt.verdict.score >= best->verdict.score))
            best = &attempt;
    }
    return best;
}

void Climb::hear(const QString &words)
{
    peoplesWords.append(words);
    stuck.reset();
    stuckReason.reset();
}

QByteArray stepInput(const domain::Step &step)
{
    QJsonObject json = domain::toJson(step);
    json.remove(QStringLiteral("dependsOn"));
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"
#include "guidance/expertsources.h"
#include "guidance/knowledgequery.h"

#include <limits>

namespace stepladder::models {
class HttpTransport;
}

namespace stepladder::engine {

/// Asks those who may know a way where no model found one, in their order, until one knows (design.md §5.6). What each
/// said is recorded on its own: none is asked twice for one consultation.
class Experts
{
public:
    Experts(RunParts &parts, Climb &climb, const domain::Rung &rung);
    ~Experts();

    /// Climb::expert.advice, where one knew; `expert.consulted` in any case. The line for people that it holds.
    /// Cancelled, Awaiting, OverBudget, Diverged, UnscriptedCall; one that cannot be asked is named there instead.
    domain::Result<QString> consult();

private:
    enum class Outcome { Found, Nothing, Failed, Skipped };
    struct Heard
    {
        Outcome outcome = Outcome::Nothing;
        QString detail = {}; ///< one line for people
        Advice advice = {};
    };

    domain::Result<guidance::ExpertSources> sources();
    domain::Result<QJsonObject> askOnce(const guidance::ExpertSource &source, qsizetype index);
    domain::Result<Heard> ask(const guidance::ExpertSource &source);
    domain::Result<Heard> askArticles(const guidance::ExpertSource &source) const;
    domain::Result<Heard> askServer(const guidance::ExpertSource &source);
    domain::Result<Heard> askModel(const guidance::ExpertSource &source);
    domain::Result<Heard> askCompletion(const guidance::ExpertSource &source);
    domain::Result<QString> secretOf(const guidance::ExpertSource &source) const;
    bool mayAsk(const guidance::ExpertSource &source) const;
    void sayWithheld(const guidance::ExpertSource &source, const QStringList &what);
    QHash<QString, QString> knownSecrets() const;
    models::HttpTransport &transport();
    domain::Result<QString> note(const guidance::ExpertSources &sources, const QList<QJsonObject> &heard);

    RunParts &m_parts;
    Climb &m_climb;
    const domain::Rung &m_rung;
    guidance::KnowledgeQuery m_query;
    QList<domain::Issue> m_issues; ///< of the failure that is asked about
    std::unique_ptr<models::HttpTransport> m_transport;
};

/// The attempt that failed last with a candidate, of those up to number \p upTo; null without one. Its fingerprint is
/// the failure's.
const Attempt *lastFailure(const Climb &climb, int upTo = std::numeric_limits<int>::max());
/// What is asked about the failures of \p climb.
guidance::KnowledgeQuery expertQuery(const RunParts &parts, const Climb &climb);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/ensemble/ensemblechoice.h"
#include "engine/ensemble/ensemblemembers.h"
#include "engine/judging/candidatetrial.h"

#include <deque>

namespace stepladder::engine {

/// One pass of an ensemble over its members. They are numbered in the order of the list; the number of one that could
/// not be asked stays unused. Its keys are those of Climb::member; a member's own are those of its place and model.
class Ensemble
{
public:
    /// One of them, with a climb of its own, whose last attempt is the member's.
    struct Member
    {
        EnsembleMember asked;
        Climb climb;
        std::optional<domain::Error> unreachable = {}; ///< why it could not be asked
        std::optional<models::ChatRequest> request = {};
        std::optional<ModelReply> reply = {};
        std::optional<CandidateTrial> trial = {};
        std::optional<Validator::Checked> checked = {};

        const Attempt &attempt() const { return climb.attempts.last(); }
    };

    Ensemble(RungTools tools, Climb &climb, const domain::Rung &rung);

    /// Asks all of them at once. OverBudget: nobody was asked. When nobody can be reached the first failure is the
    /// whole's, and it is no attempt.
    domain::Result<void> ask();
    /// Fewer than two of them where the ladder fixes one temperature: there is nothing to compare.
    bool isPointless() const;
    /// Judges every answer, in a scratch each, and ends the attempts that cannot be taken.
    domain::Result<void> judge();
    /// Compares those that can be taken and says which is chosen.
    domain::Result<EnsembleChoice> compare();

    Member *member(int attempt);
    /// What a member's climb came to goes into the climb.
    void absorb(const Member &member);
    /// Ends every attempt that is under way still, as one that passed: \p why another was taken.
    domain::Result<void> endRest(const QString &why);
    /// One line for people: why none of them was taken.
    QString whyNobody() const;

private:
    domain::Result<QList<EnsembleMember>> whoIsAsked() const;
    domain::Result<void> hear();
    domain::Result<void> prepare(Member &member);
    domain::Result<void> begin();
    domain::Result<void> callAll();
    domain::Result<void> noteUnreachable();
    void knowUnreachable();
    /// The members' attempts become the climb's.
    void sync();
    QList<Member *> survivors();
    domain::Result<void> note(const EnsembleChoice &choice, const QList<Survivor> &survivors,
                              const QList<DistinguishingInput> &inputs);
    QJsonObject candidateJson(const Member &member) const;
    QJsonArray testsJson() const;

    RungTools m_tools;
    RunParts &m_parts;
    Climb &m_climb;
    const domain::Rung &m_rung;
    domain::Rung m_afresh; ///< the rung without what earlier attempts left
    AttemptLog m_log;
    const int m_before; ///< the number of the last attempt before it
    const qsizetype m_earlier; ///< attempts before it
    std::deque<Member> m_members;
};

} // namespace stepladder::engine

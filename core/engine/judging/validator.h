// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/judging/judgement.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

#include <semaphore>

namespace stepladder::engine {

/// Executes candidates and applies the rules of evidence. Thread-safe; as many executions at once as there are cores.
class Validator
{
public:
    explicit Validator(RunParts &parts);

    struct Checked
    {
        Judgement judgement;
        QString base; ///< the commit it was executed on
    };
    /// Executes \p candidate of \p climb on the stage's head, at the quick speed, as an effect. Infrastructure errors.
    domain::Result<Checked> check(const Climb &climb, const domain::Candidate &candidate);

    /// The same on \p scratch, which already holds the candidate, with full builds and tests: no effect of its own.
    domain::Result<Judgement> checkFully(const Climb &climb, const domain::Candidate &candidate,
                                         const workspace::Scratch &scratch, const QString &base);

    /// Executes the head as it stands and makes it its baseline, once for each commit. \p leaveNothingOut: the end of a
    /// run.
    domain::Result<std::shared_ptr<const domain::Evidence>> baseline(const journal::Key &key, const QString &scope);

private:
    /// Tells who listens of each test of an execution.
    toolchain::Progress news(const QString &step, int attempt, int expected) const;
    domain::Result<domain::Evidence> execute(const Climb &climb, const domain::Candidate &candidate,
                                             const workspace::Scratch &scratch, const QString &base,
                                             const QSet<QString> &excluded, toolchain::Speed speed);
    domain::Result<JudgeInput> inputFor(const Climb &climb, const domain::Candidate &candidate,
                                        const QString &base) const;
    domain::Result<Judgement> believe(const Climb &climb, const domain::Candidate &candidate,
                                      const workspace::Scratch &scratch, const QString &base, toolchain::Speed speed);
    bool changesProject(const domain::Candidate &candidate) const;
    domain::Result<bool> fetchWithConsent(const Climb &climb, const domain::Candidate &candidate,
                                          const workspace::Scratch &scratch);
    QStringList leaveOut(const Climb &climb, const domain::Evidence &baseline) const;

    RunParts &m_parts;
    std::counting_semaphore<> m_slots;
};

/// What `tests.finished` says of an execution.
QJsonObject testsFinished(const QString &scope, const QString &commit, const domain::Evidence &evidence);

} // namespace stepladder::engine

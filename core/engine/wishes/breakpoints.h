// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/desk/decision.h"
#include "engine/desk/desk.h"
#include "engine/plan/planstate.h"
#include "engine/wishes/wants.h"

#include <QHash>

#include <mutex>

namespace stepladder::engine {

/// Asks on the desk where a person wanted the run to stop: approve goes on, skip and stub end the step. Only what
/// reaches the place is held. Thread-safe.
class Breakpoints
{
public:
    Breakpoints(Effects &effects, Desk &desk, Wants &wants, const PlanState &plan);

    /// Serials of those that stand before \p rung of \p step. \p begins: the step begins here; \p enters: the rung
    /// does. For the inside of an effect.
    QList<int> before(const QString &step, const QString &rung, bool begins, bool enters) const;
    /// The answer to the question that breakpoint \p serial asks at \p key. Awaiting.
    domain::Result<domain::Answer> ask(const journal::Key &key, int serial);

    /// Before a paid call of \p call's step that is not recorded yet, with \p spent of the run so far. One question for
    /// each breakpoint, whoever waits for its answer. Awaiting; Cancelled with kCut: takeDecided() says what was
    /// chosen.
    domain::Result<void> beforePaidCall(const journal::Key &call, domain::MicroUsd spent);
    /// What the answer at a paid call decided about \p step, once.
    std::optional<Decision> takeDecided(const QString &step);
    /// Cuts \p step short at a call: Cancelled with kCut, and takeDecided() says what was chosen.
    domain::Result<void> decide(const QString &step, const Decision &decision);
    /// \p point did what it was set for; \p by: whose doing, as entries name it.
    domain::Result<void> clear(const StandingBreakpoint &point, const QString &by);
    /// \p step is decided about otherwise: somebody else asks from now on.
    void dropOwner(const QString &step);
    /// An earlier session's question: who asked it, at which serial.
    void restoreOwner(int serial, const QString &step, int epoch);

private:
    journal::Key keyFor(int serial, const QString &step, int epoch) const;
    domain::Result<void> settle(const StandingBreakpoint &point, const journal::Key &key);

    Effects &m_effects;
    Desk &m_desk;
    Wants &m_wants;
    const PlanState &m_plan;
    std::mutex m_mutex;
    QHash<int, journal::Key> m_owners; ///< serial → whose question it is
    QHash<QString, Decision> m_decided;
};

/// The decision in an answer to a breakpoint or a like question; nullopt: go on.
std::optional<Decision> decisionIn(const domain::Answer &answer);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/calls/modelcaller.h"
#include "engine/wishes/breakpoints.h"

#include <mutex>

namespace stepladder::engine {

/// Shows a person the prompt that is about to be sent, where a breakpoint wants it: it is sent as it is, or as the
/// person edited it (in supervised mode), or not at all. A breakpoint shows one prompt. Thread-safe.
class ShownPrompts
{
public:
    ShownPrompts(Effects &effects, Desk &desk, Wants &wants, Breakpoints &breakpoints);

    /// What is sent in place of \p prompt; nullopt: the prompt as it is. A replay finds the answer of before. What
    /// mends an unreadable answer belongs to the prompt that was shown and is not shown itself. Awaiting; Cancelled
    /// with kCut: Breakpoints::takeDecided() says what was chosen.
    domain::Result<std::optional<QString>> before(const PromptToSend &prompt);

private:
    domain::Result<domain::Answer> ask(const journal::Key &key, const PromptToSend &prompt);
    domain::Result<void> reach(const journal::Key &key, const StandingBreakpoint &point);
    domain::Result<void> clearReached(const journal::Key &key);
    std::optional<StandingBreakpoint> standingFor(const QString &step) const;
    QList<StandingBreakpoint> standing() const;

    Effects &m_effects;
    Desk &m_desk;
    Wants &m_wants;
    Breakpoints &m_breakpoints;
    std::mutex m_mutex; ///< a breakpoint stops one step
};

} // namespace stepladder::engine

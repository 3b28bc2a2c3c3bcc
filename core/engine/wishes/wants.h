// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/run.h"
#include "engine/wishes/wishjson.h"
#include "journal/journal.h"

#include <QHash>

#include <mutex>
#include <optional>

namespace stepladder::engine {

/// What people attached, as the journal keeps it.
struct Attached
{
    QString name;
    QString blob;
};

struct StandingBreakpoint
{
    Breakpoint point;
    int serial = 0; ///< tells one from another that was set where it stood before
};

/// What people want of a run beside its plan, as it stands now: its mode, what they attached, breakpoints. Engines read
/// it inside effects only, so that a replay finds what was recorded. Made again from the journal's entries.
/// Thread-safe.
class Wants
{
public:
    Wants(journal::Journal &journal, domain::Mode mode);

    /// The entries that change it: run.changed, plan.attached, plan.detached, breakpoint.set, breakpoint.cleared.
    static const QStringList &types();
    void apply(const QString &type, const QJsonObject &data);

    domain::Mode mode() const;
    /// The task's attachments, then the step's.
    QList<Attached> attachedTo(const QString &step) const;
    QList<StandingBreakpoint> breakpoints() const;
    /// Also of one that was cleared meanwhile.
    std::optional<StandingBreakpoint> breakpoint(int serial) const;
    int breakpointsEverSet() const;

    /// Consumes a wish at the run's next key, in the transaction of \p entries, and applies those that change what
    /// people want.
    domain::Result<void> consume(qint64 wish, const QList<journal::Draft> &entries);

private:
    journal::Journal &m_journal;
    std::mutex m_turn; ///< one consumption at a time
    int m_consumed = 0;
    mutable std::mutex m_mutex;
    domain::Mode m_mode;
    QHash<QString, QList<Attached>> m_attached;
    QList<StandingBreakpoint> m_everSet;
    QList<int> m_standing; ///< serials
};

} // namespace stepladder::engine

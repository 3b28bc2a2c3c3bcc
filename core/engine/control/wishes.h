// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/money.h"
#include "domain/plan.h"
#include "domain/run.h"
#include "storage/clock.h"
#include "storage/locations.h"

#include <QString>
#include <QStringList>

#include <variant>

namespace stepladder::engine {

/// Where a run is to stop and ask before it goes on.
struct Breakpoint
{
    enum class Before {
        Step, ///< before \p step is begun
        Rung, ///< before a step enters \p rung; \p step narrows it to one
        PaidCall, ///< before the first call of a model that costs money
        Spend, ///< before the first paid call once \p amount is spent
        Prompt, ///< before the next prompt is sent, which is shown; \p step narrows it to one
    };
    Before before = Before::Step;
    QString step = {};
    QString rung = {};
    domain::MicroUsd amount = 0;

    bool operator==(const Breakpoint &) const = default;
};
QString toString(Breakpoint::Before before);
/// "before step money", "before the first paid call": for a person.
QString describe(const Breakpoint &breakpoint);

/// What a person may want of a run while it lives. Each is taken once, at a place in the run where it changes no
/// recorded fact; what becomes of it is an entry (`wish.taken`, `wish.refused`, and what follows from it).
namespace wish {

/// Goes into the step's next prompt; shows as an insight of role "person".
struct Note
{
    QString step;
    QString text;
    bool operator==(const Note &) const = default;
};
/// The step goes to a person as soon as the attempt under way ended.
struct AskMe
{
    QString step;
    bool operator==(const AskMe &) const = default;
};
/// The step goes on at \p rung, up or down, as soon as the attempt under way ended.
struct Jump
{
    QString step;
    QString rung;
    bool operator==(const Jump &) const = default;
};
/// The step ends as skipped: at once, or when the call or build under way ended.
struct Skip
{
    QString step;
    bool operator==(const Skip &) const = default;
};
/// The step ends as a stub, when its turn comes; a running one when the call or build under way ended.
struct Stub
{
    QString step;
    bool operator==(const Stub &) const = default;
};
/// An ended step is made anew in a new epoch, \p note in its first prompt; a blocked one looks again at once. What
/// depends on it is offered (`step.offered`), not run. In an ended run too, which is then paused until it is resumed.
struct Retry
{
    QString step;
    QString note = {};
    bool operator==(const Retry &) const = default;
};
struct SetBreakpoint
{
    Breakpoint breakpoint;
    bool operator==(const SetBreakpoint &) const = default;
};
struct ClearBreakpoint
{
    Breakpoint breakpoint;
    bool operator==(const ClearBreakpoint &) const = default;
};
/// Files and folders of the workspace, as they stand on disk when the wish is taken, and text of one's own (a
/// specification), go into every later prompt of \p step; of all steps where it is empty.
struct Attach
{
    QString step = {};
    QStringList paths = {}; ///< inside the workspace; relative to it, or absolute
    QString title = {}; ///< of \p text
    QString text = {};
    bool operator==(const Attach &) const = default;
};
struct Detach
{
    QString step = {};
    QStringList names = {}; ///< paths or titles, as `plan.attached` has them
    bool operator==(const Detach &) const = default;
};
/// Counts for what comes after; what is asked already stays asked.
struct ChangeMode
{
    domain::Mode mode = domain::Mode::Guarded;
    bool operator==(const ChangeMode &) const = default;
};
/// Adds steps to the plan; \p before, where it is given, waits for them and has not begun.
struct Amend
{
    QList<domain::Step> steps;
    QString before = {};
    QString reason = {};
    bool operator==(const Amend &) const = default;
};
/// A new limit in place, above what is spent. Answers an open question about money too.
struct RaiseCap
{
    QString cap = QStringLiteral("perRun"); ///< perRun, perCall, perStep, perDay, paidCalls
    qint64 limit = 0; ///< micro-dollars; of paidCalls a count
    bool operator==(const RaiseCap &) const = default;
};
/// What is in flight finishes and is recorded; nothing new begins. From any process.
struct Pause
{
    bool operator==(const Pause &) const = default;
};
/// What is in flight is cancelled, the run ends as cancelled; also a run that nobody runs. From any process.
struct Stop
{
    bool operator==(const Stop &) const = default;
};

} // namespace wish

using Wish = std::variant<wish::Note, wish::AskMe, wish::Jump, wish::Skip, wish::Stub, wish::Retry, wish::SetBreakpoint,
                          wish::ClearBreakpoint, wish::Attach, wish::Detach, wish::ChangeMode, wish::Amend,
                          wish::RaiseCap, wish::Pause, wish::Stop>;

/// The one place where wishes are wanted of runs, in this or another process. Each call checks what can be checked now
/// and says in one line what is wrong, so that nothing typed is lost; then the wish is on disk. Takes milliseconds (it
/// waits for the disk): not for the GUI thread. Any thread.
class Wishes
{
public:
    /// \p by: who wants it, as entries name them.
    Wishes(storage::Locations locations, const storage::Clock &clock, QString by);

    /// The wish's id in the run's inbox; 0 where it was settled at once (a stop or a retry of a run that nobody runs).
    /// NotFound (run, step, rung, file), Conflict (the run or the step ended, or has not; nobody runs it), BadInput,
    /// Locked, Io, DiskFull.
    domain::Result<qint64> want(const QString &run, const Wish &wish) const;

private:
    storage::Locations m_locations;
    const storage::Clock &m_clock;
    QString m_by;
};

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/error.h"
#include "journal/projection.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <array>
#include <vector>

namespace stepladder::journal {

/// A step with its attempts: one subject of projections.
struct StepRecord
{
    StepView view;
    QList<AttemptState> attempts; ///< in the order made

    bool operator==(const StepRecord &) const = default;
};

/// The views of a run, reduced from its entries one by one. Pure: time, files and threads are the caller's.
/// Its state is the last version of each subject, so that it is taken up again without a replay.
class Projector
{
public:
    /// Subjects: what changes of the run, what does not, and steps from FirstStep in the plan's order.
    enum Subject : qint64 { Run = 1, Head = 2, FirstStep = 16 };

    /// Takes \p entry in; the subjects that it changed.
    QList<qint64> apply(const domain::Entry &entry);

    /// A subject as bytes (our own format, versioned), and back. Corrupt.
    QByteArray state(qint64 subject) const;
    domain::Result<void> load(qint64 subject, const QByteArray &state);
    QString name(qint64 subject) const;

    /// The run as it stands, with \p seq and \p timeMs of the last entry; its steps and attempts too.
    RunView view(const QString &run, qint64 seq, qint64 timeMs) const;
    Moment moment(const QString &run, qint64 seq, qint64 timeMs) const;

private:
    using Handler = void (Projector::*)(const domain::Entry &);
    static const QHash<QString, Handler> &handlers();

    void runStarted(const domain::Entry &entry);
    void runResumed(const domain::Entry &entry);
    void runPaused(const domain::Entry &entry);
    void runEnded(const domain::Entry &entry);
    void runForked(const domain::Entry &entry);
    void planAmended(const domain::Entry &entry);
    void stepStarted(const domain::Entry &entry);
    void stepWaiting(const domain::Entry &entry);
    void stepBlocked(const domain::Entry &entry);
    void stepUnblocked(const domain::Entry &entry);
    void stepEnded(const domain::Entry &entry);
    void stepReopened(const domain::Entry &entry);
    void requestClosed(const domain::Entry &entry);
    void attemptStarted(const domain::Entry &entry);
    void attemptEnded(const domain::Entry &entry);
    void count(StepRecord &record);
    void verdictReached(const domain::Entry &entry);
    void budgetReserved(const domain::Entry &entry);
    void budgetSettled(const domain::Entry &entry);
    void budgetReleased(const domain::Entry &entry);

    void addStep(const QString &id, const QString &title, const QString &file);
    StepRecord *step(const QString &id);
    AttemptState *attempt(StepRecord &record, int number);
    void setState(StepRecord &record, domain::StepState state);
    void touch(qint64 subject);
    void touch(const StepRecord &record);
    void recount();

    RunView m_run;
    std::vector<StepRecord> m_steps;
    QHash<QString, size_t> m_places;
    std::array<int, 16> m_states{}; ///< how many steps stand in each StepState
    QList<qint64> m_changed;
};

/// Bytes of one step and back; for readers that load moments.
QByteArray encode(const StepRecord &record);
domain::Result<StepRecord> decodeStep(const QByteArray &bytes);
/// What changes of a run, and what does not.
QByteArray encodeRun(const RunView &run);
domain::Result<void> decodeRun(const QByteArray &bytes, RunView *run);
QByteArray encodeHead(const RunView &run);
domain::Result<void> decodeHead(const QByteArray &bytes, RunView *run);

} // namespace stepladder::journal

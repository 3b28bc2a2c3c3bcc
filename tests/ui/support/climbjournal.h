// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "domain/models.h"
#include "domain/plan.h"
#include "domain/verdict.h"
#include "journal/journal.h"
#include "storage/clock.h"
#include "storage/locations.h"

#include <QTemporaryDir>

#include <memory>

namespace stepladder::tests {

/// A real journal of a run that nothing runs: how steps climb their ladder, entry by entry, with what was executed.
/// Each entry must fit its schema.
class ClimbJournal
{
public:
    explicit ClimbJournal(const QString &run = QStringLiteral("sample"));

    const storage::Locations &locations() const { return m_locations; }
    storage::ManualClock &clock() { return m_clock; }
    QString run() const { return m_run; }
    QString folder() const { return m_locations.run(m_run); }
    journal::Journal &journal() { return *m_journal; }

    /// Appends an entry and waits until readers see it; its seq.
    qint64 append(const QString &type, const QString &step, int attempt, const QJsonObject &data);

    /// run.started with a step for each of \p files ("a/Order.cs" → step "Order"), a shipped ladder and its models.
    void start(const QStringList &files, const QString &ladder = QStringLiteral("never-surrender"),
               const QJsonObject &options = {});
    /// "phi4", "deepseek-v2:16b" free; "claude-sonnet-4" and "claude-opus-4" paid.
    static domain::ModelsConfig models();

    void startStep(const QString &step, int epoch = 0);
    void enter(const QString &step, const QString &rung);
    void skip(const QString &step, const QString &rung, const QString &reason);
    void leave(const QString &step, const QString &rung, const QString &reason);
    /// attempt.started; its seq.
    qint64 begin(const QString &step, int number, const QString &rung, const QString &kind, const QString &model,
                 int epoch = 0);
    /// candidate.made, tests.finished with the whole judgement as a blob, verdict.reached.
    void judge(const QString &step, int number, const domain::Verdict &verdict,
               const QList<domain::Issue> &reported = {});
    void end(const QString &step, int number, const QString &state, double score, const QString &summary);
    void endStep(const QString &step, const QString &state, double score, int attempts, const QString &reason = {});
    void settle(const QString &step, int attempt, const QString &model, const QString &purpose, qint64 input,
                qint64 output, qint64 microUsd);

private:
    QTemporaryDir m_dir;
    storage::Locations m_locations;
    storage::ManualClock m_clock{1'795'356'000'000}; ///< 2026-11-22 14:00 UTC
    QString m_run;
    std::unique_ptr<journal::Journal> m_journal;
};

/// A verdict on evidence with these tests: "Class:Name" passed, "!Class:Name" failed with a message and stack.
domain::Verdict sampleVerdict(const QStringList &tests, double score, bool passed = false);
/// One that does not build.
domain::Verdict brokenVerdict(int errors);

} // namespace stepladder::tests

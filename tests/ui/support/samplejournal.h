// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"
#include "domain/plan.h"
#include "journal/journal.h"
#include "storage/clock.h"
#include "storage/locations.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>

#include <memory>

namespace stepladder::tests {

/// A home with one run in it whose journal is written here, entry by entry, as an engine would: for panes.
/// Every entry is held against its schema; one that does not fit ends the test.
class SampleJournal
{
public:
    /// 2026-11-22 14:00 UTC.
    static constexpr qint64 kStartMs = 1'795'356'000'000;

    explicit SampleJournal(const QString &run = QStringLiteral("20261122-140000-demo"));

    const storage::Locations &locations() const { return m_locations; }
    storage::ManualClock &clock() { return m_clock; }
    const QString &run() const { return m_run; }
    journal::Journal &journal() { return *m_journal; }
    /// Lets go of the journal: the run is held by nobody.
    void close() { m_journal.reset(); }

    /// A step that is created; its id is its file's name without the ending.
    static domain::Step step(const QString &file, const QString &title, const QStringList &dependsOn = {});
    /// Nine steps of a shop's orders.
    static domain::Plan shop();

    /// Any entry, committed; its seq.
    qint64 add(const QString &type, const QString &step, int attempt, const QJsonObject &data);
    void start(const domain::Plan &plan, const QString &ladder = QStringLiteral("never-surrender"));
    void stepStarted(const QString &step);
    qint64 attemptStarted(const QString &step, int number, const QString &rung = QStringLiteral("first"),
                          const QString &model = QStringLiteral("deepseek-v2:16b"),
                          const QString &kind = QStringLiteral("generate"));
    qint64 verdict(const QString &step, int attempt, bool passed, double score, const QString &summary = {},
                   const QJsonObject &evidence = {}, const QJsonArray &issues = {});
    void attemptEnded(const QString &step, int number, const QString &state, double score, const QString &summary = {});
    /// A try from start to end.
    void attempt(const QString &step, int number, bool passed, double score,
                 const QString &rung = QStringLiteral("first"),
                 const QString &model = QStringLiteral("deepseek-v2:16b"));
    void spend(const QString &step, int attempt, domain::MicroUsd amount);
    void stepWaits(const QString &step, const QString &reason);
    void stepBlocked(const QString &step, const QString &reason);
    void stepEnded(const QString &step, const QString &state, double score, int attempts, const QString &reason = {});
    void insight(const QString &step, int attempt, const QString &role, const QString &model, const QString &text);

    /// The run of the window's picture: shop() with four steps accepted, two running, one waiting for a person.
    void playShop();

private:
    QTemporaryDir m_dir;
    storage::Locations m_locations;
    storage::ManualClock m_clock{kStartMs};
    QString m_run;
    std::unique_ptr<journal::Journal> m_journal;
};

} // namespace stepladder::tests

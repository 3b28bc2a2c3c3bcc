// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "engine/control/runcontroller.h"
#include "journal/journalreader.h"
#include "storage/clock.h"
#include "storage/locations.h"

#include <QJsonObject>
#include <QTemporaryDir>

#include <memory>

namespace stepladder::tests {

/// A home, a workspace and scripted models in a temporary folder, and runs on them in language `text`.
class RunFixture
{
public:
    RunFixture();

    /// One scripted answer: match, content and what else a line may hold.
    void script(const QJsonObject &match, const QString &content, const QJsonObject &more = {});
    /// An answer that holds \p text as \p file.
    static QString block(const QString &file, const QString &text);
    /// Two models: "cheap", free, plays thinker and generator; "dear" plays premium and reviewer at \p price dollars a
    /// million tokens each way.
    domain::ModelsConfig models(double price = 0) const;
    domain::Plan plan(const QStringList &files, const QList<QStringList> &dependsOn = {}) const;
    /// Without an ensemble: whoever wants one answers for it.
    engine::StartRequest request(const domain::Plan &plan) const;

    engine::RunOutcome run(engine::StartRequest request);
    engine::RunOutcome resume(const engine::ResumeRequest &request);
    QString lastRun() const { return m_run; }
    domain::Error lastError() const { return m_error; }

    /// Wants something of the last run, as "ann".
    domain::Result<qint64> want(const engine::Wish &wish) const;
    /// The open requests of the last run, oldest first.
    QList<domain::Request> openRequests() const;
    /// Answers the newest open request as "ann"; false: there is none, or the inbox refused.
    bool answer(domain::Answer given) const;
    /// Ten failing attempts of \p step, its analysis and its rethinking: the answers hold no code.
    void scriptFailures(const QString &step);

    QList<domain::Entry> entries(const QStringList &types = {}) const;
    journal::Moment moment() const;
    QByteArray onBranch(const QString &file) const;

    QString workspace() const { return m_dir.path() + QStringLiteral("/workspace"); }
    const storage::Locations &locations() const { return m_locations; }
    void write(const QString &file, const QByteArray &content) const;
    /// From now on runs and answers go by \p clock, which outlives this.
    void useClock(const storage::Clock &clock) { m_time = &clock; }
    const storage::Clock &clock() const { return *m_time; }
    void chooseRun(const QString &run) { m_run = run; }

private:
    QTemporaryDir m_dir;
    storage::Locations m_locations;
    storage::SystemClock m_clock;
    const storage::Clock *m_time = &m_clock;
    QString m_run;
    domain::Error m_error;
};

} // namespace stepladder::tests

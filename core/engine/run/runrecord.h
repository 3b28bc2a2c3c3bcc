// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "domain/plan.h"
#include "engine/calls/lostcalls.h"
#include "engine/run/runoptions.h"
#include "journal/journal.h"
#include "journal/journalreader.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace stepladder::engine {

/// As plan.amended has it.
struct Amendment
{
    QString dependent;
    QList<domain::Step> steps = {};
    QStringList first = {}; ///< ids of steps that were there
};
Amendment amendmentFromJson(const QJsonObject &data);

/// What a resumed run takes from its journal before anything is replayed: read off entries and projections, in pages.
struct RunRecord
{
    QJsonObject started = {}; ///< data of run.started
    QJsonObject pins = {}; ///< of the last run.started or run.resumed that pinned something
    domain::Plan plan = {};
    domain::Ladder ladder = {};
    RunOptions options = {}; ///< caps as they stand now
    bool localOnly = false;
    QString workspace = {};
    QString lastCommit = {}; ///< the stage's head as the journal knows it; empty: not staged yet
    QHash<QString, QString> evidenceBlobs = {}; ///< commit → blob
    QStringList excludedTests = {};
    QList<Amendment> amendments = {};
    QHash<QString, QSet<int>> usedScriptLines = {}; ///< model → lines of its scripted answers
    OpenReservations reservations = {}; ///< for calls that were in flight when a process died
    int moneyAnswers = 0; ///< questions about money that were answered
    QList<journal::Draft> wants = {}; ///< entries that change what people want (Wants::types)
    QHash<QString, QString> retries = {}; ///< steps reopened on request and not ended since → what was said to them
    struct Reached
    {
        int serial = 0;
        QString step;
        int epoch = 0;
    };
    QList<Reached> reached = {}; ///< breakpoints at which somebody was asked
    journal::Moment moment = {};

    bool endedRun() const;
};

/// NotFound, Corrupt, NewerVersion.
domain::Result<RunRecord> readRunRecord(journal::JournalReader &reader);

} // namespace stepladder::engine

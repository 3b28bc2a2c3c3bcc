// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"
#include "domain/verdict.h"

#include <QJsonObject>
#include <QStringList>

namespace stepladder::memory {

/// An attempt as memory keeps it.
struct AttemptRecord
{
    int number = 0;
    QString rung;
    QString model;
    double score = 0;
    QString summary;
    QStringList issues = {};

    bool operator==(const AttemptRecord &) const = default;
};

/// A step that failed at least once (the seed's FailureRecord, every field), or passed at once.
struct StepRecord
{
    qint64 id = 0; ///< of the store; 0: not stored yet
    QString run = {};
    QString step = {};
    QString workspace; ///< the seed's Context
    QString fileName;
    QString fileType; ///< extension with its dot
    QString language = {};
    QString taskDescription;
    int complexity = 5;
    QStringList requiredPatterns = {};
    QString signature = {}; ///< ErrorSignature
    QString fingerprint = {}; ///< of the last failing attempt
    QList<AttemptRecord> attempts = {};
    QString rootCause = {};
    bool eventuallySucceeded = false;
    QString successfulApproach = {}; ///< what worked: strategy, rung and model, and the insight it used
    QString code = {}; ///< the accepted code, for similar successes
    QStringList modelsUsed = {};
    domain::MicroUsd totalCost = 0;
    qint64 timeMs = 0; ///< UTC

    bool operator==(const StepRecord &) const = default;
};

struct Todo
{
    qint64 id = 0;
    QString run;
    QString step;
    QString workspace;
    QString file;
    QString title;
    QString reason; ///< "NEEDS_HUMAN_REVIEW" …
    QString report = {}; ///< path of the failure report
    bool done = false;
    qint64 timeMs = 0;

    bool operator==(const Todo &) const = default;
};

/// An attempt that followed an article of the knowledge base, and whether it was accepted.
struct ArticleUse
{
    QString article; ///< its id
    QString run;
    QString step;
    int epoch = 0;
    int attempt = 0;
    bool succeeded = false;
    qint64 timeMs = 0; ///< UTC
};

/// How an article has done so far.
struct ArticleLedger
{
    int tries = 0;
    int successes = 0;

    bool operator==(const ArticleLedger &) const = default;
};

/// True when an attempt of the step failed: it did not succeed, or not at once.
inline bool failedOnce(const StepRecord &r)
{
    return !r.eventuallySucceeded || r.attempts.size() > 1 || !r.fingerprint.isEmpty();
}

QJsonObject toJson(const AttemptRecord &attempt);
QJsonObject toJson(const StepRecord &record);
QJsonObject toJson(const Todo &todo);
/// The inverse of toJson; what is missing keeps its default (our own records only).
AttemptRecord attemptRecordFromJson(const QJsonObject &json);
StepRecord stepRecordFromJson(const QJsonObject &json);

} // namespace stepladder::memory

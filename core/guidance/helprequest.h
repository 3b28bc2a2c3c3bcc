// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace stepladder::guidance {

/// Why attempts failed, and how many of them.
struct FailureReason
{
    QString text;
    int count = 0;
    QString kind; ///< of the issue: build, test, review …
};

/// One line of the digest: an attempt, what came of it, and how it differs from the one before.
struct TriedAttempt
{
    int attempt = 0; ///< 0: a person's code
    QString rung;
    QString model; ///< who wrote it
    bool builds = false;
    int errors = 0;
    int passed = 0; ///< tests
    int failed = 0;
    double score = 0;
    QString summary;
    QString diff = {};
};

/// A failure of another time that looks like this one.
struct SimilarFailure
{
    QString file;
    QString workspace;
    qint64 timeMs = 0; ///< UTC
    QString whatWorked; ///< empty: nothing did
    QString words = {}; ///< with which a person helped
};

/// A step that no rung got through.
struct HelpAsk
{
    QString run;
    QString step;
    QString file;
    QString description = {};
    QString language = {}; ///< of code blocks
    int attempts = 0; ///< counted ones
    int round = 1; ///< how often a person was asked about the step
    int guidedLeft = 3; ///< generations with guidance that are left
    QList<FailureReason> reasons = {};
    QList<TriedAttempt> digest = {};
    std::optional<qsizetype> best = {}; ///< index into the digest
    QString bestCode = {};
    QJsonObject rootCause = {}; ///< as rootcause.analyzed has it; empty: not analysed
    QList<SimilarFailure> similar = {};
    QString fingerprint = {};
    QString signature = {};
    QStringList models = {}; ///< that one more ladder may be climbed with
    qint64 deadlineMs = 0; ///< UTC
};

/// "Help Needed: <file>". Details: file, description, language, reasons [{text,count,kind}], attempts, best
/// {attempt,model,score}, digest [{attempt,rung,model,builds,errors,passed,failed,score,summary,diff}], rootCause,
/// similar [{file,workspace,date,whatWorked,words}], fingerprint, signature, round, guidedLeft, bestCode, models.
/// Reasons without text are "Unknown"; long diffs are cut.
domain::Request guidanceRequest(const HelpAsk &ask);

/// The digest of such a request's details as Markdown.
QString helpText(const QJsonObject &details);

} // namespace stepladder::guidance

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"

#include <QJsonArray>
#include <QStringList>

#include <optional>

namespace stepladder::domain {

/// Where an issue of a verdict comes from.
enum class IssueSource { Build, Test, Run, Review, Coverage, Pattern, Warning, Answer, Path };
QString toString(IssueSource source);

struct Issue
{
    Severity severity = Severity::Error;
    IssueSource source = IssueSource::Build;
    QString id = {}; ///< diagnostic ID, test key or pattern name
    QString file = {};
    int line = 0;
    QString message;

    bool operator==(const Issue &) const = default;
};

/// What is said of a candidate, and what it rests on.
struct Verdict
{
    bool passed = false; ///< a field of its own, never read off the score
    double score = 0; ///< 0–10
    bool unproven = false; ///< no judge and no judged test executed the file
    bool evidenceOnly = false; ///< no judges configured
    QString summary; ///< one line
    QList<Issue> issues = {};
    double confidence = 1; ///< 1 − σ/5 over the reviews; 1 with one or none
    Evidence evidence = {};

    bool operator==(const Verdict &) const = default;
};

/// A file's new content, relative to the workspace.
struct FileChange
{
    QString path;
    QByteArray content;

    bool operator==(const FileChange &) const = default;
};

/// The files that an attempt proposes, with what was wrong with the answer they came from.
struct Candidate
{
    QList<FileChange> files;
    QList<Issue> issues = {};

    bool empty() const { return files.isEmpty(); }
    /// sha256 over paths and contents, hex; the order of the files does not count.
    QString hash() const;
    bool operator==(const Candidate &) const = default;
};

/// One judge's opinion.
struct Review
{
    double score = 0; ///< 0–10
    QString summary = {};
    QList<Issue> issues = {};
    QString model = {};

    bool operator==(const Review &) const = default;
};

QJsonObject toJson(const Issue &issue);
QJsonArray toJson(const QList<Issue> &issues);
QJsonObject toJson(const Verdict &verdict);
QJsonObject toJson(const Review &review);
Verdict verdictFromJson(const QJsonObject &json);
Issue issueFromJson(const QJsonObject &json);
QList<Issue> issuesFromJson(const QJsonArray &json);
Review reviewFromJson(const QJsonObject &json);

} // namespace stepladder::domain

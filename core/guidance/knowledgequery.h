// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace stepladder::guidance {

/// What one attempt came to.
struct AttemptSummary
{
    QString model;
    QString summary;

    bool operator==(const AttemptSummary &) const = default;
};

/// What is asked of those who may know a way: what is to be made, and how it failed so far.
struct KnowledgeQuery
{
    QString language; ///< id of the toolchain
    QString fileType = {}; ///< ".cs"
    QString task = {}; ///< the step's description
    QStringList diagnostics = {}; ///< IDs and names of exceptions, the most important first: failureNames()
    QString signature = {}; ///< classes joined by '|'
    QString fingerprint = {};
    QString text = {}; ///< what compiler and tests said: failureText()
    QList<AttemptSummary> perAttempt = {};
    QString code = {}; ///< of the attempt that failed

    bool operator==(const KnowledgeQuery &) const = default;
};

/// What an outside expert is told: the seed's query (fileType, taskDescription, failureHistory of model and summary)
/// with language, diagnostics and signature. No code.
QJsonObject toJson(const KnowledgeQuery &query);

/// The diagnostic IDs of \p issues and the names of the exceptions in what tests and runs said ("KeyError",
/// "NullReferenceException"; without namespaces, not from stacks), each once: those of errors first, else in their
/// order.
QStringList failureNames(const QList<domain::Issue> &issues);
/// What \p issues say, a line or more each, errors first; at most 20,000 characters.
QString failureText(const QList<domain::Issue> &issues);

} // namespace stepladder::guidance

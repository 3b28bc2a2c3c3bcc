// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/money.h"
#include "journal/journalreader.h"

namespace stepladder::engine {

/// How often a model was called and what that cost.
struct ModelUse
{
    QString model;
    int calls = 0;
    domain::MicroUsd cost = 0;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;

    bool operator==(const ModelUse &) const = default;
};

/// Adds a budget.settled to what its model did before; models stand in the order of their first call.
void countCall(QList<ModelUse> &uses, const QJsonObject &settled);
/// What \p step cost so far, over all of its attempts.
domain::Result<QList<ModelUse>> usesOfStep(journal::JournalReader &reader, const QString &step);
/// A table in Markdown.
QString usesTable(const QList<ModelUse> &uses);

} // namespace stepladder::engine

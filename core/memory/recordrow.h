// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "memory/records.h"

#include <QSqlQuery>
#include <QVariantList>

namespace stepladder::memory {

/// The columns that a StepRecord is read from, in the order of recordFrom; of the table named or aliased \p table.
QString recordColumns(const QString &table);
StepRecord recordFrom(const QSqlQuery &query);
/// Inserts a record, or replaces the one of the same run, step and epoch and keeps its id.
QString upsertRecordSql();
QVariantList upsertRecordValues(const StepRecord &record, int epoch);

QString todoColumns();
Todo todoFrom(const QSqlQuery &query);

} // namespace stepladder::memory

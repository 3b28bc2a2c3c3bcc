// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "domain/plan.h"
#include "engine/calls/modeluse.h"
#include "journal/journalreader.h"
#include "memory/records.h"

#include <QJsonObject>

namespace stepladder::engine {

/// Everything a report of a run is made of, read from its journal.
struct RunReport
{
    journal::Moment moment;
    domain::Plan plan;
    QList<ModelUse> models = {};
    QJsonObject finalTests = {}; ///< the last tests.finished of scope "final"
    QHash<QString, QString> needsReview = {}; ///< step → why
    QHash<QString, QString> failureReports = {}; ///< step → path
    QStringList wishes = {}; ///< what people wanted and what became of it, a line each
    QString branch = {};
    QString gitFolder = {};
    double averageScore = 0; ///< over accepted steps
};

/// Reads it in pages. NotFound, Corrupt.
domain::Result<RunReport> readReport(journal::JournalReader &reader);

QString reportMarkdown(const RunReport &report);
QString reportHtml(const RunReport &report);
QJsonObject reportJson(const RunReport &report);

/// Files of the end of a run in \p folder: summary.md, README.md (how to build and run what was made), TODO.md.
domain::Result<void> writeReports(const RunReport &report, const QString &folder, const QString &runInstructions,
                                  const QList<memory::Todo> &todos);

} // namespace stepladder::engine

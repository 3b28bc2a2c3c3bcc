// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"
#include "journal/journalreader.h"
#include "ui/editor/codemarks.h"

#include <optional>

namespace stepladder::ui {

/// What an attempt is held against.
enum class BaseKind { Attempt, Accepted, Disk, Nothing };

/// Which code is asked for. Values only: it is answered on the thread that reads the journal.
struct CodeQuery
{
    journal::AttemptState attempt;
    qint64 attemptEnd = 0; ///< seq of the entry with which the next attempt of that number begins; 0: none does
    QString file; ///< of the step, relative to the workspace
    BaseKind base = BaseKind::Nothing;
    journal::AttemptState baseAttempt = {};
    qint64 baseEnd = 0;
    qint64 upTo = 0; ///< the moment shown: later entries are not there yet
    QString workspace;
};

/// Figures of a verdict for one line.
struct VerdictFigures
{
    bool judged = false;
    bool builds = false;
    int errors = 0;
    int testsPassed = 0;
    int testsTotal = 0;
    std::optional<double> coverage = {}; ///< per cent: of the file where that is known
    double score = 0;
};

struct CodeAnswer
{
    QString file;
    std::optional<QByteArray> code = {}; ///< the attempt's; nothing: it proposed none
    std::optional<QByteArray> base = {}; ///< nothing: there is none to compare with
    QString trouble = {}; ///< what could not be read, one sentence
    VerdictFigures figures = {};
    QList<CodeRemark> remarks = {}; ///< of that file
    QList<int> missedLines = {};
};

CodeAnswer readCode(journal::JournalReader &reader, const CodeQuery &query);

/// A file of the workspace as it stands on disk. BadInput (outside of it), NotFound, Io.
domain::Result<QByteArray> fileOnDisk(const QString &workspace, const QString &path);
/// A file of the workspace as it stands in the run's own copy. The same errors.
domain::Result<QByteArray> fileOfStage(const QString &runFolder, const QString &path);
/// Where the run's own copy of the workspace lies. NotFound, Corrupt.
domain::Result<QString> folderOfStage(const QString &runFolder);
/// Where a file of the workspace lies: in the run's own copy, else on disk. BadInput (outside of it), NotFound.
domain::Result<QString> placeOfFile(const QString &runFolder, const QString &workspace, const QString &path);

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/evidence.h"

#include <QByteArray>
#include <QString>

#include <variant>

namespace stepladder::toolchain {

/// What a result file turned out to be.
struct ResultFile
{
    QString format; ///< "trx", "junit", "nunit3", "nunit2", "xunit", "cobertura", "sarif"
    std::variant<domain::TestReport, domain::CoverageReport, QList<domain::Diagnostic>> content;
};

/// Recognises the format by content and reads it, in any XML encoding, with or without BOM. BadInput: names the line
/// and what was expected (cut files, unknown formats, entity bombs).
domain::Result<ResultFile> readResults(const QByteArray &bytes, const QString &file);

/// One reader each, of the dialects that the readers' tests list.
domain::Result<domain::TestReport> readTrx(const QByteArray &bytes, const QString &file);
domain::Result<domain::TestReport> readJUnit(const QByteArray &bytes, const QString &file);
domain::Result<domain::TestReport> readNUnit3(const QByteArray &bytes, const QString &file);
domain::Result<domain::TestReport> readXUnit(const QByteArray &bytes, const QString &file);
domain::Result<domain::CoverageReport> readCobertura(const QByteArray &bytes, const QString &file);
domain::Result<QList<domain::Diagnostic>> readSarif(const QByteArray &bytes, const QString &file);
/// MSBuild's and csc's console diagnostics ("A.cs(3,5): error CS0103: … [x.csproj]"), each once.
QList<domain::Diagnostic> readMsBuildOutput(const QString &output);

} // namespace stepladder::toolchain

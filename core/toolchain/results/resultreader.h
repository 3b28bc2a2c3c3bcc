// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/evidence.h"

#include <QByteArray>
#include <QString>

#include <functional>
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

/// A TRX file with what it says of the run beside its tests.
struct TrxRun
{
    domain::TestReport report;
    /// The test host went away or the run was broken off: the rows are not all, however green they are.
    bool aborted = false;
};
domain::Result<TrxRun> readTrxRun(const QByteArray &bytes, const QString &file);

/// One reader each, of the dialects that the readers' tests list. Inconclusive and not executed are skipped; aborted,
/// timed out and disconnected are failed; where the file's own counters contradict its rows, the rows count and a note
/// says so. suites: assemblies (TRX), <testsuite>s (JUnit), fixtures (NUnit), collections or classes (xUnit). ms: what
/// the file says of the whole, else the sum of its tests.
domain::Result<domain::TestReport> readTrx(const QByteArray &bytes, const QString &file);
domain::Result<domain::TestReport> readJUnit(const QByteArray &bytes, const QString &file);
domain::Result<domain::TestReport> readNUnit3(const QByteArray &bytes, const QString &file);
domain::Result<domain::TestReport> readNUnit2(const QByteArray &bytes, const QString &file);
/// xUnit's own XML, versions 1, 2 and 3.
domain::Result<domain::TestReport> readXUnit(const QByteArray &bytes, const QString &file);
/// Files by full path where the file's <source> tells it. Of several sources, the first below which \p exists says the
/// file lies; without \p exists such files keep the name they have.
domain::Result<domain::CoverageReport> readCobertura(const QByteArray &bytes, const QString &file,
                                                     const std::function<bool(const QString &)> &exists = {});
/// SARIF 2.x and 1.0, less what the source suppresses; first location only.
domain::Result<QList<domain::Diagnostic>> readSarif(const QByteArray &bytes, const QString &file);
/// MSBuild's and csc's console diagnostics ("A.cs(3,5): error CS0103: … [x.csproj]"), each once.
QList<domain::Diagnostic> readMsBuildOutput(const QString &output);

} // namespace stepladder::toolchain

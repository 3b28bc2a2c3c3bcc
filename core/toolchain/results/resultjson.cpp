// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultjson.h"

#include <QJsonArray>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::CoverageReport;
using domain::Diagnostic;
using domain::TestOutcome;
using domain::TestReport;

namespace {

template<typename List>
QJsonArray toArray(const List &list)
{
    QJsonArray array;
    for (const auto &item : list)
        array.append(domain::toJson(item));
    return array;
}

QJsonObject ofReport(const TestReport &report, const QString &format, const QString &file)
{
    const QJsonObject tests{{u"total"_s, report.total()},
                            {u"passed"_s, report.count(TestOutcome::Passed)},
                            {u"failed"_s, report.count(TestOutcome::Failed)},
                            {u"skipped"_s, report.count(TestOutcome::Skipped)}};
    return {{u"type"_s, u"results"_s},
            {u"file"_s, file},
            {u"format"_s, format},
            {u"tests"_s, tests},
            {u"suites"_s, report.suites},
            {u"ms"_s, report.ms},
            {u"cases"_s, toArray(report.cases)}};
}

QJsonObject ofCoverage(const CoverageReport &report, const QString &file)
{
    const auto share = [](int covered, int total) { return QJsonObject{{u"covered"_s, covered}, {u"total"_s, total}}; };
    return {{u"type"_s, u"coverage"_s},
            {u"file"_s, file},
            {u"lines"_s, share(report.coveredLines(), report.totalLines())},
            {u"branches"_s, share(report.coveredBranches(), report.totalBranches())},
            {u"files"_s, toArray(report.files)}};
}

} // namespace

QJsonObject toResultsJson(const ResultFile &results, const QString &file)
{
    if (const auto *tests = std::get_if<TestReport>(&results.content))
        return ofReport(*tests, results.format, file);
    if (const auto *coverage = std::get_if<CoverageReport>(&results.content))
        return ofCoverage(*coverage, file);
    const auto &diagnostics = std::get<QList<Diagnostic>>(results.content);
    return {{u"type"_s, u"diagnostics"_s},
            {u"file"_s, file},
            {u"format"_s, results.format},
            {u"diagnostics"_s, toArray(diagnostics)}};
}

QJsonObject toErrorJson(const domain::Error &error, const QString &file)
{
    return {{u"type"_s, u"error"_s},
            {u"file"_s, file},
            {u"kind"_s, domain::toString(error.kind)},
            {u"message"_s, error.message}};
}

} // namespace stepladder::toolchain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/evidence.h"

#include <QJsonArray>

#include <algorithm>
#include <numeric>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {

const QStringList &severityNames()
{
    static const QStringList names = {u"error"_s, u"warning"_s, u"info"_s};
    return names;
}
const QStringList &outcomeNames()
{
    static const QStringList names = {u"passed"_s, u"failed"_s, u"skipped"_s};
    return names;
}
const QStringList &endingNames()
{
    static const QStringList names = {u"finished"_s,      u"nothing_executed"_s, u"host_aborted"_s, u"timed_out"_s,
                                      u"out_of_memory"_s, u"output_flood"_s,     u"disk_quota"_s,   u"contradicted"_s};
    return names;
}

template<typename T>
int sum(const QList<FileCoverage> &files, T FileCoverage::*member)
{
    return std::accumulate(files.begin(), files.end(), 0, [&](int n, const FileCoverage &f) { return n + f.*member; });
}

template<typename List>
QJsonArray toArray(const List &list)
{
    QJsonArray array;
    for (const auto &item : list)
        array.append(toJson(item));
    return array;
}

Diagnostic diagnosticFromJson(const QJsonObject &json)
{
    return {.severity = Severity(std::max<qsizetype>(0, severityNames().indexOf(json[u"severity"].toString()))),
            .id = json[u"id"].toString(),
            .file = json[u"file"].toString(),
            .line = json[u"line"].toInt(),
            .column = json[u"column"].toInt(),
            .message = json[u"message"].toString(),
            .tool = json[u"tool"].toString()};
}

// A word that we do not know was written by another version: it must not read as the good case.
TestOutcome outcomeFromJson(const QJsonValue &value)
{
    const auto index = outcomeNames().indexOf(value.toString());
    return index < 0 ? (value.isUndefined() ? TestOutcome::Passed : TestOutcome::Failed) : TestOutcome(index);
}

Ending endingFromJson(const QJsonValue &value)
{
    const auto index = endingNames().indexOf(value.toString());
    return index < 0 ? (value.isUndefined() ? Ending::Finished : Ending::HostAborted) : Ending(index);
}

TestCase testFromJson(const QJsonObject &json)
{
    return {.name = json[u"name"].toString(),
            .className = json[u"class"].toString(),
            .file = json[u"file"].toString(),
            .outcome = outcomeFromJson(json[u"outcome"]),
            .ms = json[u"ms"].toDouble(),
            .message = json[u"message"].toString()};
}

FileCoverage coverageFromJson(const QJsonObject &json)
{
    FileCoverage file{.file = json[u"file"].toString(),
                      .coveredLines = json[u"lines"][u"covered"].toInt(),
                      .totalLines = json[u"lines"][u"total"].toInt(),
                      .coveredBranches = json[u"branches"][u"covered"].toInt(),
                      .totalBranches = json[u"branches"][u"total"].toInt()};
    for (const auto &line : json[u"missed"].toArray())
        file.missedLines.append(line.toInt());
    return file;
}

} // namespace

QString toString(Severity severity)
{
    return severityNames().at(int(severity));
}
QString toString(TestOutcome outcome)
{
    return outcomeNames().at(int(outcome));
}
QString toString(Ending ending)
{
    return endingNames().at(int(ending));
}

int TestReport::count(TestOutcome outcome) const
{
    return int(std::count_if(cases.begin(), cases.end(), [&](const TestCase &c) { return c.outcome == outcome; }));
}

const TestCase *TestReport::find(const QString &key) const
{
    const auto it = std::find_if(cases.begin(), cases.end(), [&](const TestCase &c) { return c.key() == key; });
    return it == cases.end() ? nullptr : &*it;
}

int CoverageReport::coveredLines() const
{
    return sum(files, &FileCoverage::coveredLines);
}
int CoverageReport::totalLines() const
{
    return sum(files, &FileCoverage::totalLines);
}
int CoverageReport::coveredBranches() const
{
    return sum(files, &FileCoverage::coveredBranches);
}
int CoverageReport::totalBranches() const
{
    return sum(files, &FileCoverage::totalBranches);
}

std::optional<double> CoverageReport::percent() const
{
    const int total = totalLines();
    if (total == 0)
        return std::nullopt;
    return 100.0 * coveredLines() / total;
}

const FileCoverage *CoverageReport::find(const QString &file) const
{
    const auto it = std::find_if(files.begin(), files.end(), [&](const FileCoverage &f) { return f.file == file; });
    return it == files.end() ? nullptr : &*it;
}

int Evidence::errors() const
{
    return int(std::count_if(diagnostics.begin(), diagnostics.end(),
                             [](const Diagnostic &d) { return d.severity == Severity::Error; }));
}
int Evidence::warnings() const
{
    return int(std::count_if(diagnostics.begin(), diagnostics.end(),
                             [](const Diagnostic &d) { return d.severity == Severity::Warning; }));
}

QJsonObject toJson(const Diagnostic &d)
{
    return {{u"severity"_s, toString(d.severity)},
            {u"id"_s, d.id},
            {u"file"_s, d.file},
            {u"line"_s, d.line},
            {u"column"_s, d.column},
            {u"message"_s, d.message},
            {u"tool"_s, d.tool}};
}

QJsonObject toJson(const TestCase &c)
{
    return {{u"name"_s, c.name}, {u"class"_s, c.className}, {u"file"_s, c.file}, {u"outcome"_s, toString(c.outcome)},
            {u"ms"_s, c.ms},     {u"message"_s, c.message}};
}

QJsonObject toJson(const FileCoverage &f)
{
    QJsonArray missed;
    for (const int line : f.missedLines)
        missed.append(line);
    return {{u"file"_s, f.file},
            {u"lines"_s, QJsonObject{{u"covered"_s, f.coveredLines}, {u"total"_s, f.totalLines}}},
            {u"branches"_s, QJsonObject{{u"covered"_s, f.coveredBranches}, {u"total"_s, f.totalBranches}}},
            {u"missed"_s, missed}};
}

QJsonObject toJson(const Execution &e)
{
    return {{u"command"_s, e.command}, {u"exitCode"_s, e.exitCode}, {u"ms"_s, e.ms}, {u"output"_s, e.output}};
}

QJsonObject toJson(const Evidence &e)
{
    QJsonObject json{{u"executions"_s, toArray(e.executions)},
                     {u"buildOk"_s, e.buildOk},
                     {u"diagnostics"_s, toArray(e.diagnostics)},
                     {u"testsRan"_s, e.testsRan},
                     {u"ending"_s, toString(e.ending)},
                     {u"endingDetail"_s, e.endingDetail},
                     {u"tests"_s, toArray(e.tests.cases)},
                     {u"suites"_s, e.tests.suites},
                     {u"testMs"_s, e.tests.ms},
                     {u"notes"_s, QJsonArray::fromStringList(e.tests.notes)},
                     {u"contentHash"_s, e.contentHash},
                     {u"fullSpeed"_s, e.fullSpeed},
                     {u"hasTests"_s, e.hasTests},
                     {u"uncompiledTests"_s, QJsonArray::fromStringList(e.uncompiledTests)},
                     {u"unfinishedTests"_s, QJsonArray::fromStringList(e.unfinishedTests)}};
    if (e.coverage)
        json.insert(u"coverage"_s, toArray(e.coverage->files));
    return json;
}

Evidence evidenceFromJson(const QJsonObject &json)
{
    Evidence e;
    for (const auto &item : json[u"executions"].toArray()) {
        const QJsonObject o = item.toObject();
        e.executions.append({.command = o[u"command"].toString(),
                             .exitCode = o[u"exitCode"].toInt(),
                             .ms = o[u"ms"].toInteger(),
                             .output = o[u"output"].toString()});
    }
    e.buildOk = json[u"buildOk"].toBool(true);
    for (const auto &item : json[u"diagnostics"].toArray())
        e.diagnostics.append(diagnosticFromJson(item.toObject()));
    e.testsRan = json[u"testsRan"].toBool();
    e.ending = endingFromJson(json[u"ending"]);
    e.endingDetail = json[u"endingDetail"].toString();
    for (const auto &item : json[u"tests"].toArray())
        e.tests.cases.append(testFromJson(item.toObject()));
    e.tests.suites = json[u"suites"].toInt();
    e.tests.ms = json[u"testMs"].toDouble();
    e.tests.notes = json[u"notes"].toVariant().toStringList();
    e.contentHash = json[u"contentHash"].toString();
    e.fullSpeed = json[u"fullSpeed"].toBool(true);
    e.hasTests = json[u"hasTests"].toBool();
    e.uncompiledTests = json[u"uncompiledTests"].toVariant().toStringList();
    e.unfinishedTests = json[u"unfinishedTests"].toVariant().toStringList();
    if (json.contains(u"coverage"_s)) {
        CoverageReport coverage;
        for (const auto &item : json[u"coverage"].toArray())
            coverage.files.append(coverageFromJson(item.toObject()));
        e.coverage = coverage;
    }
    return e;
}

} // namespace stepladder::domain

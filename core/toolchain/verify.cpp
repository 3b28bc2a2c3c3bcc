// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/verify.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <cmath>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Ending;
using domain::Evidence;
using domain::Issue;
using domain::IssueSource;
using domain::Severity;
using domain::TestOutcome;

namespace {

/// The issue of a failed test. Its line, and its file where the runner did not say it, are the first of the test's own
/// file in the stack: .NET: "in /x/FooTests.cs:line 8", pytest: "test_foo.py:7: AssertionError".
Issue issueOf(const domain::TestCase &test)
{
    static const QRegularExpression place(uR"(^(?:.* in (.+):line (\d+)|([^\s:]+\.py):(\d+):.*)\r?$)"_s,
                                          QRegularExpression::MultilineOption);
    Issue issue{.source = IssueSource::Test, .id = test.key(), .file = test.file, .message = test.message};
    for (auto it = place.globalMatch(test.message); it.hasNext() && issue.line == 0;) {
        const auto match = it.next();
        const QString file = match.captured(1) + match.captured(3);
        if (file != test.file && !file.endsWith(u'/' + test.file) && !(test.file.isEmpty() && match.hasCaptured(3)))
            continue;
        issue.line = (match.captured(2) + match.captured(4)).toInt();
        if (issue.file.isEmpty())
            issue.file = file;
    }
    return issue;
}

QList<Issue> issuesOf(const Evidence &e)
{
    QList<Issue> issues;
    for (const domain::Diagnostic &d : e.diagnostics)
        issues.append({.severity = d.severity,
                       .source = d.severity == Severity::Warning ? IssueSource::Warning : IssueSource::Build,
                       .id = d.id,
                       .file = d.file,
                       .line = d.line,
                       .message = d.message});
    for (const domain::TestCase &test : e.tests.cases) {
        if (test.outcome == TestOutcome::Failed)
            issues.append(issueOf(test));
    }
    if (e.ending != Ending::Finished)
        issues.append({.source = IssueSource::Run, .id = toString(e.ending), .message = e.endingDetail});
    return issues;
}

QString counted(int n, const QString &what)
{
    return n == 1 ? u"1 "_s + what : u"%1 %2s"_s.arg(n).arg(what);
}

QString summaryOf(const Evidence &e, int passed, int failed)
{
    if (!e.buildOk)
        return u"does not build: %1"_s.arg(counted(e.errors(), u"error"_s));
    if (domain::endedBadly(e.ending))
        return u"the tests ended badly: %1"_s.arg(e.endingDetail);
    if (failed > 0)
        return u"%1 of %2 failed"_s.arg(failed).arg(counted(passed + failed, u"test"_s));
    if (passed > 0)
        return u"builds, %1 passed"_s.arg(counted(passed, u"test"_s));
    return e.hasTests ? u"unproven: builds, and of its tests none was executed"_s
                      : u"unproven: builds, and has no tests"_s;
}

} // namespace

VerifyReport verifyVerdict(const Evidence &evidence)
{
    const int passed = evidence.tests.count(TestOutcome::Passed);
    const int failed = evidence.tests.count(TestOutcome::Failed);
    const bool bad = domain::endedBadly(evidence.ending);
    VerifyReport report{
        .summary = summaryOf(evidence, passed, failed), .issues = issuesOf(evidence), .evidence = evidence};
    if (!evidence.buildOk)
        return report;
    if (failed > 0 || bad)
        report.score = passed + failed == 0 ? 0 : std::floor(10.0 * passed / (passed + failed));
    else
        report.score = passed == 0 ? 7 : 10;
    report.passed = !bad && failed == 0 && (passed > 0 || !evidence.hasTests);
    return report;
}

QJsonObject toJson(const VerifyReport &report)
{
    const Evidence &e = report.evidence;
    QJsonArray issues;
    for (const Issue &issue : report.issues)
        issues.append(QJsonObject{{u"severity"_s, toString(issue.severity)},
                                  {u"source"_s, toString(issue.source)},
                                  {u"id"_s, issue.id},
                                  {u"file"_s, issue.file},
                                  {u"line"_s, issue.line},
                                  {u"message"_s, issue.message}});
    QJsonArray evidence;
    for (const domain::Execution &execution : e.executions)
        evidence.append(QJsonObject{
            {u"command"_s, execution.command}, {u"exitCode"_s, execution.exitCode}, {u"ms"_s, execution.ms}});
    const auto percent = e.coverage ? e.coverage->percent() : std::nullopt;
    return {{u"type"_s, u"verdict"_s},
            {u"passed"_s, report.passed},
            {u"score"_s, report.score},
            {u"summary"_s, report.summary},
            {u"build"_s, QJsonObject{{u"ok"_s, e.buildOk}, {u"errors"_s, e.errors()}, {u"warnings"_s, e.warnings()}}},
            {u"tests"_s,
             QJsonObject{{u"total"_s, e.tests.total()},
                         {u"passed"_s, e.tests.count(TestOutcome::Passed)},
                         {u"failed"_s, e.tests.count(TestOutcome::Failed)},
                         {u"skipped"_s, e.tests.count(TestOutcome::Skipped)},
                         {u"ms"_s, e.tests.ms}}},
            {u"coverage"_s, percent ? QJsonValue(*percent) : QJsonValue(QJsonValue::Null)},
            {u"issues"_s, issues},
            {u"evidence"_s, evidence}};
}

} // namespace stepladder::toolchain

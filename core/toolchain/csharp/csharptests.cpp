// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharptests.h"

#include <QRegularExpression>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

TestRunner testRunnerOf(const BuiltProject &project, const QStringList &siblings)
{
    const auto has = [&](const QString &part) {
        return std::any_of(siblings.begin(), siblings.end(), [&](const QString &name) {
            return name.endsWith(u".dll") && name.contains(part, Qt::CaseInsensitive);
        });
    };
    if (siblings.contains(u"testhost.dll"_s) && has(u"testadapter"_s))
        return TestRunner::VsTest;
    if (has(u"xunit.v3"_s) && !project.xunitOnTestingPlatform)
        return TestRunner::XunitNative;
    return project.testingPlatform || has(u"Microsoft.Testing.Platform"_s) ? TestRunner::TestingPlatform
                                                                           : TestRunner::VsTest;
}

QString methodOfKey(const QString &key)
{
    QString className = key.contains(u':') ? key.section(u':', 0, 0) : QString();
    QString name = className.isEmpty() ? key : key.section(u':', 1);
    className = className.section(u'(', 0, 0);
    name = name.section(u'(', 0, 0).section(u'<', 0, 0).trimmed();
    if (className.isEmpty() || name.startsWith(className + u'.'))
        return name;
    return className + u'.' + name;
}

namespace {

QString filterOf(const QStringList &methods, const QString &comparison, QChar join)
{
    static const QRegularExpression special(u"([\\\\()&|=!~])"_s);
    QStringList parts;
    for (QString method : methods) {
        const QString part = u"FullyQualifiedName"_s + comparison + method.replace(special, u"\\\\1"_s);
        if (!parts.contains(part))
            parts.append(part);
    }
    return parts.join(join);
}

} // namespace

QString exclusionFilter(const QStringList &keys)
{
    QStringList methods;
    for (const QString &key : keys)
        methods.append(methodOfKey(key));
    return filterOf(methods, u"!="_s, u'&');
}

QString onlyFilter(const QStringList &methods)
{
    return filterOf(methods, u"="_s, u'|');
}

QString findCulprit(QStringList methods, const std::function<bool(const QStringList &)> &endsBadly)
{
    while (methods.size() > 1) {
        const QStringList first = methods.first(methods.size() / 2);
        const QStringList second = methods.mid(methods.size() / 2);
        if (endsBadly(first))
            methods = first;
        else if (endsBadly(second))
            methods = second;
        else
            return {};
    }
    return methods.value(0);
}

namespace {

QStringList vsTestCommand(const BuiltProject &project, const TestCommandOptions &o)
{
    QStringList argv = {o.dotnet,
                        u"vstest"_s,
                        project.assembly,
                        u"--logger:trx;LogFileName=results.trx"_s,
                        u"--logger:console;verbosity=normal"_s,
                        u"--ResultsDirectory:"_s + o.resultsFolder,
                        u"--Diag:%1/diag/log.txt;tracelevel=verbose"_s.arg(o.resultsFolder)};
    if (!project.runSettings.isEmpty())
        argv.append(u"--Settings:"_s + project.runSettings);
    const QString filter = o.onlyMethods.isEmpty() ? exclusionFilter(o.excludedTests) : onlyFilter(o.onlyMethods);
    if (!filter.isEmpty())
        argv.append(u"--TestCaseFilter:"_s + filter);
    if (!o.coverlet.isEmpty()) {
        for (const QString &adapter : project.adapters.split(u';', Qt::SkipEmptyParts))
            argv.append(u"--TestAdapterPath:"_s + adapter);
        argv += {u"--TestAdapterPath:"_s + o.coverlet, u"--Collect:XPlat Code Coverage"_s};
        if (o.includeTestAssembly)
            argv +=
                {u"--"_s,
                 u"DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.IncludeTestAssembly=true"_s};
    }
    return argv;
}

} // namespace

QStringList testCommand(const BuiltProject &project, TestRunner runner, const TestCommandOptions &o)
{
    if (runner == TestRunner::VsTest)
        return vsTestCommand(project, o);
    if (runner == TestRunner::XunitNative) {
        QStringList argv = {o.dotnet,
                            u"exec"_s,
                            project.assembly,
                            u"-noColor"_s,
                            u"-noLogo"_s,
                            u"-trx"_s,
                            o.resultsFolder + u"/results.trx"_s};
        for (const QString &key : o.excludedTests)
            argv += {u"-method-"_s, methodOfKey(key)};
        return argv;
    }
    QStringList argv = {o.dotnet,        u"exec"_s,     project.assembly, u"--results-directory"_s,
                        o.resultsFolder, u"--no-ansi"_s};
    if (project.xunitOnTestingPlatform)
        argv += {u"--report-xunit-trx"_s, u"--report-xunit-trx-filename"_s, u"results.trx"_s};
    else
        argv += {u"--report-trx"_s, u"--report-trx-filename"_s, u"results.trx"_s};
    if (project.xunitOnTestingPlatform) {
        for (const QString &key : o.excludedTests)
            argv += {u"--filter-not-method"_s, methodOfKey(key)};
    } else if (const QString filter = exclusionFilter(o.excludedTests); !filter.isEmpty()) {
        argv += {u"--filter"_s, filter};
    }
    return argv;
}

QList<domain::TestCase> runningTests(const QString &hostLog, bool nameIsQualified)
{
    static const QRegularExpression event(
        uR"(TestExecutionRecorder\.Record(Start: Starting test: |End: test: )(.+?)(?: execution completed)?\.\s*$)"_s,
        QRegularExpression::MultilineOption);
    QStringList running;
    for (auto it = event.globalMatch(hostLog); it.hasNext();) {
        const auto match = it.next();
        if (match.captured(1).startsWith(u"Start"))
            running.append(match.captured(2));
        else
            running.removeOne(match.captured(2));
    }
    running.removeDuplicates();
    QList<domain::TestCase> tests;
    for (const QString &method : running)
        tests.append(
            {.name = nameIsQualified ? method : method.section(u'.', -1), .className = method.section(u'.', 0, -2)});
    return tests;
}

bool readConsoleTest(const QString &line, domain::TestCase &test)
{
    static const QRegularExpression printed(uR"(^\s{1,4}(Passed|Failed|Skipped)\s(.+?)(?:\s\[[^\]]*\])?\s*$)"_s);
    const auto match = printed.match(line);
    if (!match.hasMatch())
        return false;
    test = {.name = match.captured(2)};
    test.outcome = match.captured(1) == u"Passed" ? domain::TestOutcome::Passed
        : match.captured(1) == u"Skipped"         ? domain::TestOutcome::Skipped
                                                  : domain::TestOutcome::Failed;
    return true;
}

} // namespace stepladder::toolchain

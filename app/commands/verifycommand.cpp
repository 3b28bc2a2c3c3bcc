// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "app/interrupts.h"
#include "engine/judging/verifyfolder.h"

namespace stepladder::app {

using namespace Qt::StringLiterals;

namespace {

void printReport(const toolchain::VerifyReport &report)
{
    out(u"%1, score %2: %3"_s.arg(report.passed ? u"passed"_s : u"not passed"_s).arg(report.score).arg(report.summary));
    for (const domain::Issue &issue : report.issues) {
        const QString where = issue.line > 0 ? u"%1:%2"_s.arg(issue.file).arg(issue.line) : issue.file;
        out(u"  %1 %2 %3 %4: %5"_s
                .arg(domain::toString(issue.severity), domain::toString(issue.source), where, issue.id,
                     issue.message.section(u'\n', 0, 0))
                .simplified()
                .prepend(u"  "_s));
    }
    for (const domain::Execution &execution : report.evidence.executions)
        out(u"  ran (exit %1, %2 ms): %3"_s.arg(execution.exitCode).arg(execution.ms).arg(execution.command));
}

} // namespace

int verifyCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions(
        {{u"language"_s, u"csharp or python (found out)"_s, u"L"_s}, {u"json"_s, u"print the verdict as JSON"_s}});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"verify"_s, arguments, 1, 1, &exitCode);
    if (!positional)
        return exitCode;
    std::stop_source stop;
    const Interrupts interrupts([&] { stop.request_stop(); }, [&] { stop.request_stop(); });
    const auto report = engine::verifyFolder(
        storage::Locations::fromEnvironment(), positional->first(), parser.value(u"language"_s),
        [](const QString &line) { err(line); }, stop.get_token());
    if (!report)
        return failWith(report.error());
    if (parser.isSet(u"json"_s))
        outJson(toolchain::toJson(*report));
    else
        printReport(*report);
    return report->passed ? Ok : NotPassed;
}

} // namespace stepladder::app

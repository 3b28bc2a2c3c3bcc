// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "engine/run/applyrun.h"
#include "storage/clock.h"

namespace stepladder::app {

using namespace Qt::StringLiterals;
using workspace::ApplyOutcome;

namespace {

QString outcomeText(ApplyOutcome outcome)
{
    switch (outcome) {
    case ApplyOutcome::Written:
        return u"written"_s;
    case ApplyOutcome::AlreadyDone:
        return u"already done"_s;
    case ApplyOutcome::Conflict:
        return u"conflict"_s;
    case ApplyOutcome::Failed:
        return u"failed"_s;
    case ApplyOutcome::NotWritten:
        return u"not written"_s;
    }
    return {};
}

int printReport(const engine::AppliedRun &applied)
{
    if (!applied.alongWith.isEmpty())
        out(u"taken along, because they are depended on: %1"_s.arg(applied.alongWith.join(u", "_s)));
    for (const QString &file : applied.files) {
        const ApplyOutcome outcome = applied.report.outcomes.value(file);
        const QString reason = applied.report.reasons.value(file);
        out(u"%1  %2%3"_s.arg(outcomeText(outcome), file, reason.isEmpty() ? QString() : u": "_s + reason));
    }
    for (const QString &line : applied.leftOut)
        out(u"left out  %1"_s.arg(line));
    // Nothing to do is no failure, and not bad input either: the same command is right once a step is accepted.
    if (applied.nothingAccepted())
        out(applied.files.isEmpty() ? u"nothing to write: none of these steps has an accepted file"_s
                                    : u"only files of the scaffold: none of these steps has an accepted file"_s);
    for (const QString &line : applied.report.problems)
        err(u"stepladder: %1"_s.arg(line));
    if (applied.report.conflicts.isEmpty())
        return applied.report.problems.isEmpty() ? Ok : BadInput;
    const auto count = applied.report.conflicts.size();
    err(count == 1 ? u"stepladder: one conflict: this file changed since the run began"_s
                   : u"stepladder: %1 conflicts: these files changed since the run began"_s.arg(count));
    return NotPassed;
}

} // namespace

int applyCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"step"_s, u"only this step and what it depends on (may be repeated)"_s, u"ID"_s},
                       {u"workspace"_s, u"another folder than the run's"_s, u"DIR"_s},
                       {u"partial"_s, u"write what can be written"_s},
                       {u"stubs"_s, u"stubs too"_s}});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"apply"_s, arguments, 1, 1, &exitCode);
    if (!positional)
        return exitCode;
    const storage::SystemClock clock;
    const auto applied = engine::applyRun(storage::Locations::fromEnvironment(), clock,
                                          {.run = positional->first(),
                                           .steps = parser.values(u"step"_s),
                                           .workspace = parser.value(u"workspace"_s),
                                           .partial = parser.isSet(u"partial"_s),
                                           .stubs = parser.isSet(u"stubs"_s)});
    if (!applied)
        return failWith(applied.error());
    return printReport(*applied);
}

} // namespace stepladder::app

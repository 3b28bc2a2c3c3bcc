// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "engine/control/runcontroller.h"
#include "storage/clock.h"

namespace stepladder::app {

using namespace Qt::StringLiterals;

int forkCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"from"_s, u"the step before which the runs part"_s, u"STEP"_s});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"fork"_s, arguments, 1, 1, &exitCode);
    if (!positional)
        return exitCode;
    const QString step = parser.value(u"from"_s);
    if (step.isEmpty())
        return failWith({domain::ErrorKind::BadInput, u"--from: is missing, expected the id of a step"_s});
    const storage::SystemClock clock;
    const auto forked = engine::forkRun(storage::Locations::fromEnvironment(), clock, positional->first(), step);
    if (!forked)
        return failWith(forked.error());
    out(u"forked from %1 before step %2; go on with: stepladder resume %3"_s.arg(positional->first(), step, *forked));
    out(*forked);
    return Ok;
}

} // namespace stepladder::app

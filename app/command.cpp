// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"

#include "app/console.h"

namespace stepladder::app {

using namespace Qt::StringLiterals;

const QList<Command> &commands()
{
    static const QList<Command> all = {
        {u"run"_s, u"PLAN.json --workspace DIR [options]"_s, u"run a plan against a workspace"_s, runCommand},
        {u"plan"_s, u"\"TASK\" --workspace DIR -o PLAN.json"_s, u"let the thinker write a plan"_s, planCommand},
        {u"resume"_s, u"RUN [options]"_s, u"go on with a run"_s, resumeCommand},
        {u"runs"_s, u"[--json] | rm RUN… | gc"_s, u"list runs, remove them, collect what they left"_s, runsCommand},
        {u"show"_s, u"RUN [--format md|json|html] [--verify]"_s, u"the report of a run"_s, showCommand},
        {u"guidance"_s, u"list | show ID | answer ID …"_s, u"what waits for a person"_s, guidanceCommand},
        {u"verify"_s, u"DIR [--language L] [--json]"_s, u"judge a folder as it stands"_s, verifyCommand},
        {u"memory"_s, u"search TEXT | stats"_s, u"what earlier runs taught"_s, memoryCommand},
        {u"apply"_s, u"RUN [--step ID]… [--workspace DIR] [--partial] [--stubs]"_s,
         u"write accepted files into the workspace"_s, applyCommand},
        {u"fork"_s, u"RUN --from STEP"_s, u"a new run that shares everything before a step"_s, forkCommand},
        {u"ask"_s, u"--models FILE [--model ID | --role ROLE] \"TEXT\" [--json]"_s,
         u"one prompt through the real client"_s, askCommand},
        {u"results"_s, u"FILE… [--json]"_s, u"what a result file says, as we read it"_s, resultsCommand},
        {u"doctor"_s, QString(), u"what is here and what is missing"_s, doctorCommand},
    };
    return all;
}

std::optional<QStringList> parseArguments(QCommandLineParser &parser, const QString &command,
                                          const QStringList &arguments, int minPositional, int maxPositional,
                                          int *exitCode)
{
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"show this help"_s);
    parser.addOption(help);
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    const auto known =
        std::find_if(commands().begin(), commands().end(), [&](const Command &c) { return c.name == command; });
    *exitCode = BadInput;
    if (!parser.parse(QStringList{u"stepladder %1"_s.arg(command)} + arguments)) {
        err(u"stepladder %1: %2"_s.arg(command, parser.errorText()));
        return std::nullopt;
    }
    if (parser.isSet(help)) {
        *exitCode = Ok;
        out(u"usage: stepladder %1 %2\n%3\n"_s.arg(command, known->synopsis, known->help));
        out(parser.helpText().section(u"Options:"_s, 1));
        return std::nullopt;
    }
    const QStringList positional = parser.positionalArguments();
    if (positional.size() < minPositional || (maxPositional >= 0 && positional.size() > maxPositional)) {
        err(u"stepladder %1: expected %1 %2"_s.arg(command, known->synopsis));
        return std::nullopt;
    }
    *exitCode = Ok;
    return positional;
}

} // namespace stepladder::app

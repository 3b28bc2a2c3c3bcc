// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "app/inputs.h"
#include "app/runoutput.h"

namespace stepladder::app {

using namespace Qt::StringLiterals;

int resumeCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"budget"_s, u"a new total for the run in dollars"_s, u"USD"_s},
                       {u"repin"_s, u"unfinished steps begin anew with today's prompts and models"_s},
                       {u"models"_s, u"with --repin: the models file"_s, u"FILE"_s},
                       {u"no-wait"_s, u"exit once only people can go on"_s},
                       {u"json"_s, u"print entries as JSON lines"_s}});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"resume"_s, arguments, 1, 1, &exitCode);
    if (!positional)
        return exitCode;
    const storage::Locations locations = storage::Locations::fromEnvironment();
    const auto budget = amountOption(parser, u"budget"_s);
    if (!budget)
        return failWith(budget.error());
    engine::ResumeRequest request{.run = positional->first(),
                                  .budget = *budget,
                                  .repin = parser.isSet(u"repin"_s),
                                  .noWait = parser.isSet(u"no-wait"_s)};
    if (parser.isSet(u"models"_s)) {
        const auto models = readModelsFile(parser.value(u"models"_s), locations);
        if (!models)
            return failWith(models.error());
        request.models = *models;
    }
    return driveRun(locations, parser.isSet(u"json"_s),
                    [&](engine::RunController &controller) { return controller.resume(request); });
}

} // namespace stepladder::app

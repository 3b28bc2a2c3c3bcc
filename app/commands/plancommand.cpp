// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "app/inputs.h"
#include "app/interrupts.h"
#include "engine/control/plancontroller.h"

#include <QJsonDocument>
#include <QSaveFile>

namespace stepladder::app {

using namespace Qt::StringLiterals;

namespace {

int planInto(const QString &file, const domain::Plan &plan, domain::MicroUsd cost)
{
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly) || target.write(QJsonDocument(domain::toJson(plan)).toJson()) < 0
        || !target.commit())
        return failWith({domain::ErrorKind::Io, u"%1: %2"_s.arg(file, target.errorString())});
    for (const domain::Step &step : plan.steps)
        out(u"%1  %2  %3"_s.arg(step.id, step.file, step.title));
    out(u"\n%1 steps, %2, written to %3: read and edit it, then `stepladder run %3 --workspace DIR`"_s
            .arg(plan.steps.size())
            .arg(domain::usdText(cost), file));
    return Ok;
}

} // namespace

int planCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"workspace"_s, u"the folder to work on"_s, u"DIR"_s},
                       {u"models"_s, u"the models file"_s, u"FILE"_s},
                       {u"language"_s, u"csharp, python, text (the thinker says)"_s, u"L"_s},
                       {{u"o"_s, u"output"_s}, u"where the plan goes"_s, u"PLAN.json"_s}});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"plan"_s, arguments, 1, 1, &exitCode);
    if (!positional)
        return exitCode;
    const storage::Locations locations = storage::Locations::fromEnvironment();
    if (positional->first().trimmed().isEmpty())
        return failWith({domain::ErrorKind::BadInput, u"the task is empty, expected what is to be made"_s});
    if (!parser.isSet(u"o"_s))
        return failWith({domain::ErrorKind::BadInput, u"-o: is missing, expected the file the plan goes to"_s});
    const auto workspace = checkWorkspace(parser.value(u"workspace"_s));
    if (!workspace)
        return failWith(workspace.error());
    const auto config = readModelsFile(parser.value(u"models"_s), locations);
    if (!config)
        return failWith(config.error());
    domain::Result<domain::Plan> made = domain::fail(domain::ErrorKind::Internal, QString());
    domain::MicroUsd cost = 0;
    engine::PlanController controller(locations,
                                      {.noticed = [](const QString &line) { err(line); },
                                       .ended =
                                           [&](const domain::Result<domain::Plan> &plan, domain::MicroUsd spent) {
                                               made = plan;
                                               cost = spent;
                                           }});
    const auto begun = controller.start({.task = positional->first(),
                                         .workspace = *workspace,
                                         .language = parser.value(u"language"_s),
                                         .models = *config});
    if (!begun)
        return failWith(begun.error());
    const Interrupts interrupts([&] { controller.cancel(); }, [&] { controller.cancel(); });
    err(u"the thinker plans"_s);
    controller.wait();
    if (!made)
        return failWith(made.error());
    return planInto(parser.value(u"o"_s), *made, cost);
}

} // namespace stepladder::app

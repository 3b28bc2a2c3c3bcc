// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "app/inputs.h"
#include "app/runoutput.h"
#include "guidance/expertsources.h"

#include <QUrl>

namespace stepladder::app {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({{u"workspace"_s, u"the folder to work on"_s, u"DIR"_s},
                       {u"ladder"_s, u"the ladder, by name or file (never-surrender)"_s, u"NAME"_s},
                       {u"models"_s, u"the models file"_s, u"FILE"_s},
                       {u"budget"_s, u"cap of the run in dollars"_s, u"USD"_s},
                       {u"budget-call"_s, u"cap of a call in dollars"_s, u"USD"_s},
                       {u"budget-step"_s, u"cap of a step in dollars"_s, u"USD"_s},
                       {u"budget-day"_s, u"cap of the UTC day over all runs in dollars"_s, u"USD"_s},
                       {u"paid-calls"_s, u"cap on calls of paid models"_s, u"N"_s},
                       {u"mode"_s, u"supervised, guarded or autonomous (guarded)"_s, u"MODE"_s},
                       {u"parallel"_s, u"steps at once (4)"_s, u"N"_s},
                       {u"record"_s, u"append scripted answers of the live calls to FILE"_s, u"FILE"_s},
                       {u"allow-large"_s, u"take a workspace of over 2 GB"_s},
                       {u"no-ensemble"_s, u"switch level 1 off"_s},
                       {u"no-expert"_s, u"switch level 2 off"_s},
                       {u"no-human"_s, u"ask nobody"_s},
                       {u"no-tests"_s, u"generate no tests"_s},
                       {u"no-wait"_s, u"exit once only people can go on"_s},
                       {u"json"_s, u"print entries as JSON lines"_s}});
}

Result<void> readCaps(const QCommandLineParser &parser, engine::StartRequest &request)
{
    const std::pair<QString, std::optional<domain::MicroUsd> *> caps[] = {{u"budget"_s, &request.budget},
                                                                          {u"budget-call"_s, &request.perCall},
                                                                          {u"budget-step"_s, &request.perStep},
                                                                          {u"budget-day"_s, &request.perDay}};
    for (const auto &[option, cap] : caps) {
        const auto amount = amountOption(parser, option);
        if (!amount)
            return domain::fail(amount.error());
        *cap = *amount;
    }
    const auto calls = countOption(parser, u"paid-calls"_s, 0);
    const auto parallel = countOption(parser, u"parallel"_s, 1);
    if (!calls || !parallel)
        return domain::fail(calls ? parallel.error() : calls.error());
    request.paidCalls = *calls;
    request.parallel = parallel->value_or(request.parallel);
    return {};
}

Result<engine::StartRequest> requestFrom(const QCommandLineParser &parser, const QString &planFile,
                                         const storage::Locations &locations)
{
    auto plan = readPlanFile(planFile);
    if (!plan)
        return domain::fail(plan.error());
    auto workspace = checkWorkspace(parser.value(u"workspace"_s));
    if (!workspace)
        return domain::fail(workspace.error());
    auto models = readModelsFile(parser.value(u"models"_s), locations);
    if (!models)
        return domain::fail(models.error());
    engine::StartRequest request{
        .plan = *plan, .workspace = *workspace, .ladder = parser.value(u"ladder"_s), .models = *models};
    if (const auto caps = readCaps(parser, request); !caps)
        return domain::fail(caps.error());
    if (parser.isSet(u"mode"_s)) {
        const QString given = parser.value(u"mode"_s);
        const auto mode = domain::modeFromString(given);
        if (!mode)
            return domain::fail(domain::ErrorKind::BadInput,
                                u"--mode: expected supervised, guarded or autonomous (found \"%1\")"_s.arg(given));
        request.mode = *mode;
    }
    request.noEnsemble = parser.isSet(u"no-ensemble"_s);
    request.noExpert = parser.isSet(u"no-expert"_s);
    request.noHuman = parser.isSet(u"no-human"_s);
    request.noTests = parser.isSet(u"no-tests"_s);
    request.noWait = parser.isSet(u"no-wait"_s);
    request.allowLarge = parser.isSet(u"allow-large"_s);
    request.recordFile = parser.value(u"record"_s);
    return request;
}

/// A headless run says what leaves the machine and goes on: --models and experts.json named the endpoint.
void sayWhatLeaves(const domain::ModelsConfig &models, const storage::Locations &locations, bool noExpert)
{
    for (const domain::Endpoint &endpoint : models.endpoints) {
        if (!endpoint.isLocal())
            err(u"note: prompts with code of the workspace go to %1 (endpoint \"%2\"), without what looks like a secret and what .stepladderignore lists"_s
                    .arg(QUrl(endpoint.url).host(), endpoint.id));
    }
    const guidance::ExpertSources experts =
        noExpert ? guidance::ExpertSources() : guidance::readExpertSources(locations);
    for (const guidance::ExpertSource &expert : experts.sources) {
        if (!guidance::staysHere(expert))
            err(u"note: where a step is stuck, what it is about and how it failed goes to %1, without what looks like a secret"_s
                    .arg(guidance::nameOf(expert)));
    }
    for (const QString &problem : experts.problems)
        err(u"stepladder: left out: %1"_s.arg(problem));
}

/// What only the run's beginning finds wrong with a plan names its file like all else.
domain::Error withPlanFile(domain::Error error, const QString &file)
{
    if (error.kind == domain::ErrorKind::BadInput && error.message.startsWith("plan: "_L1))
        error.message.replace(0, 4, file);
    return error;
}

} // namespace

int runCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"run"_s, arguments, 1, 1, &exitCode);
    if (!positional)
        return exitCode;
    const storage::Locations locations = storage::Locations::fromEnvironment();
    auto request = requestFrom(parser, positional->first(), locations);
    if (!request)
        return failWith(request.error());
    sayWhatLeaves(request->models, locations, request->noExpert);
    return driveRun(locations, parser.isSet(u"json"_s), [&](engine::RunController &controller) {
        auto run = controller.start(*request);
        return run ? run : domain::fail(withPlanFile(run.error(), positional->first()));
    });
}

} // namespace stepladder::app

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "app/inputs.h"
#include "app/interrupts.h"
#include "app/noticesink.h"
#include "domain/jsonreader.h"
#include "engine/denylist.h"
#include "engine/planner.h"
#include "storage/resources.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace stepladder::app {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

constexpr int kMostFiles = 400;

/// Visible files of the workspace, for orientation; folders that no plan is about are left out.
QStringList filesOf(const QString &workspace)
{
    static const QStringList boring = {u"bin"_s, u"obj"_s, u"node_modules"_s, u"__pycache__"_s, u"venv"_s};
    QStringList files;
    QDirIterator it(workspace, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (it.hasNext() && files.size() < kMostFiles) {
        const QString path = QDir(workspace).relativeFilePath(it.next());
        const QStringList parts = path.split(u'/');
        if (std::none_of(parts.begin(), parts.end(),
                         [](const QString &p) { return p.startsWith(u'.') || boring.contains(p); }))
            files.append(path);
    }
    files.sort();
    return files;
}

QStringList languagesOf(const storage::Resources &resources, QStringList *scaffolds)
{
    QStringList languages;
    for (const QString &file : resources.list(u"toolchains"_s)) {
        languages.append(file.section(u'.', 0, 0));
        const auto text = resources.read(u"toolchains/"_s + file);
        if (const auto json = text ? domain::parseJsonObject(*text, file) : domain::fail(text.error()))
            *scaffolds += json->value(u"scaffolds"_s).toObject().keys();
    }
    return languages;
}

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
    const storage::Resources resources(locations);
    const auto prompts = engine::PromptLibrary::load(resources);
    if (!prompts)
        return failWith(prompts.error());
    const auto clients = models::ModelClients::create(*config, {.withhold = engine::DenyList::secretsOf(*workspace)});
    if (!clients)
        return failWith(clients.error());
    engine::PlanTask task{.task = positional->first(),
                          .language = parser.value(u"language"_s),
                          .projectName = QFileInfo(*workspace).fileName(),
                          .files = filesOf(*workspace)};
    task.languages = languagesOf(resources, &task.scaffolds);
    if (!task.language.isEmpty() && !task.languages.contains(task.language))
        return failWith(
            {domain::ErrorKind::BadInput,
             u"--language: expected one of %1 (found \"%2\")"_s.arg(task.languages.join(u", "_s), task.language)});
    std::stop_source stop;
    const Interrupts interrupts([&] { stop.request_stop(); }, [&] { stop.request_stop(); });
    err(u"the thinker plans"_s);
    domain::MicroUsd cost = 0;
    NoticeSink sink;
    const auto plan = engine::makePlan(task, *prompts, **clients, &sink, stop.get_token(), &cost);
    if (!plan)
        return failWith(plan.error());
    return planInto(parser.value(u"o"_s), *plan, cost);
}

} // namespace stepladder::app

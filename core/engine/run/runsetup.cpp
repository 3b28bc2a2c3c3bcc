// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runsetup.h"

#include "engine/judging/toolchains.h"
#include "engine/wishes/attaching.h"
#include "engine/wishes/reopening.h"
#include "storage/resources.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRandomGenerator>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using journal::Draft;
using journal::Durability;

namespace {

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// Everything a run pins, as blobs and inline.
struct Pins
{
    QByteArray descriptor;
    QString descriptorOrigin;
    PromptLibrary prompts;
    domain::ModelsConfig models;
};

Result<Pins> currentPins(const storage::Locations &locations, const domain::Plan &plan,
                         const domain::ModelsConfig &models)
{
    const auto descriptor = readDescriptor(locations, plan.language);
    if (!descriptor)
        return domain::fail(ErrorKind::BadInput, u"plan: %1"_s.arg(descriptor.error().message));
    const storage::Resources resources(locations);
    auto prompts = PromptLibrary::load(resources);
    if (!prompts)
        return domain::fail(prompts.error());
    return Pins{*descriptor, resources.origin(u"toolchains/%1.json"_s.arg(plan.language)), *prompts, models};
}

Result<QJsonObject> putPins(journal::Journal &journal, const Pins &pins)
{
    QJsonObject json;
    for (const auto &[key, bytes] :
         {std::pair(u"prompts"_s, compact(pins.prompts.toJson())), std::pair(u"toolchain"_s, pins.descriptor),
          std::pair(u"models"_s, compact(domain::toJson(pins.models)))}) {
        const auto blob = journal.putBlob(bytes);
        if (!blob)
            return domain::fail(blob.error());
        json.insert(key, *blob);
    }
    return json;
}

Result<Pins> pinnedBefore(journal::Journal &journal, const QJsonObject &json)
{
    const auto prompts = journal.blob(json[u"prompts"].toString());
    const auto descriptor = journal.blob(json[u"toolchain"].toString());
    const auto models = journal.blob(json[u"models"].toString());
    for (const auto *blob : {&prompts, &descriptor, &models}) {
        if (!*blob)
            return domain::fail(blob->error());
    }
    const auto config =
        domain::modelsFromJson(QJsonDocument::fromJson(*models).object(), u"the pinned models"_s, QDir::rootPath());
    if (!config)
        return domain::fail(config.error());
    return Pins{*descriptor, u"the pinned toolchain"_s,
                PromptLibrary::fromJson(QJsonDocument::fromJson(*prompts).object()), *config};
}

/// Lines of scripted answers that the run used up, by the endpoint that gave them.
QHash<QString, QSet<int>> usedLines(const domain::ModelsConfig &models, const RunRecord &record)
{
    QHash<QString, QSet<int>> lines;
    for (const domain::Model &model : models.models)
        lines[model.endpoint].unite(record.usedScriptLines.value(model.id));
    return lines;
}

/// What was attached to the task before the run began.
Result<QList<Draft>> attach(journal::Journal &journal, const StartRequest &request)
{
    if (request.attach.paths.isEmpty() && request.attach.text.isEmpty())
        return QList<Draft>();
    const QString by = qEnvironmentVariable("USER", u"somebody"_s);
    const auto entries = attachedEntries(journal, request.workspace, request.attach, by);
    if (!entries)
        return entries;
    for (const Draft &entry : *entries) {
        if (const auto written = journal.append(std::nullopt, entry, Durability::Committed); !written)
            return domain::fail(written.error());
    }
    return entries;
}

RunOptions optionsOf(const StartRequest &request)
{
    return {.mode = request.mode,
            .caps = {.perCall = request.perCall,
                     .perStep = request.perStep,
                     .perRun = request.budget,
                     .perDay = request.perDay,
                     .paidCalls = request.paidCalls},
            .noEnsemble = request.noEnsemble,
            .noExpert = request.noExpert,
            .noHuman = request.noHuman,
            .noTests = request.noTests,
            .noWait = request.noWait,
            .parallel = std::max(1, request.parallel)};
}

} // namespace

QString newRunId(const storage::Clock &clock)
{
    static const QString letters = u"abcdefghijkmnpqrstuvwxyz23456789"_s;
    QString tail;
    for (int i = 0; i < 4; ++i)
        tail += letters.at(QRandomGenerator::global()->bounded(int(letters.size())));
    return QDateTime::fromMSecsSinceEpoch(clock.nowMs(), Qt::UTC).toString(u"yyyyMMdd-HHmmss"_s) + u'-' + tail;
}

Result<SessionSetup> setUpNewRun(const storage::Locations &locations, const storage::Clock &clock,
                                 const StartRequest &request, const EntryListener &listener)
{
    const QFileInfo folder(request.workspace);
    if (!folder.isDir())
        return domain::fail(ErrorKind::BadInput, u"%1: the workspace is no folder"_s.arg(request.workspace));
    auto ladder = readLadder(locations, request.ladder.isEmpty() ? u"never-surrender"_s : request.ladder);
    if (!ladder)
        return domain::fail(ladder.error());
    const auto pins = currentPins(locations, request.plan, request.models);
    if (!pins)
        return domain::fail(pins.error());
    auto toolchain = makeToolchainFrom(locations, pins->descriptor, pins->descriptorOrigin, request.plan.language);
    if (!toolchain)
        return domain::fail(toolchain.error());
    const QStringList scaffolds = (*toolchain)->scaffolds();
    if (const QString &asked = request.plan.scaffold; !asked.isEmpty() && !scaffolds.contains(asked))
        return domain::fail(
            ErrorKind::BadInput,
            u"plan: scaffold: expected %1, found \"%2\""_s.arg(
                scaffolds.isEmpty() ? u"none, %1 has none"_s.arg(request.plan.language) : scaffolds.join(u", "_s),
                asked));
    auto clients = models::ModelClients::create(
        request.models,
        {.recordFile = request.recordFile, .withhold = DenyList::secretsOf(folder.canonicalFilePath())});
    if (!clients)
        return domain::fail(clients.error());
    auto memory = memory::MemoryStore::open(locations.memory());
    if (!memory)
        return domain::fail(memory.error());
    SessionSetup setup{.run = newRunId(clock),
                       .folder = {},
                       .locations = locations,
                       .plan = request.plan,
                       .ladder = *ladder,
                       .options = optionsOf(request),
                       .workspace = folder.canonicalFilePath(),
                       .allowLarge = request.allowLarge,
                       .sinceMs = clock.nowMs(),
                       .prompts = pins->prompts,
                       .toolchain = std::move(*toolchain),
                       .clients = std::move(*clients),
                       .memory = std::move(*memory)};
    setup.folder = locations.run(setup.run);
    auto journal = journal::Journal::create(setup.folder, setup.run, clock);
    if (!journal)
        return domain::fail(journal.error());
    setup.journal = std::move(*journal);
    if (listener)
        setup.journal->onCommitted(listener);
    const auto pinned = putPins(*setup.journal, *pins);
    if (!pinned)
        return domain::fail(pinned.error());
    const QJsonObject data{{u"task"_s, setup.plan.task},
                           {u"language"_s, setup.plan.language},
                           {u"workspace"_s, setup.workspace},
                           {u"branch"_s, u"stepladder/"_s + setup.run},
                           {u"mode"_s, domain::toString(setup.options.mode)},
                           {u"plan"_s, domain::toJson(setup.plan)},
                           {u"ladder"_s, domain::toJson(setup.ladder)},
                           {u"options"_s, toJson(setup.options)},
                           {u"caps"_s, toJson(setup.options.caps)},
                           {u"pins"_s, *pinned},
                           {u"version"_s, QCoreApplication::applicationVersion()}};
    if (const auto started = setup.journal->append(journal::Key{.name = u"run.started"_s},
                                                   {.type = u"run.started"_s, .data = data}, Durability::Synced);
        !started)
        return domain::fail(started.error());
    const auto attached = attach(*setup.journal, request);
    if (!attached)
        return domain::fail(attached.error());
    setup.wants = *attached;
    return setup;
}

Result<SessionSetup> setUpResumedRun(const storage::Locations &locations, const storage::Clock &clock,
                                     const ResumeRequest &request, const EntryListener &listener)
{
    const auto folder = locations.existingRun(request.run);
    if (!folder)
        return domain::fail(folder.error());
    const qint64 since = clock.nowMs();
    auto journal = journal::Journal::open(*folder, clock);
    if (!journal)
        return domain::fail(journal.error());
    const auto reader = journal::JournalReader::open(*folder);
    if (!reader)
        return domain::fail(reader.error());
    auto record = readRunRecord(**reader);
    if (record && record->endedRun()) {
        // A retry that came when the run was about to end.
        const auto reopened = reopenWished(**journal, record->moment);
        if (!reopened)
            return domain::fail(reopened.error());
        if (!reopened->isEmpty())
            record = readRunRecord(**reader);
    }
    if (!record)
        return domain::fail(record.error());
    SessionSetup setup{.run = request.run,
                       .folder = *folder,
                       .locations = locations,
                       .plan = record->plan,
                       .ladder = record->ladder,
                       .options = record->options,
                       .workspace = record->workspace,
                       .allowLarge = false,
                       .sinceMs = since};
    setup.options.noWait = request.noWait;
    setup.journal = std::move(*journal);
    if (listener)
        setup.journal->onCommitted(listener);
    setup.record = std::move(*record);
    if (setup.record->endedRun())
        return setup;
    auto pins = pinnedBefore(*setup.journal, setup.record->pins);
    if (!pins)
        return domain::fail(pins.error());
    if (request.repin) {
        // Whoever plays changes only when somebody says so.
        pins = currentPins(locations, setup.plan, request.models.value_or(pins->models));
        if (!pins)
            return domain::fail(pins.error());
        const auto pinned = putPins(*setup.journal, *pins);
        if (!pinned)
            return domain::fail(pinned.error());
        setup.newPins = *pinned;
    }
    setup.prompts = pins->prompts;
    auto toolchain = makeToolchainFrom(locations, pins->descriptor, pins->descriptorOrigin, setup.plan.language);
    if (!toolchain)
        return domain::fail(toolchain.error());
    setup.toolchain = std::move(*toolchain);
    auto clients = models::ModelClients::create(pins->models,
                                                {.usedScriptLinesByEndpoint = usedLines(pins->models, *setup.record),
                                                 .withhold = DenyList::secretsOf(setup.workspace)});
    if (!clients)
        return domain::fail(clients.error());
    setup.clients = std::move(*clients);
    auto memory = memory::MemoryStore::open(locations.memory());
    if (!memory)
        return domain::fail(memory.error());
    setup.memory = std::move(*memory);
    return setup;
}

} // namespace stepladder::engine

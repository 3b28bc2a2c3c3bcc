// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/plancontroller.h"

#include "domain/jsonreader.h"
#include "engine/plan/planner.h"
#include "engine/prompts/denylist.h"
#include "storage/resources.h"
#include "toolchain/descriptor.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <atomic>
#include <thread>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
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

class ListeningSink final : public models::TokenSink
{
public:
    explicit ListeningSink(const PlanListener &listener)
        : m_listener(listener)
    {
    }
    void text(const QString &delta) override
    {
        if (m_listener.streamed)
            m_listener.streamed(delta);
    }
    void reasoning(const QString &) override { }
    void retrying(const domain::Error &why, qint64 delayMs) override
    {
        notice(u"trying again in %1 ms: %2"_s.arg(delayMs).arg(why.message));
    }
    void withheld(const QStringList &what) override
    {
        notice(u"note: taken out before the prompt left this machine: %1"_s.arg(what.join(u", "_s)));
    }

private:
    void notice(const QString &line)
    {
        if (m_listener.noticed)
            m_listener.noticed(line);
    }

    const PlanListener &m_listener;
};

} // namespace

QList<LanguageChoice> languageChoices(const storage::Locations &locations)
{
    const storage::Resources resources(locations);
    QList<LanguageChoice> choices;
    for (const QString &file : resources.list(u"toolchains"_s)) {
        const QString name = u"toolchains/"_s + file;
        const auto text = resources.read(name);
        const auto descriptor =
            text ? toolchain::readDescriptor(*text, resources.origin(name)) : domain::fail(text.error());
        if (!descriptor)
            continue;
        LanguageChoice choice{
            .id = descriptor->id, .title = descriptor->title, .scaffolds = {}, .testFrameworks = {}, .patterns = {}};
        for (const toolchain::Scaffold &scaffold : descriptor->scaffolds)
            choice.scaffolds.append(scaffold.name);
        for (const toolchain::TestFramework &framework : descriptor->frameworks)
            choice.testFrameworks.append(framework.name);
        for (const toolchain::PatternCheck &pattern : descriptor->patterns) {
            if (!pattern.anti)
                choice.patterns.append(pattern.name);
        }
        choices.append(choice);
    }
    return choices;
}

class PlanController::Private
{
public:
    Private(storage::Locations where, PlanListener news)
        : locations(std::move(where))
        , listener(std::move(news))
    {
    }
    void run(const PlanTask &task, const PromptLibrary &prompts, models::ModelClients &clients)
    {
        ListeningSink sink(listener);
        domain::MicroUsd cost = 0;
        const auto plan = makePlan(task, prompts, clients, &sink, stop.get_token(), &cost);
        busy = false;
        if (listener.ended)
            listener.ended(plan, cost);
    }

    const storage::Locations locations;
    const PlanListener listener;
    std::stop_source stop;
    std::atomic<bool> busy = false;
    std::thread thread;
};

PlanController::PlanController(storage::Locations locations, PlanListener listener)
    : d(std::make_unique<Private>(std::move(locations), std::move(listener)))
{
}

PlanController::~PlanController()
{
    cancel();
    wait();
}

Result<void> PlanController::start(const PlanRequest &request)
{
    if (d->busy)
        return domain::fail(ErrorKind::Conflict, u"a plan is being made already"_s);
    wait();
    if (request.task.trimmed().isEmpty())
        return domain::fail(ErrorKind::BadInput, u"the task is empty, expected what is to be made"_s);
    if (!QFileInfo(request.workspace).isDir())
        return domain::fail(ErrorKind::BadInput, u"workspace: %1 is no folder"_s.arg(request.workspace));
    const QString workspace = QFileInfo(request.workspace).canonicalFilePath();
    PlanTask task{.task = request.task,
                  .language = request.language,
                  .projectName = QFileInfo(workspace).fileName(),
                  .files = filesOf(workspace)};
    for (const LanguageChoice &language : languageChoices(d->locations)) {
        task.languages.append(language.id);
        task.scaffolds += language.scaffolds;
    }
    if (!task.language.isEmpty() && !task.languages.contains(task.language))
        return domain::fail(
            ErrorKind::BadInput,
            u"language: expected one of %1 (found \"%2\")"_s.arg(task.languages.join(u", "_s), task.language));
    auto prompts = PromptLibrary::load(storage::Resources(d->locations));
    if (!prompts)
        return domain::fail(prompts.error());
    auto clients = models::ModelClients::create(request.models, {.withhold = DenyList::secretsOf(workspace)});
    if (!clients)
        return domain::fail(clients.error());
    d->stop = {};
    d->busy = true;
    d->thread = std::thread(
        [this, task, prompts = std::move(*prompts),
         clients = std::shared_ptr<models::ModelClients>(std::move(*clients))] { d->run(task, prompts, *clients); });
    return {};
}

void PlanController::cancel()
{
    d->stop.request_stop();
}

void PlanController::wait()
{
    if (d->thread.joinable())
        d->thread.join();
}

} // namespace stepladder::engine

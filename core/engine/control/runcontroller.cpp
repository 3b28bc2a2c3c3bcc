// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/runcontroller.h"

#include "domain/jsonreader.h"
#include "domain/money.h"
#include "engine/run/runrecord.h"
#include "engine/run/runsession.h"
#include "engine/run/runsetup.h"
#include "journal/inbox.h"
#include "journal/journal.h"
#include "journal/journalreader.h"
#include "storage/resources.h"
#include "workspace/stage.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <thread>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using journal::Durability;

class RunController::Private final : public StreamBus
{
public:
    Private(storage::Locations where, const storage::Clock &time, RunListener news)
        : locations(std::move(where))
        , clock(time)
        , listener(std::move(news))
    {
    }

    void streamed(const models::CallContext &context, const QString &model, const QString &delta,
                  bool reasoning) override
    {
        if (listener.streamed && !reasoning)
            listener.streamed(context.step, context.attempt, model, delta);
    }

    void begin(SessionSetup setup)
    {
        setup.bus = this;
        setup.onProgress = listener.progress;
        setup.onTest = listener.test;
        setup.onHalt = [this](bool stop) {
            soft.request_stop();
            if (stop)
                hard.request_stop();
        };
        thread = std::thread([this, setup = std::move(setup)]() mutable {
            {
                RunSession session(std::move(setup), clock, {soft.get_token(), hard.get_token()});
                const SessionEnd end = session.run();
                outcome = {
                    .finished = end.finished, .pauseKind = end.pauseKind, .reason = end.reason, .error = end.error};
            }
            // The session is gone and with it the run's lock: whoever hears this may resume.
            if (listener.ended)
                listener.ended(outcome);
        });
    }

    storage::Locations locations;
    const storage::Clock &clock;
    RunListener listener;
    std::stop_source soft;
    std::stop_source hard;
    RunOutcome outcome;
    std::thread thread;
};

RunController::RunController(storage::Locations locations, const storage::Clock &clock, RunListener listener)
    : d(std::make_unique<Private>(std::move(locations), clock, std::move(listener)))
{
}

RunController::~RunController()
{
    pause();
    wait();
}

Result<QString> RunController::start(const StartRequest &request)
{
    auto setup = setUpNewRun(d->locations, d->clock, request, d->listener.entries);
    if (!setup)
        return domain::fail(setup.error());
    const QString run = setup->run;
    d->begin(std::move(*setup));
    return run;
}

namespace {

/// A new total for the run: as the answer to the open question about money, else as a fact of its own.
Result<void> raiseBudget(SessionSetup &setup, const storage::Locations &locations, const storage::Clock &clock,
                         domain::MicroUsd total)
{
    const auto index = journal::RunIndex::open(locations.index());
    if (!index)
        return domain::fail(index.error());
    const auto open = (*index)->openRequests();
    if (!open)
        return domain::fail(open.error());
    for (const domain::Request &request : *open) {
        if (request.run != setup.run || request.kind != domain::RequestKind::Budget)
            continue;
        const auto taken = journal::Inbox(setup.folder)
                               .answer({.request = request.id,
                                        .kind = domain::AnswerKind::Amount,
                                        .amountMicroUsd = total,
                                        .by = qEnvironmentVariable("USER")},
                                       clock.nowMs());
        if (taken)
            return {};
    }
    setup.options.caps.perRun = total;
    const auto noted = setup.journal->append(
        std::nullopt, {.type = u"budget.raised"_s, .data = {{u"perRun"_s, total}, {u"unasked"_s, true}}},
        Durability::Committed);
    return noted ? Result<void>() : domain::fail(noted.error());
}

/// A new epoch for every unfinished step, with what is pinned now.
Result<void> repin(SessionSetup &setup)
{
    for (journal::StepView &step : setup.record->moment.steps) {
        if (domain::isEnded(step.state) || step.startedMs == 0)
            continue;
        ++step.epoch;
        const auto noted = setup.journal->append(
            std::nullopt,
            {.type = u"step.reopened"_s,
             .step = step.id,
             .data = {{u"epoch"_s, step.epoch}, {u"reason"_s, u"repin"_s}, {u"by"_s, qEnvironmentVariable("USER")}}},
            Durability::Committed);
        if (!noted)
            return domain::fail(noted.error());
    }
    return {};
}

} // namespace

Result<QString> RunController::resume(const ResumeRequest &request)
{
    auto setup = setUpResumedRun(d->locations, d->clock, request, d->listener.entries);
    if (!setup)
        return domain::fail(setup.error());
    if (setup->record->endedRun()) {
        const journal::RunView &run = setup->record->moment.run;
        d->outcome = {.finished = {.run = run.run,
                                   .status = run.status,
                                   .steps = run.counts,
                                   .attempts = run.attempts,
                                   .cost = run.spent},
                      .reason = run.reason,
                      .alreadyEnded = true};
        if (d->listener.ended)
            d->listener.ended(d->outcome);
        return request.run;
    }
    const domain::MicroUsd spent = setup->record->moment.run.spent;
    if (request.budget && spent > 0 && *request.budget <= spent)
        return domain::fail(
            ErrorKind::BadInput,
            u"--budget: %1 is not more than the %2 that the run has spent; it is the run's new total"_s.arg(
                domain::usdText(*request.budget), domain::usdText(spent)));
    QJsonObject resumed{{u"repin"_s, request.repin}, {u"version"_s, QCoreApplication::applicationVersion()}};
    if (setup->newPins)
        resumed.insert(u"pins"_s, *setup->newPins);
    const auto noted =
        setup->journal->append(std::nullopt, {.type = u"run.resumed"_s, .data = resumed}, Durability::Committed);
    if (!noted)
        return domain::fail(noted.error());
    if (request.budget) {
        if (const auto raised = raiseBudget(*setup, d->locations, d->clock, *request.budget); !raised)
            return domain::fail(raised.error());
    }
    if (request.repin) {
        if (const auto repinned = repin(*setup); !repinned)
            return domain::fail(repinned.error());
    }
    d->begin(std::move(*setup));
    return request.run;
}

void RunController::pause()
{
    d->soft.request_stop();
}

void RunController::stop()
{
    d->soft.request_stop();
    d->hard.request_stop();
}

RunOutcome RunController::wait()
{
    if (d->thread.joinable())
        d->thread.join();
    return d->outcome;
}

namespace {

Result<domain::Ladder> ladderIn(const QByteArray &text, const QString &where)
{
    const auto json = domain::parseJsonObject(text, where);
    return json ? domain::ladderFromJson(*json, where) : domain::fail(json.error());
}

} // namespace

Result<domain::Ladder> readLadder(const storage::Locations &locations, const QString &id)
{
    if (id.endsWith(u".json"_s)) { // a file of the user's own; names of ladders have no dot
        QFile file(id);
        if (!file.open(QIODevice::ReadOnly))
            return domain::fail(ErrorKind::BadInput, u"the ladder %1: %2"_s.arg(id, file.errorString()));
        return ladderIn(file.readAll(), id);
    }
    const storage::Resources resources(locations);
    const QString name = u"ladders/%1.json"_s.arg(id);
    const auto text = resources.read(name);
    if (!text) {
        QStringList known;
        for (const QString &file : resources.list(u"ladders"_s))
            known.append(file.section(u'.', 0, 0));
        return domain::fail(ErrorKind::BadInput,
                            u"there is no ladder \"%1\": expected one of %2"_s.arg(id, known.join(u", "_s)));
    }
    return ladderIn(*text, resources.origin(name));
}

namespace {

/// The new run's stage, at the commit that its journal knows last.
Result<void> forkStage(const storage::Locations &locations, const QString &from, const QString &to)
{
    const auto reader = journal::JournalReader::open(locations.run(to));
    if (!reader)
        return domain::fail(reader.error());
    const auto record = readRunRecord(**reader);
    if (!record)
        return domain::fail(record.error());
    if (record->lastCommit.isEmpty())
        return {};
    return workspace::Stage::fork(locations.run(from) + u"/stage"_s, locations.run(to) + u"/stage"_s, to,
                                  record->lastCommit);
}

} // namespace

Result<QString> forkRun(const storage::Locations &locations, const storage::Clock &clock, const QString &run,
                        const QString &step)
{
    const auto folder = locations.existingRun(run);
    if (!folder)
        return domain::fail(folder.error());
    const QString id = newRunId(clock);
    const auto forked = journal::Journal::fork(*folder, step, locations.run(id), id, clock);
    if (!forked)
        return domain::fail(forked.error());
    const auto staged = forkStage(locations, run, id);
    if (!staged) {
        QDir(locations.run(id)).removeRecursively();
        return domain::fail(staged.error());
    }
    return id;
}

} // namespace stepladder::engine

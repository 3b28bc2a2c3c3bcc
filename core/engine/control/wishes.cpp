// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/wishes.h"

#include "engine/control/attachments.h"
#include "engine/desk/desk.h"
#include "engine/plan/planstate.h"
#include "engine/run/runrecord.h"
#include "engine/wishes/reopening.h"
#include "engine/wishes/wishcheck.h"
#include "engine/wishes/wishjson.h"
#include "journal/inbox.h"
#include "journal/journalreader.h"
#include "journal/runlock.h"

#include <QFileInfo>
#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using domain::RunStatus;

namespace {

/// A run as it lies on disk.
struct Found
{
    journal::Moment moment;
    RunStanding standing;
};

Result<Found> readStanding(const QString &folder)
{
    const auto reader = journal::JournalReader::open(folder);
    if (!reader)
        return domain::fail(reader.error());
    const auto moment = (*reader)->at();
    const auto entries = (*reader)->entries(0, 1'000'000, {.types = {u"run.started"_s, u"plan.amended"_s}});
    if (!moment || !entries)
        return domain::fail(moment ? entries.error() : moment.error());
    if (entries->isEmpty() || entries->first().type != u"run.started"_s)
        return domain::fail(ErrorKind::Corrupt, u"the journal has no run.started"_s);
    const QJsonObject started = entries->first().data;
    const auto plan = domain::planFromJson(started[u"plan"].toObject(), u"the pinned plan"_s);
    const auto ladder = domain::ladderFromJson(started[u"ladder"].toObject(), u"the pinned ladder"_s);
    if (!plan || !ladder)
        return domain::fail(plan ? ladder.error() : plan.error());
    PlanState grown(*plan);
    for (const domain::Entry &entry : entries->mid(1)) {
        const Amendment amendment = amendmentFromJson(entry.data);
        grown.amend(amendment.steps, amendment.dependent, amendment.first);
    }
    QHash<QString, domain::StepState> states;
    for (const journal::StepView &step : moment->steps)
        states.insert(step.id, step.state);
    return Found{*moment,
                 {.plan = grown.plan(),
                  .ladder = *ladder,
                  .state = [states](const QString &step) { return states.value(step, domain::StepState::Pending); },
                  .spent = moment->run.spent,
                  .paidCalls = moment->run.paidCalls}};
}

bool hasEnded(const journal::Moment &moment)
{
    return moment.run.status != RunStatus::Running && moment.run.status != RunStatus::Paused;
}

/// Ends a run that nobody runs: as cancelled, its questions taken back. Locked: somebody runs it after all.
Result<void> cancelNow(const storage::Locations &locations, const storage::Clock &clock, const QString &folder,
                       const journal::RunView &run)
{
    const auto journal = journal::Journal::open(folder, clock);
    if (!journal)
        return domain::fail(journal.error());
    Effects effects(**journal, {});
    Desk(effects, locations.index(), clock).withdrawAll({});
    const auto written = (*journal)->append(std::nullopt,
                                            {.type = u"run.ended"_s,
                                             .data = {{u"status"_s, u"cancelled"_s},
                                                      {u"reason"_s, u"stopped"_s},
                                                      {u"counts"_s, domain::toJson(run.counts)},
                                                      {u"attempts"_s, run.attempts},
                                                      {u"costMicroUsd"_s, run.spent}}},
                                            journal::Durability::Synced);
    return written ? Result<void>() : domain::fail(written.error());
}

/// A run that nobody runs is reopened here; who runs it does so itself.
Result<void> settleRetry(const storage::Clock &clock, const QString &folder, const journal::Moment &moment)
{
    const auto journal = journal::Journal::open(folder, clock);
    if (!journal)
        return journal.error().kind == ErrorKind::Locked ? Result<void>() : domain::fail(journal.error());
    const auto reopened = reopenWished(**journal, moment);
    return reopened ? Result<void>() : domain::fail(reopened.error());
}

} // namespace

Wishes::Wishes(storage::Locations locations, const storage::Clock &clock, QString by)
    : m_locations(std::move(locations))
    , m_clock(clock)
    , m_by(std::move(by))
{
}

Result<qint64> Wishes::want(const QString &run, const Wish &wish) const
{
    const QString folder = m_locations.run(run);
    if (run.isEmpty() || run.contains(u'/') || !QFileInfo(folder).isDir())
        return domain::fail(ErrorKind::NotFound, u"there is no run \"%1\": `stepladder runs` lists them"_s.arg(run));
    const auto found = readStanding(folder);
    if (!found)
        return domain::fail(found.error());
    const bool retry = std::holds_alternative<wish::Retry>(wish);
    if (hasEnded(found->moment) && !retry)
        return domain::fail(ErrorKind::Conflict,
                            u"run %1 has ended (%2): only a retry of a step goes on with it"_s.arg(
                                run, domain::toString(found->moment.run.status)));
    if (const auto refusal = refusalOf(wish, found->standing))
        return domain::fail(*refusal);
    if (const auto *attach = std::get_if<wish::Attach>(&wish)) {
        if (const auto read = readAttachments(found->moment.run.workspace, attach->paths); !read)
            return domain::fail(read.error());
    }
    const bool stop = std::holds_alternative<wish::Stop>(wish);
    if ((stop || std::holds_alternative<wish::Pause>(wish)) && !journal::RunLock::isHeld(folder)) {
        if (!stop)
            return domain::fail(ErrorKind::Conflict, u"run %1 is not being run: there is nothing to pause"_s.arg(run));
        const auto cancelled = cancelNow(m_locations, m_clock, folder, found->moment.run);
        if (cancelled || cancelled.error().kind != ErrorKind::Locked)
            return cancelled ? Result<qint64>(0) : domain::fail(cancelled.error());
    }
    const auto id = journal::Inbox(folder).put(kindOf(wish), toJson(wish, m_by), m_clock.nowMs());
    if (!id || !retry)
        return id;
    if (const auto settled = settleRetry(m_clock, folder, found->moment); !settled)
        return domain::fail(settled.error());
    return id;
}

} // namespace stepladder::engine

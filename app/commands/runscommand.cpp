// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command.h"
#include "app/console.h"
#include "domain/money.h"
#include "journal/journalreader.h"
#include "journal/runindex.h"
#include "journal/runlock.h"
#include "storage/locations.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace stepladder::app {

using namespace Qt::StringLiterals;
using journal::RunView;

namespace {

QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
}

QJsonObject runJson(const RunView &run)
{
    return {{u"id"_s, run.run},
            {u"status"_s, domain::toString(run.status)},
            {u"reason"_s, run.reason},
            {u"task"_s, run.task},
            {u"language"_s, run.language},
            {u"workspace"_s, run.workspace},
            {u"branch"_s, run.branch},
            {u"steps"_s, domain::toJson(run.counts)},
            {u"attempts"_s, run.attempts},
            {u"costUsd"_s, domain::toUsd(run.spent)},
            {u"created"_s, timeText(run.createdMs)},
            {u"updated"_s, timeText(run.updatedMs)}};
}

/// A folder among the runs that cannot be shown as one.
struct Unreadable
{
    QString id;
    QString reason;
};

/// Runs whose folder the index does not know (it was cut off before it was told) are read from their journals; those
/// that cannot be read are told, so that they can be removed. What another process is making now is left alone.
QList<Unreadable> findLostRuns(journal::RunIndex &index, const storage::Locations &locations)
{
    QStringList known;
    for (const RunView &run : index.runs().value_or(QList<RunView>()))
        known.append(run.run);
    QList<Unreadable> unreadable;
    for (const QString &id : QDir(locations.runs()).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (known.contains(id))
            continue;
        const auto reader = journal::JournalReader::open(locations.run(id));
        const auto last = reader ? (*reader)->lastSeq() : domain::fail(reader.error());
        const auto moment = last ? (*reader)->at() : domain::Result<journal::Moment>(domain::fail(last.error()));
        const bool neverBegan = last ? *last == 0 : last.error().kind == domain::ErrorKind::NotFound;
        if (moment && !neverBegan)
            index.put(moment->run);
        else if (!journal::RunLock::isHeld(locations.run(id)))
            unreadable.append(
                {id, neverBegan ? u"its making was cut off before anything was recorded"_s : moment.error().message});
    }
    return unreadable;
}

void printRun(const RunView &run)
{
    const QString task = run.task.section(u'\n', 0, 0).left(80);
    out(u"%1  %2  %3  %4 attempts  %5"_s
            .arg(run.run, domain::toString(run.status).leftJustified(9), domain::usdText(run.spent).rightJustified(9))
            .arg(run.attempts)
            .arg(task));
}

int listRuns(journal::RunIndex &index, const storage::Locations &locations, bool json)
{
    const QList<Unreadable> unreadable = findLostRuns(index, locations);
    auto runs = index.runs();
    if (!runs)
        return failWith(runs.error());
    for (RunView &run : *runs) {
        if (run.status == domain::RunStatus::Running && !journal::RunLock::isHeld(locations.run(run.run))) {
            run.status = domain::RunStatus::Paused;
            run.reason = u"interrupted: its process is gone; `stepladder resume %1` goes on"_s.arg(run.run);
        }
        if (json)
            outJson(runJson(run));
        else
            printRun(run);
    }
    for (const Unreadable &run : unreadable) {
        if (json)
            outJson({{u"id"_s, run.id}, {u"status"_s, u"unreadable"_s}, {u"reason"_s, run.reason}});
        else
            out(u"%1  unreadable: %2; `stepladder runs rm %1` removes it"_s.arg(run.id, run.reason));
    }
    if (runs->isEmpty() && unreadable.isEmpty() && !json)
        out(u"no runs yet: `stepladder run PLAN.json --workspace DIR` makes one"_s);
    return Ok;
}

int removeRuns(journal::RunIndex &index, const storage::Locations &locations, const QStringList &ids)
{
    for (const QString &id : ids) {
        const auto folder = locations.existingRun(id);
        if (!folder)
            return failWith(folder.error());
        // Held until it is gone: a run that another process works on is not pulled away under it.
        const auto held = journal::RunLock::take(*folder);
        if (!held && held.error().kind == domain::ErrorKind::Locked)
            return failWith(held.error());
        if (!QDir(*folder).removeRecursively())
            return failWith({domain::ErrorKind::Io, u"%1 could not be removed"_s.arg(*folder)});
        if (const auto removed = index.remove(id); !removed)
            return failWith(removed.error());
        out(u"removed %1 (its branch stepladder/%1 stays)"_s.arg(id));
    }
    return Ok;
}

/// Takes stages of ended runs and index lines of runs that are gone.
int collectGarbage(journal::RunIndex &index, const storage::Locations &locations)
{
    const auto runs = index.runs();
    if (!runs)
        return failWith(runs.error());
    int count = 0;
    for (const RunView &run : *runs) {
        const bool ended = run.status != domain::RunStatus::Running && run.status != domain::RunStatus::Paused;
        QDir scratch(locations.run(run.run) + u"/stage/scratch"_s);
        if (!QFileInfo(locations.run(run.run)).isDir())
            count += index.remove(run.run).has_value();
        else if (ended && scratch.exists())
            count += scratch.removeRecursively();
    }
    out(u"collected what %1 runs left"_s.arg(count));
    return Ok;
}

} // namespace

int runsCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOption({u"json"_s, u"one object a line"_s});
    int exitCode = Ok;
    const auto positional = parseArguments(parser, u"runs"_s, arguments, 0, -1, &exitCode);
    if (!positional)
        return exitCode;
    const storage::Locations locations = storage::Locations::fromEnvironment();
    QDir().mkpath(locations.state);
    const auto index = journal::RunIndex::open(locations.index());
    if (!index)
        return failWith(index.error());
    const QString what = positional->value(0);
    if (what.isEmpty())
        return listRuns(**index, locations, parser.isSet(u"json"_s));
    if (what == u"rm"_s && positional->size() > 1)
        return removeRuns(**index, locations, positional->mid(1));
    if (what == u"gc"_s)
        return collectGarbage(**index, locations);
    return failWith({domain::ErrorKind::BadInput, u"runs: expected nothing, rm RUN… or gc (found \"%1\")"_s.arg(what)});
}

} // namespace stepladder::app

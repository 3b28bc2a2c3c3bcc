// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/recentruns.h"

#include "journal/runindex.h"
#include "journal/runlock.h"

#include <QFileInfo>

namespace stepladder::ui {

using domain::Result;
using domain::RunStatus;

namespace {

constexpr int kLookMs = 2000;

Standing standingOf(const RecentRun &run, bool there)
{
    if (!there)
        return Standing::Gone;
    const bool ended = run.view.status != RunStatus::Running && run.view.status != RunStatus::Paused;
    if (ended && !run.held)
        return Standing::Ended;
    if (run.requests > 0)
        return Standing::Waiting;
    if (run.held)
        return Standing::Running;
    return run.view.status == RunStatus::Paused ? Standing::Paused : Standing::Interrupted;
}

} // namespace

RecentRuns::RecentRuns(storage::Locations locations, QObject *parent)
    : QObject(parent)
    , m_locations(std::move(locations))
{
    m_reader.setMaxThreadCount(1);
    connect(&m_timer, &QTimer::timeout, this, &RecentRuns::look);
}

RecentRuns::~RecentRuns()
{
    m_reader.waitForDone();
}

void RecentRuns::watch(bool on)
{
    if (!on) {
        m_timer.stop();
        return;
    }
    m_timer.start(kLookMs);
    look();
}

Result<QList<RecentRun>> RecentRuns::read(const storage::Locations &locations)
{
    if (!QFileInfo::exists(locations.index()))
        return QList<RecentRun>();
    const auto index = journal::RunIndex::open(locations.index());
    if (!index)
        return domain::fail(index.error());
    const auto views = (*index)->runs();
    const auto requests = (*index)->openRequests();
    if (!views || !requests)
        return domain::fail(views ? requests.error() : views.error());
    QHash<QString, int> open;
    for (const domain::Request &request : *requests)
        ++open[request.run];
    QList<RecentRun> runs;
    for (const journal::RunView &view : *views) {
        const QString folder = locations.run(view.run);
        RecentRun run{.view = view, .held = journal::RunLock::isHeld(folder), .requests = open.value(view.run)};
        run.standing = standingOf(run, QFileInfo(folder).isDir());
        runs.append(run);
    }
    return runs;
}

void RecentRuns::look()
{
    if (m_reading)
        return;
    m_reading = true;
    m_reader.start([this] {
        const auto runs = read(m_locations);
        QMetaObject::invokeMethod(
            this,
            [this, runs] {
                m_reading = false;
                if (runs)
                    Q_EMIT found(*runs);
                else
                    Q_EMIT failed(runs.error());
            },
            Qt::QueuedConnection);
    });
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "journal/projection.h"
#include "storage/locations.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

namespace stepladder::ui {

/// How a run stands, seen from outside.
enum class Standing {
    Running, ///< a process runs it, perhaps this one
    Waiting, ///< for a person, run or not
    Paused,
    Interrupted, ///< it was running and its process is gone
    Ended,
    Gone, ///< its folder is missing
};

struct RecentRun
{
    journal::RunView view;
    Standing standing = Standing::Ended;
    bool held = false; ///< by a process
    int requests = 0; ///< open ones

    bool canResume() const
    {
        return !held
            && (standing == Standing::Paused || standing == Standing::Interrupted || standing == Standing::Waiting);
    }
    bool operator==(const RecentRun &) const = default;
};

/// Reads the index of all runs on a thread of its own, and again while it is watched.
class RecentRuns final : public QObject
{
    Q_OBJECT

public:
    explicit RecentRuns(storage::Locations locations, QObject *parent = nullptr);
    ~RecentRuns() override; ///< waits for what is being read

    void watch(bool on);
    void look();

    /// What the index says now; none when there is no index yet. On any thread; blocks.
    static domain::Result<QList<RecentRun>> read(const storage::Locations &locations);

Q_SIGNALS:
    void found(const QList<stepladder::ui::RecentRun> &runs);
    void failed(const stepladder::domain::Error &error);

private:
    const storage::Locations m_locations;
    QThreadPool m_reader;
    QTimer m_timer;
    bool m_reading = false;
};

} // namespace stepladder::ui

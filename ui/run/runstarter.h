// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/runcontroller.h"
#include "storage/clock.h"
#include "storage/locations.h"

#include <QObject>

#include <thread>

namespace stepladder::ui {

class OpenRun;

/// Starts a new run: what can be checked is checked on a thread of its own, then the run is there. One at a time.
class RunStarter final : public QObject
{
    Q_OBJECT

public:
    RunStarter(storage::Locations locations, const storage::Clock &clock, QObject *parent = nullptr);
    ~RunStarter() override;

    bool isBusy() const { return m_thread.joinable(); }
    void start(const engine::StartRequest &request);

Q_SIGNALS:
    /// The run goes on in \p run, which the receiver owns.
    void started(stepladder::ui::OpenRun *run);
    void failed(const stepladder::domain::Error &error);

private:
    const storage::Locations m_locations;
    const storage::Clock &m_clock;
    std::thread m_thread;
};

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/plancontroller.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>
#include <thread>

namespace stepladder::ui {

/// Lets the thinker write a plan without holding up the window. One at a time; lives on the GUI thread.
class PlanMaker final : public QObject
{
    Q_OBJECT

public:
    explicit PlanMaker(storage::Locations locations, QObject *parent = nullptr);
    ~PlanMaker() override; ///< cancels and waits

    bool isBusy() const { return m_busy; }
    void start(const engine::PlanRequest &request);
    void cancel();

Q_SIGNALS:
    void made(const stepladder::domain::Plan &plan, stepladder::domain::MicroUsd cost);
    void failed(const stepladder::domain::Error &error); ///< cancelled too
    /// How much the thinker wrote so far, a few times a second.
    void progressed(int characters);
    /// One line for people: what leaves the machine, what is withheld.
    void noticed(const QString &line);

private:
    void end(const domain::Result<domain::Plan> &plan, domain::MicroUsd cost);

    engine::PlanController m_controller;
    std::thread m_starting; ///< start() looks through the workspace before it returns
    std::atomic_int m_characters = 0;
    std::atomic_bool m_cancelled = false;
    std::atomic_bool m_begun = false; ///< the controller can be told to cancel
    bool m_busy = false;
    QTimer m_tick;
};

} // namespace stepladder::ui

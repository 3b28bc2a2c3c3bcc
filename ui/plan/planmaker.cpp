// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planmaker.h"

namespace stepladder::ui {

using domain::ErrorKind;
using domain::Plan;
using domain::Result;

namespace {

constexpr int kTickMs = 200;

} // namespace

PlanMaker::PlanMaker(storage::Locations locations, QObject *parent)
    : QObject(parent)
    , m_controller(std::move(locations),
                   {.streamed = [this](const QString &delta) { m_characters += int(delta.size()); },
                    .noticed =
                        [this](const QString &line) {
                            QMetaObject::invokeMethod(
                                this, [this, line] { Q_EMIT noticed(line); }, Qt::QueuedConnection);
                        },
                    .ended =
                        [this](const Result<Plan> &plan, domain::MicroUsd cost) {
                            QMetaObject::invokeMethod(
                                this, [this, plan, cost] { end(plan, cost); }, Qt::QueuedConnection);
                        }})
{
    connect(&m_tick, &QTimer::timeout, this, [this] { Q_EMIT progressed(m_characters); });
}

PlanMaker::~PlanMaker()
{
    m_cancelled = true;
    if (m_starting.joinable())
        m_starting.join();
    m_controller.cancel();
    m_controller.wait();
}

void PlanMaker::start(const engine::PlanRequest &request)
{
    if (m_busy)
        return;
    if (m_starting.joinable())
        m_starting.join();
    m_busy = true;
    m_cancelled = false;
    m_begun = false;
    m_characters = 0;
    m_tick.start(kTickMs);
    m_starting = std::thread([this, request] {
        const auto begun = m_controller.start(request);
        m_begun = begun.has_value();
        if (!begun)
            QMetaObject::invokeMethod(
                this, [this, error = begun.error()] { end(domain::fail(error), 0); }, Qt::QueuedConnection);
        else if (m_cancelled)
            m_controller.cancel();
    });
}

void PlanMaker::cancel()
{
    m_cancelled = true;
    if (m_begun) // else it is, as soon as it has
        m_controller.cancel();
}

void PlanMaker::end(const Result<Plan> &plan, domain::MicroUsd cost)
{
    m_tick.stop();
    m_busy = false;
    if (plan)
        Q_EMIT made(*plan, cost);
    else
        Q_EMIT failed(plan.error());
}

} // namespace stepladder::ui

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/runstarter.h"

#include "ui/run/openrun.h"

namespace stepladder::ui {

RunStarter::RunStarter(storage::Locations locations, const storage::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_locations(std::move(locations))
    , m_clock(clock)
{
}

RunStarter::~RunStarter()
{
    if (m_thread.joinable())
        m_thread.join();
}

void RunStarter::start(const engine::StartRequest &request)
{
    if (isBusy())
        return;
    auto news = std::make_shared<LiveNews>();
    auto controller = std::make_shared<std::unique_ptr<engine::RunController>>(
        std::make_unique<engine::RunController>(m_locations, m_clock, news->listener()));
    m_thread = std::thread([this, news, controller, request] {
        const auto begun = (*controller)->start(request);
        QMetaObject::invokeMethod(
            this,
            [this, news, controller, begun] {
                m_thread.join();
                if (!begun) {
                    Q_EMIT failed(begun.error());
                    return;
                }
                Q_EMIT started(new OpenRun(m_locations, m_clock, *begun, std::move(*controller), news));
            },
            Qt::QueuedConnection);
    });
}

} // namespace stepladder::ui

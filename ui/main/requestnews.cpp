// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/requestnews.h"

#include <QFileInfo>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

RequestNews::RequestNews(const storage::Clock &clock, std::function<QDBusConnection()> bus, QObject *parent)
    : QObject(parent)
    , m_bus(std::move(bus))
    , m_sinceMs(clock.nowMs())
{
}

QDBusConnection RequestNews::sessionBus()
{
    const bool isThere = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s);
    return isThere ? QDBusConnection::sessionBus() : QDBusConnection(u"none"_s);
}

void RequestNews::watch(const OpenRequests &requests, const std::function<bool()> &isLookedAt)
{
    connect(&requests, &OpenRequests::changed, this,
            [this, &requests, isLookedAt] { refresh(requests, isLookedAt()); });
    connect(&requests, &QObject::destroyed, this, [this, key = &requests] {
        for (const QString &id : m_known.take(key))
            settle(id);
    });
}

DesktopNotifier &RequestNews::notifier()
{
    if (!m_notifier) {
        m_notifier = std::make_unique<DesktopNotifier>(m_bus());
        connect(m_notifier.get(), &DesktopNotifier::chosen, this, &RequestNews::chosen);
    }
    return *m_notifier;
}

/// Where nothing was told yet there is nothing to take back, and no reason to look for a bus.
void RequestNews::settle(const QString &request)
{
    if (m_notifier)
        m_notifier->settle(request);
}

void RequestNews::refresh(const OpenRequests &requests, bool isLookedAt)
{
    QSet<QString> &known = m_known[&requests];
    for (const QString &id : QSet(known)) {
        if (!requests.find(id)) {
            known.remove(id);
            settle(id);
        }
    }
    for (const domain::Request &request : requests.list()) {
        if (known.contains(request.id) || request.createdMs < m_sinceMs)
            continue;
        known.insert(request.id);
        if (!isLookedAt)
            notifier().tell(request.id, request.title, request.question);
    }
}

} // namespace stepladder::ui

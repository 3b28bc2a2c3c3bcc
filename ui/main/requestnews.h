// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/clock.h"
#include "ui/guidance/desktopnotifier.h"
#include "ui/guidance/openrequests.h"

#include <functional>
#include <memory>

namespace stepladder::ui {

/// Tells a person who looks elsewhere that a run asks something: on the desktop, once for each question that came up
/// since the window did.
class RequestNews final : public QObject
{
    Q_OBJECT

public:
    /// \p bus is asked for when there is first something to tell.
    RequestNews(const storage::Clock &clock, std::function<QDBusConnection()> bus, QObject *parent = nullptr);

    /// From now on \p requests are told unless \p isLookedAt.
    void watch(const OpenRequests &requests, const std::function<bool()> &isLookedAt);

    /// The session's bus, where there is one; never starts one.
    static QDBusConnection sessionBus();

Q_SIGNALS:
    /// A person wants to see this request.
    void chosen(const QString &request);

private:
    DesktopNotifier &notifier();
    void settle(const QString &request);
    void refresh(const OpenRequests &requests, bool isLookedAt);

    const std::function<QDBusConnection()> m_bus;
    const qint64 m_sinceMs;
    std::unique_ptr<DesktopNotifier> m_notifier;
    QHash<const OpenRequests *, QSet<QString>> m_known; ///< told or seen
};

} // namespace stepladder::ui

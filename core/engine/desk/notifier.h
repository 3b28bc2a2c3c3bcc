// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "guidance/webhook.h"
#include "models/http/httptransport.h"
#include "models/modelclients.h"
#include "storage/clock.h"
#include "storage/locations.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace stepladder::engine {

/// Tells people elsewhere, at the webhooks of the user's `webhooks.json`, that somebody waits for them. What is to be
/// told goes into a queue on disk first and is sent by a thread of its own; what could not be sent is tried again, by
/// any process that runs a run, with growing pauses for about half a day. A request that was answered meanwhile is
/// told to nobody. Thread-safe.
class Notifier
{
public:
    /// Null where the user has no webhooks. BadInput: the file is broken, in one line. \p clock outlives it.
    static domain::Result<std::unique_ptr<Notifier>>
    create(const storage::Locations &locations, const storage::Clock &clock,
           models::SecretSource secrets = models::environmentSecrets());
    /// Sends what is due, for five seconds at most; the rest stays queued.
    ~Notifier();
    Notifier(const Notifier &) = delete;
    Notifier &operator=(const Notifier &) = delete;

    /// \p request waits for its answer. Told once, however often this is called.
    void asked(const domain::Request &request);
    /// Somebody wants to be reminded of \p request at \p dueMs (UTC), for the time number \p serial.
    void remind(const domain::Request &request, qint64 dueMs, int serial);

private:
    Notifier(QList<guidance::Webhook> hooks, const storage::Locations &locations, const storage::Clock &clock,
             models::SecretSource secrets);

    void queue(const domain::Request &request, guidance::NotificationEvent event, const QString &subject, qint64 dueMs);
    void work();
    /// How long until there is something to do, in milliseconds; 0: now.
    qint64 sendDue();
    struct Outcome;
    Outcome send(const QString &webhook, const QByteArray &body);
    bool isOpen(const QString &request) const;

    const QList<guidance::Webhook> m_hooks;
    const QString m_queueFile;
    const QString m_indexFile;
    const storage::Clock &m_clock;
    const models::SecretSource m_secrets;
    models::HttpTransport m_transport;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_poked = false;
    bool m_closing = false;
    bool m_done = false;
    std::stop_source m_abort;
    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace stepladder::engine

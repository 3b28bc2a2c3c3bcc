// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/desk/notifier.h"

#include "guidance/notificationqueue.h"
#include "journal/runindex.h"
#include "models/providers/providererror.h"
#include "models/secretscan.h"

#include <QFile>
#include <QLoggingCategory>

#include <algorithm>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Request;
using domain::Result;
using guidance::Notification;
using guidance::NotificationEvent;
using guidance::NotificationQueue;
using guidance::Webhook;
using std::chrono::milliseconds;

namespace {

Q_LOGGING_CATEGORY(lcNotifier, "stepladder.engine.notifier")

constexpr models::Timeouts kTimeouts{.connectMs = 5'000, .idleMs = 10'000, .totalMs = 15'000};
constexpr qint64 kClaimMs = 60'000;
constexpr qint64 kFirstPauseMs = 5'000;
constexpr qint64 kLongestPauseMs = 3'600'000;
constexpr int kMostTries = 20;
constexpr qint64 kLookAgainMs = 30'000; // the clock may be set, another process may give up
constexpr milliseconds kLastWords{5'000};

/// \p request as it may leave the machine: what looks like a secret is a mark.
Request withoutSecrets(Request request)
{
    const QString places[] = {u"bestCode"_s, u"diff"_s};
    models::ChatRequest texts;
    const auto add = [&](const QString &text) { texts.messages.append({models::ChatMessage::Role::User, text}); };
    add(request.title);
    add(request.question);
    for (const QString &place : places)
        add(request.details[place].toString());
    texts = models::SecretScan().cleaned(texts);
    request.title = texts.messages.at(0).text;
    request.question = texts.messages.at(1).text;
    request.details = {{places[0], texts.messages.at(2).text}, {places[1], texts.messages.at(3).text}};
    return request;
}

qint64 pauseAfter(int tries)
{
    return std::min(kFirstPauseMs << std::clamp(tries, 0, 20), kLongestPauseMs);
}

} // namespace

struct Notifier::Outcome
{
    bool sent = false;
    bool again = false; ///< not sent, and worth another try
    std::optional<milliseconds> retryAfter = {};
    QString error = {};
};

Result<std::unique_ptr<Notifier>> Notifier::create(const storage::Locations &locations, const storage::Clock &clock,
                                                   models::SecretSource secrets)
{
    QFile file(locations.config + u"/webhooks.json"_s);
    if (!file.exists())
        return std::unique_ptr<Notifier>();
    if (!file.open(QIODevice::ReadOnly))
        return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(file.fileName(), file.errorString()));
    const auto hooks = guidance::readWebhooks(file.readAll(), file.fileName());
    if (!hooks)
        return domain::fail(hooks.error());
    if (hooks->isEmpty())
        return std::unique_ptr<Notifier>();
    return std::unique_ptr<Notifier>(new Notifier(*hooks, locations, clock, std::move(secrets)));
}

Notifier::Notifier(QList<Webhook> hooks, const storage::Locations &locations, const storage::Clock &clock,
                   models::SecretSource secrets)
    : m_hooks(std::move(hooks))
    , m_queueFile(locations.state + u"/notifications.sqlite"_s)
    , m_indexFile(locations.index())
    , m_clock(clock)
    , m_secrets(std::move(secrets))
    , m_thread([this] { work(); })
{
}

Notifier::~Notifier()
{
    {
        std::unique_lock lock(m_mutex);
        m_closing = true;
        m_changed.notify_all();
        if (!m_changed.wait_for(lock, kLastWords, [this] { return m_done; }))
            m_abort.request_stop();
    }
    m_thread.join();
}

void Notifier::asked(const Request &request)
{
    queue(request, NotificationEvent::Asked, request.id + u".asked"_s, m_clock.nowMs());
}

void Notifier::remind(const Request &request, qint64 dueMs, int serial)
{
    queue(request, NotificationEvent::Reminder, u"%1.reminder.%2"_s.arg(request.id).arg(serial), dueMs);
}

void Notifier::queue(const Request &request, NotificationEvent event, const QString &subject, qint64 dueMs)
{
    const auto queue = NotificationQueue::open(m_queueFile);
    if (!queue) {
        qCWarning(lcNotifier).noquote() << queue.error().message;
        return;
    }
    const Request told = withoutSecrets(request);
    for (const Webhook &hook : m_hooks) {
        if (!hook.tells(request.kind))
            continue;
        const auto added = (*queue)->add({.webhook = hook.id,
                                          .subject = subject,
                                          .request = request.id,
                                          .body = guidance::webhookBody(hook, told, event),
                                          .dueMs = dueMs},
                                         m_clock.nowMs());
        if (!added)
            qCWarning(lcNotifier).noquote() << added.error().message;
    }
    const std::lock_guard lock(m_mutex);
    m_poked = true;
    m_changed.notify_all();
}

void Notifier::work()
{
    std::unique_lock lock(m_mutex);
    while (!m_abort.stop_requested()) {
        m_poked = false;
        const bool last = m_closing; // what was queued before the end is still looked at
        lock.unlock();
        const qint64 pause = sendDue();
        lock.lock();
        if (last && pause > 0)
            break;
        if (pause > 0)
            m_changed.wait_for(lock, milliseconds(pause), [this] { return m_poked || m_closing; });
    }
    m_done = true;
    m_changed.notify_all();
}

/// Sends at most one, so that the end is heard between two.
qint64 Notifier::sendDue()
{
    const auto queue = NotificationQueue::open(m_queueFile);
    const auto next = queue ? (*queue)->claim(m_clock.nowMs(), kClaimMs) : domain::fail(queue.error());
    if (!next) {
        qCWarning(lcNotifier).noquote() << next.error().message;
        return kLookAgainMs;
    }
    if (!*next) {
        const auto due = (*queue)->nextDue().value_or(std::nullopt);
        return due ? std::clamp<qint64>(*due - m_clock.nowMs(), 1, kLookAgainMs) : kLookAgainMs;
    }
    const Notification &one = **next;
    Result<void> kept;
    if (!one.request.isEmpty() && !isOpen(one.request)) {
        kept = (*queue)->dropped(one.id);
    } else {
        const Outcome outcome = send(one.webhook, one.body);
        const qint64 pause =
            std::max<qint64>(outcome.retryAfter.value_or(milliseconds(0)).count(), pauseAfter(one.tries));
        kept = outcome.sent ? (*queue)->sent(one.id)
            : outcome.again && one.tries + 1 < kMostTries
            ? (*queue)->later(one.id, m_clock.nowMs() + pause, outcome.error)
            : (*queue)->failed(one.id, outcome.error);
    }
    if (!kept)
        qCWarning(lcNotifier).noquote() << kept.error().message;
    return 0;
}

Notifier::Outcome Notifier::send(const QString &webhook, const QByteArray &body)
{
    const auto hook = std::find_if(m_hooks.begin(), m_hooks.end(), [&](const Webhook &h) { return h.id == webhook; });
    if (hook == m_hooks.end())
        return {.error = u"there is no webhook \"%1\" any more"_s.arg(webhook)};
    const QString secret = hook->secret.isEmpty() ? QString() : m_secrets(hook->secret);
    if (!hook->secret.isEmpty() && secret.isEmpty())
        return {.again = true, .error = u"the secret %1 of webhook \"%2\" is not set"_s.arg(hook->secret, webhook)};
    const QString address = hook->url.isEmpty() ? secret : hook->url;
    if (!guidance::isWebhookAddress(address))
        return {.error = u"the secret %1 of webhook \"%2\" holds no https address"_s.arg(hook->secret, webhook)};
    models::HttpRequest request{QUrl(address), {}, body};
    if (!hook->url.isEmpty() && !secret.isEmpty())
        request.headers.append({"Authorization", "Bearer " + secret.toUtf8()});
    const auto head = m_transport.send(request, kTimeouts, m_abort.get_token(),
                                       [](const models::HttpHead &, QByteArrayView) { return true; });
    if (!head) // the address may be a secret: what the network says of it stays here
        return {.again = true, .error = u"webhook \"%1\" does not answer"_s.arg(webhook)};
    if (head->status >= 200 && head->status < 300)
        return {.sent = true};
    const bool again = head->status == 408 || head->status == 425 || head->status == 429 || head->status >= 500;
    return {.again = again,
            .retryAfter = models::retryAfterOf(head->retryAfterMs, head->retryAfter, m_clock.nowMs()),
            .error = u"webhook \"%1\" answers %2"_s.arg(webhook).arg(head->status)};
}

bool Notifier::isOpen(const QString &request) const
{
    const auto index = journal::RunIndex::open(m_indexFile);
    auto state = domain::RequestState::Open;
    return index && (*index)->request(request, &state) && state == domain::RequestState::Open;
}

} // namespace stepladder::engine

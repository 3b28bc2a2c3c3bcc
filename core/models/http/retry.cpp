// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http/retry.h"

#include "models/money/callslots.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::ErrorKind;

namespace {

/// Passes on what streams and remembers that something did.
class WatchedSink final : public TokenSink
{
public:
    explicit WatchedSink(TokenSink *target)
        : m_target(target)
    {
    }
    void text(const QString &delta) override
    {
        m_streamed = true;
        if (m_target)
            m_target->text(delta);
    }
    void reasoning(const QString &delta) override
    {
        m_streamed = true;
        if (m_target)
            m_target->reasoning(delta);
    }
    void retrying(const domain::Error &why, qint64 delayMs) override
    {
        if (m_target)
            m_target->retrying(why, delayMs);
    }
    void lineUsedUp(int line) override
    {
        if (m_target)
            m_target->lineUsedUp(line);
    }
    domain::Result<void> sending() override { return m_target ? m_target->sending() : domain::Result<void>(); }
    void lost(const std::optional<Usage> &usage) override
    {
        if (m_target)
            m_target->lost(usage);
    }
    void withheld(const QStringList &what) override
    {
        if (m_target)
            m_target->withheld(what);
    }
    /// Whether anything streamed since this was asked last.
    bool takeStreamed() { return std::exchange(m_streamed, false); }

private:
    TokenSink *m_target;
    bool m_streamed = false;
};

} // namespace

bool isRetryable(const domain::Error &error)
{
    switch (error.kind) {
    case ErrorKind::RateLimited:
    case ErrorKind::Overloaded:
    case ErrorKind::ServerError:
    case ErrorKind::ConnectTimeout:
    case ErrorKind::IdleTimeout:
        return true;
    case ErrorKind::Network:
        return error.status < 300 || error.status >= 400;
    default:
        return false;
    }
}

qint64 retryDelayMs(const RetryPolicy &policy, const domain::Error &error, int retry, double random)
{
    const qint64 doubled = policy.firstDelayMs << std::clamp(retry, 0, 20);
    const qint64 backoff = std::min(doubled, policy.longestDelayMs);
    const qint64 half = backoff / 2;
    const qint64 jittered = half + qint64(double(backoff - half) * random);
    // Who says "at once" while turning us away is not asked faster than one who says nothing.
    if (!error.retryAfter || error.retryAfter->count() <= 0)
        return jittered;
    // Jitter on top: all who were told the same moment must not come back in it together.
    return error.retryAfter->count() + qint64(double(half) * random / 4);
}

domain::Result<ChatResponse> withRetries(const RetryPolicy &policy, TokenSink *sink, std::stop_token stop,
                                         const std::function<domain::Result<ChatResponse>(TokenSink *)> &ask)
{
    WatchedSink watched(sink);
    int lostTries = 0;
    for (int retried = 0;; ++retried) {
        auto result = ask(&watched);
        if (result) {
            result->retried = retried;
            result->lostTries = lostTries;
            return result;
        }
        domain::Error error = result.error();
        error.retried = retried;
        const bool tooLate = error.retryAfter && error.retryAfter->count() > policy.longestRetryAfterMs;
        if (!isRetryable(error) || retried >= policy.maxRetries || tooLate)
            return domain::fail(error);
        const qint64 delay = retryDelayMs(policy, error, retried, QRandomGenerator::global()->generateDouble());
        lostTries += watched.takeStreamed() ? 1 : 0;
        watched.retrying(error, delay);
        if (!waitFor(delay, stop)) {
            domain::Error cancelled{ErrorKind::Cancelled, u"cancelled while waiting to try again"_s, error.message};
            cancelled.retried = retried;
            return domain::fail(cancelled);
        }
    }
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <functional>

namespace stepladder::models {

/// When and how often a try is made again.
struct RetryPolicy
{
    int maxRetries = 4;
    qint64 firstDelayMs = 1'000; ///< doubled for each further try
    qint64 longestDelayMs = 60'000;
    qint64 longestRetryAfterMs = 600'000; ///< a server that asks for more is not waited for: the error is returned
};

/// True for what passes by itself: rate limits, overload, server errors, the network, connect and idle timeouts. Not
/// for a total timeout (the whole time is spent), a redirect (it would come again) and everything else.
bool isRetryable(const domain::Error &error);

/// Milliseconds to wait before retry number \p retry (from 0): `retry-after` where the server said so, never less;
/// otherwise firstDelayMs · 2^retry up to longestDelayMs, of which \p random (0 to 1) of the second half is taken.
qint64 retryDelayMs(const RetryPolicy &policy, const domain::Error &error, int retry, double random);

/// Calls \p ask, with the sink that it shall stream into, until it succeeds, fails for good, retries are used up, or
/// \p stop. Sets `retried` in what it returns, and `lostTries` in a response.
domain::Result<ChatResponse> withRetries(const RetryPolicy &policy, TokenSink *sink, std::stop_token stop,
                                         const std::function<domain::Result<ChatResponse>(TokenSink *)> &ask);

} // namespace stepladder::models

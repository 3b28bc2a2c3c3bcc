// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <QByteArray>

namespace stepladder::models {

/// What an HTTP status means: 401, 402, 403 and every 4xx that speaks of an empty account Authentication, 429
/// RateLimited, 503 and 529 Overloaded, other 5xx ServerError, 408 and 425 Network, 413 and every 4xx that speaks of
/// the context's length ContextTooLong, 3xx Network (a redirect, not tried again), all else BadInput (a wrong model
/// name, a parameter the server does not know). \p message is the server's, shortened to one line.
domain::Error errorForStatus(int status, const QString &message);

/// What an error inside a stream of status 200 means, by its \p type or code where the provider sends one.
domain::Error errorForType(const QString &type, const QString &message);

/// The message of an error body: {"error":{"message"}}, {"error":"…"}, {"message"}, {"detail"}; \p type gets error.type
/// or error.code. A body that is none of these gives its beginning.
QString errorMessageOf(const QByteArray &body, QString *type = nullptr);

/// On one line, without control characters, at most 300 characters.
QString oneLine(const QString &text);

/// Whether \p text says that a prompt is longer than the model's context.
bool speaksOfContext(const QString &text);
/// Whether \p text says that the account is empty: asking again does not fill it.
bool speaksOfAccount(const QString &text);

/// `retry-after-ms`, `retry-after` in seconds or as an HTTP date. nullopt: absent or unreadable.
std::optional<std::chrono::milliseconds> retryAfterOf(const QByteArray &retryAfterMs, const QByteArray &retryAfter,
                                                      qint64 nowMs);

} // namespace stepladder::models

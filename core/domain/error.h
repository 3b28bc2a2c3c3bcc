// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

#include <tl/expected.hpp>

namespace stepladder::domain {

/// What went wrong, so that code can branch on it; texts are for people.
enum class ErrorKind {
    BadInput, ///< what a user or a file said is wrong: one line naming file, line or field
    NotFound,
    Conflict, ///< somebody else was first, or the target changed meanwhile
    // models
    RateLimited,
    Overloaded,
    Authentication,
    ContextTooLong,
    Refused,
    CutOff,
    Malformed, ///< the other side broke its protocol
    ConnectTimeout,
    IdleTimeout,
    TotalTimeout,
    Network,
    ServerError,
    UnscriptedCall, ///< no line of a scripted-answers file matches
    // flow
    Cancelled,
    Awaiting, ///< waits for a person: unwind, nothing failed
    OverBudget,
    Diverged, ///< a recorded key came back with another input
    // machine
    MissingTool, ///< something is not installed; the message holds the command that installs it
    Sandbox,
    Toolchain,
    Io,
    DiskFull,
    Locked, ///< another process holds it
    Corrupt,
    NewerVersion,
    Internal,
};

/// The kind in snake_case, as it stands in JSON.
QString toString(ErrorKind kind);
std::optional<ErrorKind> errorKindFromString(QStringView text);

struct Error
{
    ErrorKind kind = ErrorKind::Internal;
    QString message; ///< one line for people
    QString detail = {}; ///< more, for the journal: never a secret
    std::optional<std::chrono::milliseconds> retryAfter = {};
    int status = 0; ///< HTTP status where there was one
    int retried = 0; ///< how often it was tried again before giving up

    bool operator==(const Error &) const = default;
};

template<typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, QString message, QString detail = {})
{
    return tl::unexpected<Error>(Error{kind, std::move(message), std::move(detail)});
}
inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

/// True for errors of the surroundings (endpoint, sandbox, disk): neither pass nor failure of a candidate.
bool isInfrastructure(ErrorKind kind);

} // namespace stepladder::domain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"

#include <array>
#include <utility>

namespace stepladder::domain {

namespace {
constexpr std::array<std::pair<ErrorKind, const char *>, 29> kNames{{
    {ErrorKind::BadInput, "bad_input"},
    {ErrorKind::NotFound, "not_found"},
    {ErrorKind::Conflict, "conflict"},
    {ErrorKind::RateLimited, "rate_limited"},
    {ErrorKind::Overloaded, "overloaded"},
    {ErrorKind::Authentication, "authentication"},
    {ErrorKind::ContextTooLong, "context_too_long"},
    {ErrorKind::Refused, "refused"},
    {ErrorKind::CutOff, "cut_off"},
    {ErrorKind::Malformed, "malformed"},
    {ErrorKind::ConnectTimeout, "connect_timeout"},
    {ErrorKind::IdleTimeout, "idle_timeout"},
    {ErrorKind::TotalTimeout, "total_timeout"},
    {ErrorKind::Network, "network"},
    {ErrorKind::ServerError, "server_error"},
    {ErrorKind::UnscriptedCall, "unscripted_call"},
    {ErrorKind::Cancelled, "cancelled"},
    {ErrorKind::Awaiting, "awaiting"},
    {ErrorKind::OverBudget, "over_budget"},
    {ErrorKind::Diverged, "diverged"},
    {ErrorKind::MissingTool, "missing_tool"},
    {ErrorKind::Sandbox, "sandbox"},
    {ErrorKind::Toolchain, "toolchain"},
    {ErrorKind::Io, "io"},
    {ErrorKind::DiskFull, "disk_full"},
    {ErrorKind::Locked, "locked"},
    {ErrorKind::Corrupt, "corrupt"},
    {ErrorKind::NewerVersion, "newer_version"},
    {ErrorKind::Internal, "internal"},
}};
} // namespace

QString toString(ErrorKind kind)
{
    for (const auto &[k, name] : kNames) {
        if (k == kind)
            return QString::fromLatin1(name);
    }
    return QStringLiteral("internal");
}

std::optional<ErrorKind> errorKindFromString(QStringView text)
{
    for (const auto &[k, name] : kNames) {
        if (text == QLatin1String(name))
            return k;
    }
    return std::nullopt;
}

bool isInfrastructure(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::RateLimited:
    case ErrorKind::Overloaded:
    case ErrorKind::Authentication:
    case ErrorKind::ConnectTimeout:
    case ErrorKind::IdleTimeout:
    case ErrorKind::TotalTimeout:
    case ErrorKind::Network:
    case ErrorKind::ServerError:
    case ErrorKind::MissingTool:
    case ErrorKind::Sandbox:
    case ErrorKind::Toolchain:
    case ErrorKind::Io:
    case ErrorKind::DiskFull:
    case ErrorKind::Locked:
        return true;
    default:
        return false;
    }
}

} // namespace stepladder::domain

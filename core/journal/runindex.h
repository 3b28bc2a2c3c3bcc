// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/money.h"
#include "domain/request.h"
#include "journal/projection.h"

#include <QHash>

#include <functional>
#include <memory>

namespace stepladder::journal {

/// The small index of all runs: list, day ledger, open requests. Any process; stays on its thread.
class RunIndex
{
public:
    static domain::Result<std::unique_ptr<RunIndex>> open(const QString &file);
    virtual ~RunIndex() = default;

    virtual domain::Result<void> put(const RunView &view) = 0;
    virtual domain::Result<QList<RunView>> runs() = 0; ///< newest first
    virtual domain::Result<void> remove(const QString &run) = 0;

    /// Spending of a UTC day ("2026-11-22"), all runs but \p except.
    virtual domain::Result<domain::MicroUsd> spentOn(const QString &day, const QString &except) = 0;
    virtual domain::Result<void> addSpending(const QString &run, const QString &day, domain::MicroUsd amount) = 0;
    /// Sets \p amounts (by the key of the effect) aside for \p run if \p fits, called with what all runs spent and set
    /// aside that day before, does not fail: nobody else spends meanwhile. Its error otherwise.
    virtual domain::Result<void> reserve(const QString &run, const QString &day,
                                         const QHash<QString, domain::MicroUsd> &amounts,
                                         const std::function<domain::Result<void>(domain::MicroUsd)> &fits) = 0;
    /// What was set aside for \p key, or for all of the run where it is null, is gone.
    virtual domain::Result<void> release(const QString &run, const QString &key) = 0;
    /// Both: what was set aside for \p key became spending.
    virtual domain::Result<void> settle(const QString &run, const QString &key, const QString &day,
                                        domain::MicroUsd amount) = 0;

    virtual domain::Result<void> putRequest(const domain::Request &request, domain::RequestState state) = 0;
    virtual domain::Result<QList<domain::Request>> openRequests() = 0; ///< oldest first, over all runs
    virtual domain::Result<domain::Request> request(const QString &id, domain::RequestState *state = nullptr) = 0;
};

} // namespace stepladder::journal

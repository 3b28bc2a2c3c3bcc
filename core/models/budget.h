// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/money.h"

#include <QHash>
#include <QString>

#include <mutex>
#include <optional>

namespace stepladder::models {

/// Nested caps; nullopt = none.
struct Caps
{
    std::optional<domain::MicroUsd> perCall = {};
    std::optional<domain::MicroUsd> perStep = {};
    std::optional<domain::MicroUsd> perRun = {};
    std::optional<domain::MicroUsd> perDay = {};
    std::optional<int> paidCalls = {}; ///< calls to models with a price above 0, of the run
};

/// What is spent and set aside in a run, against its caps. Pure arithmetic, thread-safe, no clock: the caller brings
/// the day's spending of other runs.
class Budget
{
public:
    explicit Budget(Caps caps);

    /// Sets \p amount aside for \p step. OverBudget names the cap, what is spent, reserved and asked for; its detail is
    /// JSON: cap ("perCall" … "paidCalls"), limit, asked.
    domain::Result<void> reserve(const QString &step, domain::MicroUsd amount, bool paid);
    /// Gives the reservation back and books what was really spent (also when that is more).
    void settle(const QString &step, domain::MicroUsd reserved, domain::MicroUsd spent, bool paid);
    /// Gives the reservation back where no call was made at all.
    void release(const QString &step, domain::MicroUsd reserved, bool paid);
    /// Books what an earlier process spent.
    void restore(const QString &step, domain::MicroUsd spent, int paidCalls);

    void setCaps(const Caps &caps);
    void setRunCap(std::optional<domain::MicroUsd> cap);
    /// Other runs' spending of today; less what this run spent on earlier days, so it may be negative.
    void setSpentTodayElsewhere(domain::MicroUsd spent);
    Caps caps() const;
    domain::MicroUsd spent() const;
    domain::MicroUsd reserved() const;
    domain::MicroUsd spentOn(const QString &step) const;
    int paidCalls() const;
    /// True when less than a tenth of the run's cap is left (rung 8's rule). False without a cap.
    bool inLastTenth() const;

private:
    void giveBack(const QString &step, domain::MicroUsd reserved, bool paid);

    mutable std::mutex m_mutex;
    Caps m_caps;
    QHash<QString, domain::MicroUsd> m_stepSpent;
    QHash<QString, domain::MicroUsd> m_stepReserved;
    domain::MicroUsd m_spent = 0;
    domain::MicroUsd m_reserved = 0;
    domain::MicroUsd m_elsewhere = 0;
    int m_paidCalls = 0;
    int m_paidReserved = 0;
};

} // namespace stepladder::models

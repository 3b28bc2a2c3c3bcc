// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/money.h"

#include <QHash>
#include <QList>
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

/// What a call may cost.
struct Share
{
    QString step;
    domain::MicroUsd amount = 0;
    bool paid = false;
};

/// What is spent and set aside in a run, against its caps. Pure arithmetic, thread-safe, no clock: the caller brings
/// what stands in the day's ledger.
class Budget
{
public:
    explicit Budget(Caps caps);

    /// Sets all of \p shares aside, or none. OverBudget names the cap, what is spent, reserved and asked for; its
    /// detail is JSON: cap ("perCall" … "paidCalls"), limit, asked; where it would fit if nothing else were under way
    /// also releases: see waitsFor(). \p today: what all runs spent and set aside today; nullopt: only this one did.
    domain::Result<void> reserve(const QList<Share> &shares, std::optional<domain::MicroUsd> today = {});
    domain::Result<void> reserve(const QString &step, domain::MicroUsd amount, bool paid);
    /// Gives the reservation back and books what was really spent (also when that is more).
    void settle(const QString &step, domain::MicroUsd reserved, domain::MicroUsd spent, bool paid);
    /// Gives the reservation back where no call was made at all.
    void release(const QString &step, domain::MicroUsd reserved, bool paid);
    /// Books what an earlier process spent.
    void restore(const QString &step, domain::MicroUsd spent, int paidCalls);

    void setCaps(const Caps &caps);
    void setRunCap(std::optional<domain::MicroUsd> cap);
    Caps caps() const;
    domain::MicroUsd spent() const;
    domain::MicroUsd reserved() const;
    domain::MicroUsd spentOn(const QString &step) const;
    int paidCalls() const;
    /// How often something that was set aside was settled or came back.
    int releases() const;
    /// True when less than a tenth of the run's cap is left (rung 8's rule). False without a cap.
    bool inLastTenth() const;

private:
    /// What is set aside.
    struct Reserved
    {
        QHash<QString, domain::MicroUsd> ofSteps = {};
        domain::MicroUsd all = 0;
        int paid = 0;
    };
    domain::Result<void> fit(const QList<Share> &shares, Reserved &reserved, domain::MicroUsd today) const;
    void giveBack(const QString &step, domain::MicroUsd reserved, bool paid);

    mutable std::mutex m_mutex;
    Caps m_caps;
    QHash<QString, domain::MicroUsd> m_stepSpent;
    Reserved m_reserved;
    domain::MicroUsd m_spent = 0;
    int m_paidCalls = 0;
    int m_releases = 0;
};

/// Of an OverBudget that is so only because of what others set aside: Budget::releases() at that moment. When there are
/// more it is worth asking again.
std::optional<int> waitsFor(const domain::Error &error);

} // namespace stepladder::models

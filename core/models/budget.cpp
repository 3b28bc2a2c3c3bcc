// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/budget.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace stepladder::models {

using namespace Qt::StringLiterals;
using domain::MicroUsd;
using domain::usdText;

namespace {

QString overCap(const QString &whose, MicroUsd cap, MicroUsd spent, MicroUsd reserved, MicroUsd asked)
{
    return u"over the %1 cap of %2: %3 spent, %4 set aside, %5 asked for"_s.arg(whose, usdText(cap), usdText(spent),
                                                                                usdText(reserved), usdText(asked));
}

/// For whoever asks a person: which cap, what it is, what was asked for.
QString capDetail(const QString &cap, qint64 limit, MicroUsd asked)
{
    const QJsonObject json{{u"cap"_s, cap}, {u"limit"_s, limit}, {u"asked"_s, asked}};
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

} // namespace

Budget::Budget(Caps caps)
    : m_caps(caps)
{
}

domain::Result<void> Budget::reserve(const QString &step, MicroUsd amount, bool paid)
{
    const std::lock_guard lock(m_mutex);
    const auto check = [&](const QString &name, const QString &whose, const std::optional<MicroUsd> &cap,
                           MicroUsd spent, MicroUsd reserved) -> domain::Result<void> {
        // What costs nothing is never refused, also when a settled call went over a cap.
        if (!cap || amount <= 0 || spent + reserved + amount <= *cap)
            return {};
        return domain::fail(domain::ErrorKind::OverBudget, overCap(whose, *cap, spent, reserved, amount),
                            capDetail(name, *cap, amount));
    };
    if (const auto call = check(u"perCall"_s, u"call's"_s, m_caps.perCall, 0, 0); !call)
        return call;
    if (const auto one =
            check(u"perStep"_s, u"step's"_s, m_caps.perStep, m_stepSpent.value(step), m_stepReserved.value(step));
        !one)
        return one;
    if (const auto run = check(u"perRun"_s, u"run's"_s, m_caps.perRun, m_spent, m_reserved); !run)
        return run;
    if (const auto day = check(u"perDay"_s, u"day's"_s, m_caps.perDay, m_spent + m_elsewhere, m_reserved); !day)
        return day;
    if (paid && m_caps.paidCalls && m_paidCalls + m_paidReserved >= *m_caps.paidCalls) {
        return domain::fail(
            domain::ErrorKind::OverBudget,
            u"over the run's cap of %1 paid calls: %2 made, %3 under way, 1 asked for"_s.arg(*m_caps.paidCalls)
                .arg(m_paidCalls)
                .arg(m_paidReserved),
            capDetail(u"paidCalls"_s, *m_caps.paidCalls, amount));
    }
    m_stepReserved[step] += amount;
    m_reserved += amount;
    m_paidReserved += paid ? 1 : 0;
    return {};
}

void Budget::giveBack(const QString &step, MicroUsd reserved, bool paid)
{
    MicroUsd &ofStep = m_stepReserved[step];
    ofStep = std::max<MicroUsd>(0, ofStep - reserved);
    m_reserved = std::max<MicroUsd>(0, m_reserved - reserved);
    m_paidReserved = std::max(0, m_paidReserved - (paid ? 1 : 0));
}

void Budget::settle(const QString &step, MicroUsd reserved, MicroUsd spent, bool paid)
{
    const std::lock_guard lock(m_mutex);
    giveBack(step, reserved, paid);
    m_stepSpent[step] += spent;
    m_spent += spent;
    m_paidCalls += paid ? 1 : 0;
}

void Budget::release(const QString &step, MicroUsd reserved, bool paid)
{
    const std::lock_guard lock(m_mutex);
    giveBack(step, reserved, paid);
}

void Budget::restore(const QString &step, MicroUsd spent, int paidCalls)
{
    const std::lock_guard lock(m_mutex);
    m_stepSpent[step] += spent;
    m_spent += spent;
    m_paidCalls += paidCalls;
}

void Budget::setRunCap(std::optional<MicroUsd> cap)
{
    const std::lock_guard lock(m_mutex);
    m_caps.perRun = cap;
}

void Budget::setCaps(const Caps &caps)
{
    const std::lock_guard lock(m_mutex);
    m_caps = caps;
}

void Budget::setSpentTodayElsewhere(MicroUsd spent)
{
    const std::lock_guard lock(m_mutex);
    m_elsewhere = spent;
}

Caps Budget::caps() const
{
    const std::lock_guard lock(m_mutex);
    return m_caps;
}

MicroUsd Budget::spent() const
{
    const std::lock_guard lock(m_mutex);
    return m_spent;
}

MicroUsd Budget::reserved() const
{
    const std::lock_guard lock(m_mutex);
    return m_reserved;
}

MicroUsd Budget::spentOn(const QString &step) const
{
    const std::lock_guard lock(m_mutex);
    return m_stepSpent.value(step);
}

int Budget::paidCalls() const
{
    const std::lock_guard lock(m_mutex);
    return m_paidCalls;
}

bool Budget::inLastTenth() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_caps.perRun)
        return false;
    const MicroUsd left = *m_caps.perRun - m_spent - m_reserved;
    return left <= 0 || left * 10 < *m_caps.perRun;
}

} // namespace stepladder::models

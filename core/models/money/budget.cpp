// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/money/budget.h"

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
    return reserve({{step, amount, paid}});
}

domain::Result<void> Budget::reserve(const QList<Share> &shares, std::optional<MicroUsd> today)
{
    const std::lock_guard lock(m_mutex);
    const MicroUsd ofDay = today ? *today - m_reserved.all : m_spent;
    Reserved with = m_reserved;
    const auto fits = fit(shares, with, ofDay);
    if (fits) {
        m_reserved = with;
        return fits;
    }
    domain::Error error = fits.error();
    if (Reserved alone; fit(shares, alone, ofDay)) {
        QJsonObject detail = QJsonDocument::fromJson(error.detail.toUtf8()).object();
        detail.insert(u"releases"_s, m_releases);
        error.detail = QString::fromUtf8(QJsonDocument(detail).toJson(QJsonDocument::Compact));
    }
    return domain::fail(error);
}

/// Whether \p shares fit beside \p reserved, which takes them up; \p ofDay: what else counts against the day's cap.
domain::Result<void> Budget::fit(const QList<Share> &shares, Reserved &reserved, MicroUsd ofDay) const
{
    for (const Share &share : shares) {
        const auto check = [&](const QString &name, const QString &whose, const std::optional<MicroUsd> &cap,
                               MicroUsd spent, MicroUsd aside) -> domain::Result<void> {
            // What costs nothing is never refused, also when a settled call went over a cap.
            if (!cap || share.amount <= 0 || spent + aside + share.amount <= *cap)
                return {};
            return domain::fail(domain::ErrorKind::OverBudget, overCap(whose, *cap, spent, aside, share.amount),
                                capDetail(name, *cap, share.amount));
        };
        MicroUsd &ofStep = reserved.ofSteps[share.step];
        if (const auto call = check(u"perCall"_s, u"call's"_s, m_caps.perCall, 0, 0); !call)
            return call;
        if (const auto one = check(u"perStep"_s, u"step's"_s, m_caps.perStep, m_stepSpent.value(share.step), ofStep);
            !one)
            return one;
        if (const auto run = check(u"perRun"_s, u"run's"_s, m_caps.perRun, m_spent, reserved.all); !run)
            return run;
        if (const auto day = check(u"perDay"_s, u"day's"_s, m_caps.perDay, ofDay, reserved.all); !day)
            return day;
        if (share.paid && m_caps.paidCalls && m_paidCalls + reserved.paid >= *m_caps.paidCalls) {
            return domain::fail(
                domain::ErrorKind::OverBudget,
                u"over the run's cap of %1 paid calls: %2 made, %3 under way, 1 asked for"_s.arg(*m_caps.paidCalls)
                    .arg(m_paidCalls)
                    .arg(reserved.paid),
                capDetail(u"paidCalls"_s, *m_caps.paidCalls, share.amount));
        }
        ofStep += share.amount;
        reserved.all += share.amount;
        reserved.paid += share.paid ? 1 : 0;
    }
    return {};
}

void Budget::giveBack(const QString &step, MicroUsd reserved, bool paid)
{
    MicroUsd &ofStep = m_reserved.ofSteps[step];
    ofStep = std::max<MicroUsd>(0, ofStep - reserved);
    m_reserved.all = std::max<MicroUsd>(0, m_reserved.all - reserved);
    m_reserved.paid = std::max(0, m_reserved.paid - (paid ? 1 : 0));
    ++m_releases;
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
    return m_reserved.all;
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

int Budget::releases() const
{
    const std::lock_guard lock(m_mutex);
    return m_releases;
}

bool Budget::inLastTenth() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_caps.perRun)
        return false;
    const MicroUsd left = *m_caps.perRun - m_spent - m_reserved.all;
    return left <= 0 || left * 10 < *m_caps.perRun;
}

std::optional<int> waitsFor(const domain::Error &error)
{
    const QJsonValue releases = QJsonDocument::fromJson(error.detail.toUtf8()).object()["releases"_L1];
    return error.kind == domain::ErrorKind::OverBudget && releases.isDouble() ? std::optional(releases.toInt())
                                                                              : std::nullopt;
}

} // namespace stepladder::models

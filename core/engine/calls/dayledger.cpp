// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/dayledger.h"

#include "journal/runindex.h"

#include <QDateTime>

namespace stepladder::engine {

using domain::MicroUsd;
using domain::Result;
using journal::RunIndex;

DayLedger::DayLedger(QString index, QString run, const storage::Clock &clock)
    : m_index(std::move(index))
    , m_run(std::move(run))
    , m_clock(clock)
{
}

QString DayLedger::today() const
{
    return QDateTime::fromMSecsSinceEpoch(m_clock.nowMs(), Qt::UTC).date().toString(Qt::ISODate);
}

Result<void> DayLedger::open()
{
    const auto runs = RunIndex::open(m_index);
    return runs ? (*runs)->release(m_run, {}) : domain::fail(runs.error());
}

Result<void> DayLedger::reserve(const QHash<QString, MicroUsd> &amounts, const Fits &fits)
{
    const auto runs = RunIndex::open(m_index);
    return runs ? (*runs)->reserve(m_run, today(), amounts, fits) : domain::fail(runs.error());
}

void DayLedger::release(const QString &key)
{
    if (const auto runs = RunIndex::open(m_index))
        static_cast<void>((*runs)->release(m_run, key));
}

void DayLedger::settle(const QString &key, MicroUsd spent)
{
    if (const auto runs = RunIndex::open(m_index))
        static_cast<void>((*runs)->settle(m_run, key, today(), spent));
}

} // namespace stepladder::engine

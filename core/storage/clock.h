// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>

namespace stepladder::storage {

/// Where time comes from, so that a 24 h wait is tested without waiting. Any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual qint64 nowMs() const = 0; ///< UTC, milliseconds since the epoch
    virtual qint64 monotonicMs() const = 0; ///< never runs backwards; CLOCK_BOOTTIME
};

class SystemClock final : public Clock
{
public:
    qint64 nowMs() const override;
    qint64 monotonicMs() const override;
};

/// Moved by hand.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(qint64 nowMs)
        : m_now(nowMs)
    {
    }
    qint64 nowMs() const override { return m_now; }
    qint64 monotonicMs() const override { return m_now; }
    void advance(qint64 ms) { m_now += ms; }

private:
    std::atomic<qint64> m_now;
};

} // namespace stepladder::storage

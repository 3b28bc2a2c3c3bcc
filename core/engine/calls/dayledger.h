// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "domain/money.h"
#include "storage/clock.h"

#include <QHash>
#include <QString>

#include <functional>

namespace stepladder::engine {

/// What one run spends and sets aside, in the ledger of the day that all runs of this machine share. Any thread, each
/// call on its own: it opens the index anew.
class DayLedger
{
public:
    using Fits = std::function<domain::Result<void>(domain::MicroUsd today)>;

    DayLedger(QString index, QString run, const storage::Clock &clock);

    /// Forgets what an earlier process of the run had set aside. An error names the file.
    domain::Result<void> open();
    /// Sets \p amounts (by the key of the effect) aside if \p fits agrees to what stands there for today; its error, or
    /// the ledger's own.
    domain::Result<void> reserve(const QHash<QString, domain::MicroUsd> &amounts, const Fits &fits);
    void release(const QString &key);
    void settle(const QString &key, domain::MicroUsd spent);

private:
    QString today() const;

    const QString m_index;
    const QString m_run;
    const storage::Clock &m_clock;
};

} // namespace stepladder::engine

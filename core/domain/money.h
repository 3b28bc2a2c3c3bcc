// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace stepladder::domain {

/// Micro-dollars: 1 USD = 1,000,000.
using MicroUsd = qint64;

/// "12.50" → 12,500,000. Empty, negative, not finite or over a million dollars: nullopt.
std::optional<MicroUsd> microUsdFromText(const QString &usd);
/// Dollars as a JSON number, six decimals exact.
inline double toUsd(MicroUsd micro)
{
    return double(micro) / 1e6;
}
/// "$0.31", "$0.0042": two decimals, more where it is smaller than a cent.
QString usdText(MicroUsd micro);

} // namespace stepladder::domain

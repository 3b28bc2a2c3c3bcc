// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/money.h"

#include <cmath>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

std::optional<MicroUsd> microUsdFromText(const QString &usd)
{
    bool ok = false;
    const double value = usd.trimmed().toDouble(&ok);
    if (!ok || !std::isfinite(value) || value < 0 || value > 1e6)
        return std::nullopt;
    return MicroUsd(std::llround(value * 1e6));
}

QString usdText(MicroUsd micro)
{
    const bool fine = micro != 0 && micro < 10'000;
    return u"$%1"_s.arg(toUsd(micro), 0, 'f', fine ? 6 : 2);
}

} // namespace stepladder::domain

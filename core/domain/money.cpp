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
    const MicroUsd amount = std::abs(micro);
    const bool fine = amount != 0 && amount < 10'000;
    QString digits = QString::number(toUsd(amount), 'f', fine ? 6 : 2);
    while (fine && digits.endsWith(u'0'))
        digits.chop(1);
    return (micro < 0 ? u"-$"_s : u"$"_s) + digits;
}

} // namespace stepladder::domain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/chatmodel.h"

#include <cmath>
#include <limits>

namespace stepladder::models {

using domain::MicroUsd;

namespace {

__extension__ using Wide = __int128;

/// Prices are read as doubles; 0.1 × 30 must not become 3.0000000000000004 and round up to 4. They are taken to the
/// micro-dollar for a million tokens, and all else is whole numbers.
Wide microPerMTok(const std::optional<double> &price)
{
    return price ? Wide(std::llround(*price * 1e6)) : Wide(0);
}

Wide tokens(qint64 count)
{
    return Wide(std::max<qint64>(count, 0));
}

MicroUsd dividedUp(Wide amount, Wide by)
{
    const Wide result = (amount + by - 1) / by;
    return MicroUsd(std::min(result, Wide(std::numeric_limits<MicroUsd>::max() / 4)));
}

} // namespace

MicroUsd priceOf(const domain::Price &price, const Usage &usage)
{
    const auto cacheRead = price.cacheReadPerMTok ? price.cacheReadPerMTok : price.inputPerMTok;
    const auto cacheWrite = price.cacheWritePerMTok ? price.cacheWritePerMTok : price.inputPerMTok;
    const Wide sum = tokens(usage.input) * microPerMTok(price.inputPerMTok)
        + tokens(usage.output) * microPerMTok(price.outputPerMTok) + tokens(usage.cacheRead) * microPerMTok(cacheRead)
        + tokens(usage.cacheWrite) * microPerMTok(cacheWrite);
    return dividedUp(sum, 1'000'000);
}

MicroUsd reservationFor(const domain::Model &model, qint64 promptBytes, int maxOutputTokens)
{
    const int output = maxOutputTokens > 0 ? maxOutputTokens : model.maxOutputTokens;
    const Wide threefold = tokens(promptBytes) * microPerMTok(model.price.inputPerMTok)
        + 3 * tokens(output) * microPerMTok(model.price.outputPerMTok);
    return dividedUp(threefold, 3'000'000);
}

} // namespace stepladder::models

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/entryfilter.h"

#include "journal/rows.h"

#include <algorithm>

namespace stepladder::journal {

QByteArray Having::bytes() const
{
    const QByteArray object = toBytes({{name, value}});
    return object.mid(1, object.size() - 2);
}

bool matches(const EntryFilter &filter, const domain::Entry &entry)
{
    if (filter.step && *filter.step != entry.step)
        return false;
    if (filter.attempt && *filter.attempt != entry.attempt)
        return false;
    if (!filter.types.isEmpty() && !filter.types.contains(entry.type))
        return false;
    if (filter.without.contains(entry.type))
        return false;
    if (filter.having.isEmpty())
        return true;
    const QByteArray data = toBytes(entry.data);
    return std::all_of(filter.having.begin(), filter.having.end(),
                       [&data](const Having &having) { return data.contains(having.bytes()); });
}

} // namespace stepladder::journal

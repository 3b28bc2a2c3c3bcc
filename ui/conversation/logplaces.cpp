// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/logplaces.h"

#include <algorithm>

namespace stepladder::ui {

using journal::EntryPlace;
using journal::EntryPlaces;

void LogPlaces::clear()
{
    m_older.clear();
    m_newer.clear();
    m_groups.clear();
    m_groupIds.clear();
}

int LogPlaces::rowAt(qint64 seq) const
{
    int low = 0;
    for (int high = size(); low < high;) {
        const int middle = low + (high - low) / 2;
        if (this->seq(middle) < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

quint64 LogPlaces::groupOf(const QString &step, int attempt)
{
    // Neighbours are mostly of one group.
    if (!m_groups.isEmpty() && m_groups.last().attempt == attempt && m_groups.last().step == step)
        return quint64(m_groups.size() - 1);
    const auto it = m_groupIds.constFind({step, attempt});
    if (it != m_groupIds.cend())
        return *it;
    const auto id = quint64(m_groups.size());
    m_groups.append({step, attempt});
    m_groupIds.insert({step, attempt}, id);
    return id;
}

quint64 LogPlaces::packed(const EntryPlaces &places, const EntryPlace &place)
{
    return (quint64(place.seq) << kGroupBits) | groupOf(places.steps.at(place.step), place.attempt);
}

void LogPlaces::prepend(const EntryPlaces &places)
{
    for (const EntryPlace &place : places.places)
        m_older.push_back(packed(places, place));
}

int LogPlaces::append(const EntryPlaces &places, qint64 until)
{
    int count = 0;
    for (const EntryPlace &place : places.places) {
        if (place.seq > until)
            break;
        m_newer.push_back(packed(places, place));
        ++count;
    }
    return count;
}

void LogPlaces::append(qint64 seq, const QString &step, int attempt)
{
    m_newer.push_back((quint64(seq) << kGroupBits) | groupOf(step, attempt));
}

} // namespace stepladder::ui

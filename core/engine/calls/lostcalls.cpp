// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/lostcalls.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;

void takeReservation(OpenReservations &open, const domain::Entry &entry)
{
    const QString key = entry.data[u"key"].toString();
    if (entry.type == u"budget.reserved"_s)
        open.insert(key,
                    {.amount = entry.data[u"amount"].toInteger(),
                     .model = entry.data[u"model"].toString(),
                     .purpose = entry.data[u"purpose"].toString(),
                     .role = entry.data[u"role"].toString()});
    else if (entry.type == u"budget.released"_s || entry.type == u"budget.settled"_s)
        open.remove(key);
}

QList<journal::Draft> lostCallEntries(const journal::OpenIntent &intent, const OpenReservations &open)
{
    const auto found = open.constFind(intent.key);
    if (found == open.constEnd())
        return {};
    const QJsonObject usage{{u"input"_s, 0}, {u"output"_s, 0}, {u"cacheRead"_s, 0}, {u"cacheWrite"_s, 0}};
    return {journal::Draft{.type = u"budget.settled"_s,
                           .step = intent.step,
                           .attempt = intent.attempt,
                           .data = {{u"key"_s, intent.key},
                                    {u"reserved"_s, found->amount},
                                    {u"spent"_s, found->amount},
                                    {u"paid"_s, true},
                                    {u"model"_s, found->model},
                                    {u"purpose"_s, found->purpose},
                                    {u"role"_s, found->role},
                                    {u"estimated"_s, true},
                                    {u"scriptedLine"_s, 0},
                                    {u"usage"_s, usage}}}};
}

} // namespace stepladder::engine

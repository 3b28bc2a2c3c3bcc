// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/entry.h"

#include <QDateTime>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

QJsonObject toJson(const Entry &entry)
{
    return {{u"seq"_s, entry.seq},
            {u"time"_s, QDateTime::fromMSecsSinceEpoch(entry.timeMs, Qt::UTC).toString(Qt::ISODateWithMs)},
            {u"run"_s, entry.run},
            {u"step"_s, entry.step},
            {u"attempt"_s, entry.attempt},
            {u"type"_s, entry.type},
            {u"data"_s, entry.data}};
}

} // namespace stepladder::domain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace stepladder::domain {

/// One line of a journal.
struct Entry
{
    qint64 seq = 0; ///< from 1, without gaps
    qint64 timeMs = 0; ///< UTC, milliseconds since the epoch
    QString run = {};
    QString step = {}; ///< empty: of the whole run
    int attempt = 0; ///< 0: of no attempt
    QString type;
    QJsonObject data = {};

    bool operator==(const Entry &) const = default;
};

/// {"seq","time","run","step","attempt","type","data"}; time as ISO 8601 with milliseconds, UTC.
QJsonObject toJson(const Entry &entry);

} // namespace stepladder::domain

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <optional>

namespace stepladder::journal {

/// That the data of an entry has a field \p name with the text \p value, at any depth.
struct Having
{
    QString name;
    QString value;

    /// Its bytes in compact JSON. A quote within a text is escaped there, so that no text looks like a field.
    QByteArray bytes() const;
    bool operator==(const Having &) const = default;
};

/// Which entries of a journal.
struct EntryFilter
{
    std::optional<QString> step = {};
    std::optional<int> attempt = {};
    QStringList types = {}; ///< empty: all
    QStringList without = {}; ///< types left out
    QList<Having> having = {}; ///< all of them

    bool operator==(const EntryFilter &) const = default;
};

/// Whether a reader would give \p entry for \p filter.
bool matches(const EntryFilter &filter, const domain::Entry &entry);

} // namespace stepladder::journal

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stepladder::journal {

/// The place in the program where something is recorded (design.md §4). A replay comes by with the same keys.
struct Key
{
    QString step = {}; ///< empty: the run
    int epoch = 0;
    int attempt = 0;
    QString member = {}; ///< of an ensemble
    QString name; ///< "model.generate", "verdict", "base"
    int ordinal = 0; ///< n-th of that name there

    QString toString() const;
    bool operator==(const Key &) const = default;
};

} // namespace stepladder::journal

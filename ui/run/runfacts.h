// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "domain/money.h"
#include "domain/plan.h"
#include "domain/run.h"
#include "journal/journalreader.h"

#include <optional>

namespace stepladder::ui {

/// What a run is run with: what run.started says, with what people changed since.
struct RunFacts
{
    domain::Plan plan;
    domain::Ladder ladder;
    domain::Mode mode = domain::Mode::Guarded;
    std::optional<domain::MicroUsd> cap = {}; ///< of the run
    QString branch = {};
    QString workspace = {};
    int parallel = 4;

    bool operator==(const RunFacts &) const = default;
};

/// Reads them, up to entry \p until (0: all). Corrupt when run.started is missing or does not hold a plan.
domain::Result<RunFacts> readFacts(journal::JournalReader &reader, qint64 until = 0);
/// Whether an entry of \p type changes them.
bool changesFacts(const QString &type);

} // namespace stepladder::ui

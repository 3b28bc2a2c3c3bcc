// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "storage/clock.h"
#include "storage/locations.h"
#include "workspace/stage.h"

#include <QStringList>

namespace stepladder::engine {

struct ApplyRequest
{
    QString run;
    QStringList steps = {}; ///< empty: all; each takes what it depends on along
    QString workspace = {}; ///< empty: the run's own
    bool partial = false;
    bool stubs = false;
};

struct AppliedRun
{
    workspace::ApplyReport report;
    QStringList files; ///< in the order of the plan, behind those of the scaffold
    int scaffoldFiles = 0; ///< so many of them: no step's

    /// Whether no step had a file to write.
    bool nothingAccepted() const { return files.size() <= scaffoldFiles; }
    QStringList alongWith; ///< steps that were not asked for but are depended on
    QStringList leftOut; ///< "step: why", of steps without a file to apply
};

/// Writes a run's accepted files into the user's workspace as design.md §8 says, and journals it. NotFound (run, step),
/// BadInput, Io.
domain::Result<AppliedRun> applyRun(const storage::Locations &locations, const storage::Clock &clock,
                                    const ApplyRequest &request);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journalreader.h"
#include "journal/projection.h"

#include <optional>

namespace stepladder::ui {

/// A file as two runs made it; a run that has no step for it has none.
struct PairedStep
{
    QString file;
    std::optional<journal::StepView> first = {};
    std::optional<journal::StepView> second = {};
};

/// Steps of both by their files: in the order of the first, then what only the second has.
QList<PairedStep> pairSteps(const journal::Moment &first, const journal::Moment &second);
/// What a run ended \p step with; empty when it did not change the file (yet).
domain::Result<QByteArray> codeOfStep(journal::JournalReader &reader, const QString &step, const QString &file);

} // namespace stepladder::ui

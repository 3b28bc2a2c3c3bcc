// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptrecord.h"

#include <QByteArray>

#include <optional>

namespace stepladder::ui {

/// A person's code that was built and tested before they answered a request.
struct TrialRecord
{
    QString by;
    QByteArray code;
    AttemptRecord record = {}; ///< judged: it has come to its end
};

/// The last trial for \p request of \p step; nullopt: there was none.
domain::Result<std::optional<TrialRecord>> readTrial(journal::JournalReader &reader, const QString &step,
                                                     const QString &request);

} // namespace stepladder::ui

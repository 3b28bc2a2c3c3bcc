// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"
#include "domain/run.h"
#include "ui/theme/theme.h"

#include <QRectF>

class QPainter;

namespace stepladder::ui {

/// State as shape and colour; each has a word too.
enum class Mark {
    Pending, ///< dot
    Running, ///< ring
    Waiting, ///< person
    Blocked, ///< bar
    Accepted, ///< filled disc with tick
    Unproven, ///< open disc with tick
    Failed, ///< square with cross
    Stubbed, ///< dashed square
    Skipped, ///< dash
};

Mark markOf(domain::StepState state);
Mark markOf(domain::TestOutcome outcome);
/// Of an attempt's state (journal::AttemptState::state).
Mark markOfAttempt(const QString &state);
Mark markOf(domain::RunStatus status);

/// The word for tooltips and screen readers, in the user's language.
QString wordOf(domain::StepState state);
QString wordOf(domain::TestOutcome outcome);
QString wordOfAttempt(const QString &state);
QString wordOf(domain::RunStatus status);

Role roleOf(Mark mark);
/// Draws \p mark into \p rect (kept square, centred). \p turn in degrees: where a running ring stands.
void paintMark(QPainter &painter, const QRectF &rect, Mark mark, const Theme &theme, int turn = 0);

} // namespace stepladder::ui

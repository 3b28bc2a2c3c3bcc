// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/wishes.h"
#include "journal/journal.h"

#include <QJsonObject>

namespace stepladder::engine {

/// A wish as it was found in an inbox: what is wanted, and by whom.
struct Wanted
{
    Wish wish;
    QString by = {};
};

/// How wishes lie in an inbox: the kind ("note", "ask", "jump" …) and its data.
QString kindOf(const Wish &wish);
QJsonObject toJson(const Wish &wish, const QString &by);
/// Reads strictly what anybody may have put there. BadInput, in one line.
domain::Result<Wanted> readWish(const journal::Wish &found);

/// The step that is meant; empty: the run.
QString stepOf(const Wish &wish);

QJsonObject toJson(const Breakpoint &breakpoint);
domain::Result<Breakpoint> breakpointFromJson(const QJsonObject &json, const QString &where);

} // namespace stepladder::engine

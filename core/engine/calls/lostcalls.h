// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/money.h"
#include "journal/journal.h"

#include <QHash>

namespace stepladder::engine {

/// Money that was set aside for a call and neither spent nor given back since.
struct OpenReservation
{
    domain::MicroUsd amount = 0;
    QString model = {};
    QString purpose = {};
    QString role = {};
};

/// Key of the effect → its reservation; an effect has one at most, that of the model it asks now.
using OpenReservations = QHash<QString, OpenReservation>;

/// Takes an entry budget.reserved, budget.released or budget.settled into \p open; others change nothing.
void takeReservation(OpenReservations &open, const domain::Entry &entry);

/// Charges a model call that was in flight when the process died at its reservation (design.md §4): entries for the
/// closing of \p intent. None where nothing was set aside: a free model, or nobody was asked yet.
QList<journal::Draft> lostCallEntries(const journal::OpenIntent &intent, const OpenReservations &open);

} // namespace stepladder::engine

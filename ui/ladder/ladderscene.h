// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"
#include "domain/ladder.h"
#include "domain/models.h"
#include "journal/projection.h"
#include "ui/theme/theme.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <optional>

namespace stepladder::ui {

/// The size of a model call as this run's recorded calls have it, by purpose: means, in tokens.
struct UsualCall
{
    double input = 0;
    double output = 0;
    int calls = 0;
};
using UsualCalls = QHash<QString, UsualCall>;

/// Of `budget.settled` entries; calls whose usage was not told are left out.
UsualCalls usualCalls(const QList<domain::Entry> &settled);

/// What a run's ladder pane knows of the run as a whole.
struct LadderGround
{
    domain::Ladder ladder;
    std::optional<domain::ModelsConfig> models;
    QList<domain::RungKind> switchedOff; ///< by the run's options
    UsualCalls usual;
};

/// What is known of the step that climbs.
struct LadderStep
{
    journal::StepView view;
    QList<journal::AttemptState> attempts; ///< in the order made
    QList<domain::Entry> entries; ///< its levels, tests, requests, in order
    qint64 nowMs = 0;
};

/// The types of entries that a LadderStep is made of.
const QStringList &ladderEntryTypes();

/// One mark on a rung.
struct Chip
{
    enum class Kind {
        Attempt,
        Note, ///< what is no attempt: a person is waited for, a stub was made
        Label, ///< "round 2" before the chips of an epoch
    };
    Kind kind = Kind::Attempt;
    QString text;
    Role bar = Role::Muted; ///< its colour tells how it ended
    qint64 startedSeq = 0; ///< of an attempt
    QString evidence = {}; ///< what is known of it, in words

    bool operator==(const Chip &) const = default;
};

enum class RungState { Ahead, Climbed, Stood, Skipped };

struct RungScene
{
    QString id;
    QString title;
    QString note = {}; ///< muted, beside the title: what it would cost, why it was skipped or left
    QString evidence = {}; ///< the same in words
    RungState state = RungState::Ahead;
    QList<Chip> chips = {};
    std::optional<domain::StepState> end = {}; ///< the step ended here

    bool operator==(const RungScene &) const = default;
};

/// A step on its ladder, ready to be laid out; rungs from the bottom up.
struct LadderScene
{
    QList<RungScene> rungs;

    bool operator==(const LadderScene &) const = default;
};

LadderScene composeLadder(const LadderGround &ground, const LadderStep &step);

/// A rung of a shipped ladder in the user's words, one of their own as they called it.
QString rungTitle(const QString &id);
/// "24 h", "23 h 41 min", "12 min".
QString hoursText(qint64 ms);

} // namespace stepladder::ui

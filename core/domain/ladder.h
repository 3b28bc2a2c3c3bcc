// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

namespace stepladder::domain {

enum class RungKind { Generate, Collaborate, Analyze, Rethink, Ensemble, Expert, Human, Stub };
QString toString(RungKind kind);

/// What an attempt's prompt carries beside the step itself.
enum class Carry { Feedback, Insights, Similar, Everything };

struct Rung
{
    QString id;
    RungKind kind = RungKind::Generate;
    bool think = false; ///< ask the thinker once a step before its first generation
    QStringList roles = {};
    int repeat = 1;
    std::optional<double> temperature = {};
    QList<Carry> carries = {};
    double passMark = 8;
    bool leaveEarly = true;
    double deadlineHours = 24;

    bool carriesWhat(Carry what) const { return carries.contains(what) || carries.contains(Carry::Everything); }
    bool operator==(const Rung &) const = default;
};

/// The policy of a run: rungs from cheap to strong.
struct Ladder
{
    QString id;
    QString title;
    QList<Rung> rungs;

    const Rung *rung(const QString &rungId) const; ///< null: there is none
    bool operator==(const Ladder &) const = default;
};

/// Reads a ladder strictly; \p where precedes messages. BadInput: unknown role or kind, two rungs of one id, no rung.
Result<Ladder> ladderFromJson(const QJsonObject &json, const QString &where);
QJsonObject toJson(const Ladder &ladder);

/// The roles a ladder or a models file may name.
const QStringList &knownRoles();

} // namespace stepladder::domain

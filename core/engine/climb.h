// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "domain/run.h"
#include "domain/verdict.h"
#include "engine/stuckdetector.h"
#include "journal/key.h"

#include <QJsonObject>

#include <optional>

namespace stepladder::engine {

/// One attempt as the climb remembers it.
struct Attempt
{
    int number = 0;
    QString rung;
    QString kind; ///< of the rung
    QString model;
    domain::Candidate candidate = {};
    domain::Verdict verdict = {};
    bool overtaken = false;
};

/// How a step ended.
struct StepEnd
{
    domain::StepState state = domain::StepState::Accepted;
    QString strategy; ///< the seed's: ladder, stub_generation …
    QString reason = {};
    double score = 0;
    QString commit = {};
    QList<domain::FileChange> files = {};
    QString needsReview = {};
    int number = 0; ///< of the attempt that was accepted; 0: none
};

/// A step on its way up: everything that later rungs build on. Lives on the thread that climbs.
struct Climb
{
    domain::Step step; ///< as it stands now: a rethink changes it
    int epoch = 0;
    int made = 0; ///< attempts so far
    QString member = {}; ///< of keys: what is tried at an attempt's number without being one (a stub)
    QList<Attempt> attempts = {};
    std::optional<QJsonObject> thinking = {};
    std::optional<QJsonObject> analysis = {}; ///< the last root cause analysis, as journalled
    QStringList peoplesWords = {}; ///< reasons of rejections, notes
    QStringList overtakenBy = {}; ///< findings of acceptances that came too late
    StuckDetector stuck = {};
    std::optional<QString> stuckReason = {}; ///< why its rung was left early
    bool askedAboutUnproven = false;
    bool stubAsked = false; ///< a person decided for a stub
    std::optional<StepEnd> end = {};

    journal::Key key(const QString &name, int ordinal = 0) const
    {
        return {.step = step.id, .epoch = epoch, .attempt = made, .member = member, .name = name, .ordinal = ordinal};
    }
    /// The best so far: highest score, a later one wins a tie. Null without a candidate.
    const Attempt *best() const;
};

/// The step as an input of effects: without dependsOn, which an amendment may lengthen while it is climbing.
QByteArray stepInput(const domain::Step &step);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/plan.h"
#include "domain/run.h"
#include "domain/verdict.h"
#include "engine/analysis/stuckdetector.h"
#include "engine/experts/advice.h"
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
    bool ended = false; ///< `attempt.ended` is written
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

/// Generations with guidance until the person has to choose (design.md §5.7).
inline constexpr int kMostGuided = 3;

/// What a person was asked about a step that no rung got through, and what they gave.
struct Escalation
{
    int enteredAt = -1; ///< Climb::levels when the rung was entered last
    int made = -1; ///< attempts when it was entered first
    int asked = 0; ///< questions so far
    int guided = 0; ///< generations with guidance since the rung was entered
    QString by = {}; ///< who answered last
    QString example = {}; ///< for the next prompt: to follow, not to copy
    QStringList said = {}; ///< guidance so far
    QString shown = {}; ///< the last example
    QList<Attempt> ownCode = {}; ///< a person's code that did not hold
    bool expired = false; ///< nobody answered in time
};

/// Attempts with what an expert knows (design.md §5.6).
inline constexpr int kMostAdvised = 2;

/// What experts were asked about a step that no model got through.
struct Consultation
{
    int enteredAt = -1; ///< Climb::levels when the rung was entered last
    int consulted = 0; ///< so far
    int made = -1; ///< attempts when they were asked last
    int tries = 0; ///< with what is known, since then
    QString text = {}; ///< what came of it, for people
    std::optional<Advice> advice = {};
};

/// A step on its way up: everything that later rungs build on. Lives on the thread that climbs.
struct Climb
{
    domain::Step step; ///< as it stands now: a rethink changes it
    int epoch = 0;
    int made = 0; ///< number of the last attempt
    int unused = 0; ///< numbers up to it that no attempt has: of members of an ensemble that could not be asked
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
    bool askNow = false; ///< a person asked to be asked
    Escalation human = {};
    Consultation expert = {};
    QString instead = {}; ///< a model that a person wants to write from now on, whatever the rung
    std::optional<QString> leftBecause = {}; ///< why its rung was left, where nobody was stuck
    std::optional<StepEnd> end = {};

    // Where it stands on the ladder.
    qsizetype at = 0; ///< index of the rung
    int repetition = 0; ///< of the rung, from 0
    bool entered = false; ///< the rung
    bool jumped = false; ///< a person sent it to this rung: nothing skips it
    int levels = 0; ///< notes about levels so far
    int comparedAt = -1; ///< levels when the rung of an ensemble was entered last
    int checkpoints = 0; ///< how often it looked for wishes
    int cuts = 0; ///< how often a person's decision cut it short

    /// Keys of what comes after a cut are none of before: a replay is cut at the same place.
    journal::Key key(const QString &name, int ordinal = 0) const
    {
        return {.step = step.id,
                .epoch = epoch,
                .attempt = made,
                .member = cuts == 0 ? member : member + QStringLiteral("~%1").arg(cuts),
                .name = name,
                .ordinal = ordinal};
    }
    /// Attempts so far.
    int counted() const { return made - unused; }
    /// The best so far: highest score, a later one wins a tie. Null without a candidate.
    const Attempt *best() const;
    /// \p words of a person go into the next prompt. After somebody spoke up nobody is stuck.
    void hear(const QString &words);
};

/// The step as an input of effects: without dependsOn, which an amendment may lengthen while it is climbing.
QByteArray stepInput(const domain::Step &step);

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderscene.h"

#include "domain/request.h"
#include "ui/ladder/chiptext.h"
#include "ui/ladder/ladderestimate.h"

#include <QCoreApplication>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Rung;
using domain::RungKind;
using domain::StepState;
using journal::AttemptState;

namespace {

struct LadderText
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::LadderText)
};

/// How the step's current climb went over the rungs.
struct Climbed
{
    int epoch = 0;
    QStringList entered;
    QHash<QString, QString> skipped; ///< reason
    QHash<QString, QString> left;
    bool stubMade = false;
    qint64 deadlineMs = 0; ///< of the request that is open
};

void takeRequest(Climbed &climbed, const Entry &entry, const QString &waitsFor)
{
    if (entry.type == u"guidance.requested"_s) {
        const QJsonObject request = entry.data[u"request"].toObject();
        if (request[u"id"].toString() == waitsFor)
            climbed.deadlineMs = domain::requestFromJson(request).deadlineMs;
    } else if (entry.data[u"request"].toString() == waitsFor && climbed.deadlineMs > 0) {
        const auto answer = domain::answerFromJson(entry.data[u"answer"].toObject());
        if (answer.kind == domain::AnswerKind::Extend)
            climbed.deadlineMs += answer.durationMs;
    }
}

Climbed climbedOf(const LadderStep &step)
{
    Climbed climbed;
    for (const Entry &entry : step.entries) {
        const QString rung = entry.data[u"rung"].toString();
        if (entry.type == u"step.started"_s || entry.type == u"step.reopened"_s) {
            climbed = {.epoch = entry.data[u"epoch"].toInt(climbed.epoch)};
        } else if (entry.type == u"level.entered"_s) {
            climbed.entered.removeOne(rung);
            climbed.entered.append(rung);
        } else if (entry.type == u"level.skipped"_s) {
            climbed.skipped.insert(rung, entry.data[u"reason"].toString());
        } else if (entry.type == u"level.left"_s) {
            climbed.left.insert(rung, entry.data[u"reason"].toString());
        } else if (entry.type == u"stub.made"_s) {
            climbed.stubMade = true;
        } else if (entry.type.startsWith(u"guidance."_s)) {
            takeRequest(climbed, entry, step.view.request);
        }
    }
    return climbed;
}

/// The run's rungs, and on top those that the journal names beside them.
QList<Rung> rungsOf(const LadderGround &ground, const LadderStep &step, const Climbed &climbed)
{
    QList<Rung> rungs = ground.ladder.rungs;
    const auto add = [&rungs](const QString &id, const QString &kind) {
        if (id.isEmpty() || std::any_of(rungs.begin(), rungs.end(), [&id](const Rung &rung) { return rung.id == id; }))
            return;
        Rung rung{.id = id};
        for (int k = 0; k <= int(RungKind::Stub); ++k) {
            if (domain::toString(RungKind(k)) == kind)
                rung.kind = RungKind(k);
        }
        rungs.append(rung);
    };
    for (const AttemptState &attempt : step.attempts)
        add(attempt.rung, attempt.kind);
    for (const QString &id : climbed.entered)
        add(id, id);
    return rungs;
}

QString bestModel(const QList<AttemptState> &attempts)
{
    const AttemptState *best = nullptr;
    for (const AttemptState &attempt : attempts) {
        if (attempt.verdictSeq > 0 && (!best || attempt.score >= best->score))
            best = &attempt;
    }
    return best ? best->model : QString();
}

/// The chips of \p rung; with an earlier epoch's before, each epoch under its name.
QList<Chip> chipsOf(const Rung &rung, const LadderStep &step, const ChipWriter &writer)
{
    const bool several = !step.attempts.isEmpty() && step.attempts.first().epoch != step.attempts.last().epoch;
    QList<Chip> chips;
    int epoch = -1;
    for (const AttemptState &attempt : step.attempts) {
        if (attempt.rung != rung.id)
            continue;
        if (several && attempt.epoch != epoch)
            chips.append({.kind = Chip::Kind::Label, .text = LadderText::tr("round %1").arg(attempt.epoch + 1)});
        epoch = attempt.epoch;
        chips.append(writer.chip(attempt));
    }
    return chips;
}

void describeWaiting(RungScene &scene, const LadderStep &step, const Climbed &climbed)
{
    scene.chips.append({.kind = Chip::Kind::Note,
                        .text = LadderText::tr("waiting"),
                        .bar = Role::Waiting,
                        .evidence = step.view.reason.isEmpty()
                            ? LadderText::tr("It waits for a person.")
                            : LadderText::tr("It waits for a person: %1").arg(step.view.reason)});
    if (climbed.deadlineMs > 0) {
        const qint64 left = climbed.deadlineMs - step.nowMs;
        scene.note = left > 0 ? hoursText(left) : LadderText::tr("overdue");
        scene.evidence = left > 0 ? LadderText::tr("%1 left to answer.").arg(scene.note)
                                  : LadderText::tr("The time to answer is over.");
    }
}

void describeStood(RungScene &scene, const LadderStep &step, const Climbed &climbed)
{
    const StepState state = step.view.state;
    if (state == StepState::Waiting) {
        describeWaiting(scene, step, climbed);
    } else if (state == StepState::Blocked) {
        scene.chips.append({.kind = Chip::Kind::Note,
                            .text = LadderText::tr("blocked"),
                            .bar = Role::Warn,
                            .evidence = step.view.reason});
    } else if (domain::isEnded(state)) {
        scene.end = state;
        scene.note.clear();
        scene.evidence = step.view.reason;
    }
}

RungScene sceneOf(const Rung &rung, const LadderGround &ground, const LadderStep &step, const Climbed &climbed,
                  const ChipWriter &writer)
{
    RungScene scene{.id = rung.id, .title = rungTitle(rung.id), .chips = chipsOf(rung, step, writer)};
    if (climbed.skipped.contains(rung.id) && !climbed.entered.contains(rung.id)) {
        scene.state = RungState::Skipped;
        const QString reason = climbed.skipped.value(rung.id);
        scene.note = reason.isEmpty() ? LadderText::tr("skipped") : LadderText::tr("skipped: %1").arg(reason);
        scene.evidence = scene.note;
    } else if (climbed.entered.contains(rung.id)) {
        scene.state = RungState::Climbed;
        if (const QString reason = climbed.left.value(rung.id); !reason.isEmpty()) {
            scene.note = LadderText::tr("left early");
            scene.evidence = LadderText::tr("Left early: %1").arg(reason);
        }
    } else if (ground.switchedOff.contains(rung.kind)) {
        scene.note = LadderText::tr("switched off");
        scene.evidence = LadderText::tr("This run goes without it.");
    } else if (!domain::isEnded(step.view.state)) {
        const RungEstimate estimate = estimateOf(rung, ground, bestModel(step.attempts));
        scene.note = estimate.note;
        scene.evidence = estimate.words;
    }
    if (climbed.stubMade && rung.kind == RungKind::Stub)
        scene.chips.append({.kind = Chip::Kind::Note,
                            .text = LadderText::tr("stub"),
                            .bar = Role::Stub,
                            .evidence = LadderText::tr("A stub stands for the file: %1").arg(step.view.reason)});
    return scene;
}

} // namespace

const QStringList &ladderEntryTypes()
{
    static const QStringList types{
        u"step.started"_s,   u"step.reopened"_s,  u"level.entered"_s, u"level.skipped"_s,      u"level.left"_s,
        u"candidate.made"_s, u"tests.finished"_s, u"stub.made"_s,     u"guidance.requested"_s, u"guidance.answered"_s};
    return types;
}

LadderScene composeLadder(const LadderGround &ground, const LadderStep &step)
{
    const Climbed climbed = climbedOf(step);
    const QList<Rung> rungs = rungsOf(ground, step, climbed);
    const ChipWriter writer(step);
    LadderScene scene;
    for (const Rung &rung : rungs)
        scene.rungs.append(sceneOf(rung, ground, step, climbed, writer));
    const QString stood = climbed.entered.isEmpty() ? QString() : climbed.entered.last();
    for (RungScene &rung : scene.rungs) {
        if (rung.id != stood)
            continue;
        if (!domain::isEnded(step.view.state) && step.view.state != StepState::Pending)
            rung.state = RungState::Stood;
        describeStood(rung, step, climbed);
    }
    return scene;
}

QString rungTitle(const QString &id)
{
    static const QHash<QString, const char *> titles{
        {u"first"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "generate")},
        {u"fix"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "fix")},
        {u"reviewer"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "reviewer")},
        {u"analyze"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "analyse")},
        {u"insights"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "with insights")},
        {u"premium"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "premium")},
        {u"rethink"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "rethink")},
        {u"best"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "best performer")},
        {u"collaborate"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "collaborate")},
        {u"ensemble"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "L1 ensemble")},
        {u"expert"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "L2 expert")},
        {u"human"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "L3 person")},
        {u"stub"_s, QT_TRANSLATE_NOOP("stepladder::ui::LadderText", "L4 stub")},
    };
    const char *title = titles.value(id);
    return title ? LadderText::tr(title) : id;
}

QString hoursText(qint64 ms)
{
    const qint64 minutes = std::max<qint64>(1, ms / 60'000);
    if (minutes < 60)
        return LadderText::tr("%1 min").arg(minutes);
    if (minutes % 60 == 0)
        return LadderText::tr("%1 h").arg(minutes / 60);
    return LadderText::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

} // namespace stepladder::ui

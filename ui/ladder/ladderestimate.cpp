// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderestimate.h"

#include "domain/money.h"
#include "models/chatmodel.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <cmath>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::MicroUsd;
using domain::Model;
using domain::Rung;
using domain::RungKind;

namespace {

struct LadderEstimate
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::LadderEstimate)
};

QString purposeOf(RungKind kind)
{
    switch (kind) {
    case RungKind::Analyze:
        return u"analyze"_s;
    case RungKind::Rethink:
        return u"rethink"_s;
    case RungKind::Collaborate:
        return u"collaborate"_s;
    default:
        return u"generate"_s; // an ensemble's members, expert- and human-guided attempts too
    }
}

/// Who would be asked, once for each call.
QList<const Model *> playersOf(const Rung &rung, const LadderGround &ground, const QString &best)
{
    QList<const Model *> players;
    if (!ground.models)
        return players;
    QStringList roles = rung.roles;
    if (roles.isEmpty())
        roles.append(rung.kind == RungKind::Analyze || rung.kind == RungKind::Rethink ? u"thinker"_s : u"generator"_s);
    for (const QString &role : std::as_const(roles)) {
        const Model *played = role == u"best"_s && !best.isEmpty() ? ground.models->model(best) : nullptr;
        players.append(played ? played : ground.models->playerOf(role == u"best"_s ? u"generator"_s : role));
    }
    return players;
}

} // namespace

UsualCalls usualCalls(const QList<domain::Entry> &settled)
{
    UsualCalls usual;
    for (const domain::Entry &entry : settled) {
        if (entry.data[u"estimated"].toBool())
            continue;
        const QJsonObject usage = entry.data[u"usage"].toObject();
        UsualCall &call = usual[entry.data[u"purpose"].toString()];
        call.input += usage[u"input"].toDouble();
        call.output += usage[u"output"].toDouble();
        ++call.calls;
    }
    for (UsualCall &call : usual) {
        call.input /= call.calls;
        call.output /= call.calls;
    }
    return usual;
}

RungEstimate estimateOf(const Rung &rung, const LadderGround &ground, const QString &best)
{
    if (rung.kind == RungKind::Stub)
        return {};
    RungEstimate estimate;
    if (rung.kind == RungKind::Human) {
        estimate.note = hoursText(qint64(rung.deadlineHours * 3'600'000));
        estimate.words = LadderEstimate::tr("A person has %1 to answer.").arg(estimate.note);
        return estimate;
    }
    const QList<const Model *> players = playersOf(rung, ground, best);
    QStringList names;
    for (const Model *player : players) {
        if (player && !names.contains(player->id))
            names.append(player->id);
    }
    QStringList notes;
    if (rung.kind == RungKind::Ensemble && !names.isEmpty())
        notes.append(names.size() == 1 ? LadderEstimate::tr("1 model")
                                       : LadderEstimate::tr("%1 models").arg(names.size()));
    if (!names.isEmpty())
        estimate.words = LadderEstimate::tr("It would ask %1.").arg(names.join(u", "_s));

    const UsualCall usual = ground.usual.value(purposeOf(rung.kind));
    MicroUsd cost = 0;
    bool known = usual.calls > 0 && !players.isEmpty();
    for (const Model *player : players) {
        known = known && player && player->price.known();
        if (known)
            cost += models::priceOf(player->price,
                                    {.input = std::llround(usual.input), .output = std::llround(usual.output)});
    }
    if (known && cost > 0) {
        notes.append(LadderEstimate::tr("~%1").arg(domain::usdText(cost)));
        estimate.words += u' '
            + LadderEstimate::tr("About %1 a try, at %2 tokens in and %3 out: the mean of this run's calls (n = %4).")
                  .arg(domain::usdText(cost))
                  .arg(std::llround(usual.input))
                  .arg(std::llround(usual.output))
                  .arg(usual.calls);
    }
    estimate.note = notes.join(u" · "_s);
    return estimate;
}

} // namespace stepladder::ui

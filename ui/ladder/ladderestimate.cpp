// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladder/ladderestimate.h"

#include "models/chatmodel.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <algorithm>
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

/// As the engine has them where the ladder names none.
QStringList usualRoles(RungKind kind)
{
    switch (kind) {
    case RungKind::Analyze:
    case RungKind::Rethink:
        return {u"thinker"_s};
    case RungKind::Ensemble:
        return {u"generator"_s, u"reviewer"_s, u"premium"_s};
    case RungKind::Human:
        return {u"premium"_s};
    default:
        return {u"generator"_s};
    }
}

MicroUsd priceOfCall(const Model &model, double input, double output)
{
    return models::priceOf(model.price, {.input = std::llround(input), .output = std::llround(output)});
}

} // namespace

QList<const Model *> rungPlayers(const Rung &rung, const LadderGround &ground, const QString &best)
{
    QList<const Model *> players;
    if (!ground.models || rung.kind == RungKind::Stub)
        return players;
    QStringList roles = rung.roles.isEmpty() ? usualRoles(rung.kind) : rung.roles;
    // All of them are asked at once, or one after the other; elsewhere the first plays.
    if (rung.kind != RungKind::Ensemble && rung.kind != RungKind::Collaborate)
        roles = {roles.first()};
    for (const QString &role : std::as_const(roles)) {
        const Model *played = role == u"best"_s && !best.isEmpty() ? ground.models->model(best) : nullptr;
        if (!played)
            played = ground.models->playerOf(role == u"best"_s ? u"generator"_s : role);
        // At one temperature, asking the same model again would bring the same.
        if (rung.kind != RungKind::Ensemble || !rung.temperature || !players.contains(played))
            players.append(played);
    }
    return players;
}

UsualCall usualCall(RungKind kind, const UsualCalls &usual)
{
    return usual.value(purposeOf(kind));
}

TryCost costOf(const Rung &rung, const QList<const Model *> &players, const UsualCalls &usual)
{
    const auto priced = [](const Model *player) { return player && player->price.known(); };
    if (players.isEmpty() || !std::all_of(players.begin(), players.end(), priced))
        return {};
    const UsualCall call = usualCall(rung.kind, usual);
    TryCost cost{.usual = {}, .most = 0};
    if (call.calls > 0)
        cost.usual = 0;
    for (const Model *player : players) {
        *cost.most += priceOfCall(*player, player->contextTokens, player->maxOutputTokens);
        if (cost.usual)
            *cost.usual += priceOfCall(*player, call.input, call.output);
    }
    return cost;
}

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
    const QList<const Model *> players = rungPlayers(rung, ground, best);
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

    const MicroUsd cost = costOf(rung, players, ground.usual).usual.value_or(0);
    if (cost > 0) {
        const UsualCall usual = usualCall(rung.kind, ground.usual);
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

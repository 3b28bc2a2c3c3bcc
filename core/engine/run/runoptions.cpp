// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/runoptions.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;

QJsonObject toJson(const models::Caps &caps)
{
    const auto value = [](const std::optional<domain::MicroUsd> &cap) { return cap ? QJsonValue(*cap) : QJsonValue(); };
    return {{u"perCall"_s, value(caps.perCall)},
            {u"perStep"_s, value(caps.perStep)},
            {u"perRun"_s, value(caps.perRun)},
            {u"perDay"_s, value(caps.perDay)},
            {u"paidCalls"_s, caps.paidCalls ? QJsonValue(*caps.paidCalls) : QJsonValue()}};
}

models::Caps capsFromJson(const QJsonObject &json)
{
    const auto value = [&](QStringView key) {
        const QJsonValue v = json[key];
        return v.isDouble() ? std::optional(v.toInteger()) : std::nullopt;
    };
    models::Caps caps{.perCall = value(u"perCall"),
                      .perStep = value(u"perStep"),
                      .perRun = value(u"perRun"),
                      .perDay = value(u"perDay")};
    if (const auto calls = value(u"paidCalls"))
        caps.paidCalls = int(*calls);
    return caps;
}

void raiseCap(models::Caps &caps, const QString &cap, domain::MicroUsd amount)
{
    if (cap == u"perRun"_s || caps.perRun)
        caps.perRun = amount;
    for (const auto &[name, limit] : {std::pair(u"perCall"_s, &caps.perCall), std::pair(u"perStep"_s, &caps.perStep),
                                      std::pair(u"perDay"_s, &caps.perDay)}) {
        if (cap == name && *limit)
            *limit = std::max(**limit, amount);
    }
    if (cap == u"paidCalls"_s)
        caps.paidCalls.reset();
}

void setCap(models::Caps &caps, const QString &cap, qint64 limit)
{
    for (const auto &[name, one] : {std::pair(u"perRun"_s, &caps.perRun), std::pair(u"perCall"_s, &caps.perCall),
                                    std::pair(u"perStep"_s, &caps.perStep), std::pair(u"perDay"_s, &caps.perDay)}) {
        if (cap == name)
            *one = limit;
    }
    if (cap == u"paidCalls"_s)
        caps.paidCalls = int(limit);
}

QJsonObject toJson(const RunOptions &o)
{
    return {{u"mode"_s, domain::toString(o.mode)},
            {u"caps"_s, toJson(o.caps)},
            {u"noEnsemble"_s, o.noEnsemble},
            {u"noExpert"_s, o.noExpert},
            {u"noHuman"_s, o.noHuman},
            {u"noTests"_s, o.noTests},
            {u"parallel"_s, o.parallel}};
}

RunOptions runOptionsFromJson(const QJsonObject &json)
{
    return {.mode = domain::modeFromString(json[u"mode"].toString()).value_or(domain::Mode::Guarded),
            .caps = capsFromJson(json[u"caps"].toObject()),
            .noEnsemble = json[u"noEnsemble"].toBool(),
            .noExpert = json[u"noExpert"].toBool(),
            .noHuman = json[u"noHuman"].toBool(),
            .noTests = json[u"noTests"].toBool(),
            .parallel = json[u"parallel"].toInt(4)};
}

} // namespace stepladder::engine

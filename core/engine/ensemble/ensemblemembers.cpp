// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ensemble/ensemblemembers.h"

#include <QJsonObject>

#include <algorithm>
#include <array>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<double, 3> kSampling = {0.2, 0.7, 1.0}; // design.md §5.5

/// As the models file says; else the name without its size ("qwen2.5-coder:3b").
QString familyOf(const domain::Model &model)
{
    return model.family.isEmpty() ? model.name.section(u':', 0, 0) : model.family;
}

} // namespace

QList<EnsembleMember> ensembleMembers(const domain::Rung &rung, const domain::ModelsConfig &config,
                                      const std::function<QString(const QString &role)> &playerOf)
{
    static const QStringList usual{u"generator"_s, u"reviewer"_s, u"premium"_s};
    QList<EnsembleMember> members;
    for (const QString &role : rung.roles.isEmpty() ? usual : rung.roles) {
        const QString id = playerOf(role);
        const domain::Model *model = config.model(id);
        const bool known =
            std::any_of(members.begin(), members.end(), [&id](const EnsembleMember &m) { return m.model == id; });
        if (model && !(known && rung.temperature))
            members.append({.role = role, .model = id, .family = familyOf(*model), .temperature = rung.temperature});
    }
    if (rung.temperature)
        return members;
    QHash<QString, int> shared;
    for (const EnsembleMember &member : std::as_const(members))
        ++shared[member.model];
    QHash<QString, size_t> turn;
    for (EnsembleMember &member : members) {
        if (shared.value(member.model) > 1)
            member.temperature = kSampling[turn[member.model]++ % kSampling.size()];
    }
    return members;
}

bool isOneFamily(const QList<EnsembleMember> &members)
{
    return std::all_of(members.begin(), members.end(),
                       [&](const EnsembleMember &m) { return m.family == members.first().family; });
}

QString familyText(const QList<EnsembleMember> &members)
{
    if (members.size() < 2 || !isOneFamily(members))
        return {};
    QStringList samples;
    for (const EnsembleMember &member : members)
        samples.append(member.temperature ? u"%1 at %2"_s.arg(member.model).arg(*member.temperature) : member.model);
    return u"All candidates are of one family, %1 (%2): what they agree on is the word of one."_s.arg(
        members.first().family, samples.join(u", "_s));
}

QJsonArray toJson(const QList<EnsembleMember> &members)
{
    QJsonArray json;
    for (const EnsembleMember &member : members)
        json.append(
            QJsonObject{{u"role"_s, member.role},
                        {u"model"_s, member.model},
                        {u"family"_s, member.family},
                        {u"temperature"_s, member.temperature ? QJsonValue(*member.temperature) : QJsonValue()}});
    return json;
}

QList<EnsembleMember> membersFromJson(const QJsonArray &json)
{
    QList<EnsembleMember> members;
    for (const auto &item : json) {
        const QJsonValue temperature = item[u"temperature"];
        members.append({.role = item[u"role"].toString(),
                        .model = item[u"model"].toString(),
                        .family = item[u"family"].toString(),
                        .temperature = temperature.isDouble() ? std::optional(temperature.toDouble()) : std::nullopt});
    }
    return members;
}

} // namespace stepladder::engine

// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/ladder.h"

#include "domain/jsonreader.h"
#include "domain/shown.h"

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {

const QStringList &rungKindNames()
{
    static const QStringList names = {u"generate"_s, u"collaborate"_s, u"analyze"_s, u"rethink"_s,
                                      u"ensemble"_s, u"expert"_s,      u"human"_s,   u"stub"_s};
    return names;
}

const QStringList &carryNames()
{
    static const QStringList names = {u"feedback"_s, u"insights"_s, u"similar"_s, u"everything"_s};
    return names;
}

double defaultPassMark(RungKind kind)
{
    return kind == RungKind::Ensemble ? 7 : 8;
}

Rung readRung(JsonReader &in)
{
    Rung rung;
    rung.id = in.name("id"_L1);
    rung.kind = RungKind(in.oneOf("kind"_L1, rungKindNames()));
    rung.think = in.boolean("think"_L1, false);
    rung.roles = in.texts("roles"_L1, {});
    rung.repeat = int(in.integer("repeat"_L1, 1, 100, 1));
    rung.temperature = in.optionalNumber("temperature"_L1, 0, 2);
    const QStringList carries = in.texts("carries"_L1, {});
    for (const QString &name : carries) {
        const auto index = carryNames().indexOf(name);
        if (index < 0)
            in.fault("carries"_L1, u"%1 is not one of %2"_s.arg(shown(name), carryNames().join(u", "_s)));
        else
            rung.carries.append(Carry(index));
    }
    rung.passMark = in.number("passMark"_L1, 0, 10, defaultPassMark(rung.kind));
    rung.leaveEarly = in.boolean("leaveEarly"_L1, true);
    rung.deadlineHours = in.number("deadlineHours"_L1, 0.001, 24.0 * 365, 24);
    for (const QString &role : rung.roles) {
        if (role != u"best"_s && !knownRoles().contains(role))
            in.fault("roles"_L1, u"%1 is not one of %2, best"_s.arg(shown(role), knownRoles().join(u", "_s)));
    }
    return rung;
}

} // namespace

QString toString(RungKind kind)
{
    return rungKindNames().at(int(kind));
}

const Rung *Ladder::rung(const QString &rungId) const
{
    const auto found = std::find_if(rungs.begin(), rungs.end(), [&](const Rung &r) { return r.id == rungId; });
    return found == rungs.end() ? nullptr : &*found;
}

const QStringList &knownRoles()
{
    static const QStringList roles = {u"thinker"_s, u"generator"_s, u"reviewer"_s,
                                      u"premium"_s, u"expert"_s,    u"judges"_s};
    return roles;
}

Result<Ladder> ladderFromJson(const QJsonObject &json, const QString &where)
{
    JsonReader in(json, where);
    Ladder ladder;
    ladder.id = in.name("id"_L1);
    ladder.title = in.text("title"_L1, ladder.id);
    QSet<QString> ids;
    in.each("rungs"_L1, true, [&](JsonReader &reader) {
        const Rung rung = readRung(reader);
        if (ids.contains(rung.id))
            reader.fault("id"_L1, u"%1 is already the id of another rung"_s.arg(shown(rung.id)));
        ids.insert(rung.id);
        ladder.rungs.append(rung);
    });
    if (ladder.rungs.isEmpty())
        in.fault("rungs"_L1, u"is empty, expected at least one rung"_s);
    if (const auto read = in.finish(); !read)
        return fail(read.error());
    return ladder;
}

QJsonObject toJson(const Ladder &ladder)
{
    QJsonArray rungs;
    for (const Rung &rung : ladder.rungs) {
        QJsonArray carries;
        for (const Carry carry : rung.carries)
            carries.append(carryNames().at(int(carry)));
        QJsonObject json{{u"id"_s, rung.id},
                         {u"kind"_s, toString(rung.kind)},
                         {u"think"_s, rung.think},
                         {u"roles"_s, QJsonArray::fromStringList(rung.roles)},
                         {u"repeat"_s, rung.repeat},
                         {u"carries"_s, carries},
                         {u"passMark"_s, rung.passMark},
                         {u"leaveEarly"_s, rung.leaveEarly},
                         {u"deadlineHours"_s, rung.deadlineHours}};
        if (rung.temperature)
            json.insert(u"temperature"_s, *rung.temperature);
        rungs.append(json);
    }
    return {{u"id"_s, ladder.id}, {u"title"_s, ladder.title}, {u"rungs"_s, rungs}};
}

} // namespace stepladder::domain

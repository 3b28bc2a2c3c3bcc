// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/ladderdraft.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::RungKind;

namespace {

const QStringList &allFields()
{
    static const QStringList fields{u"id"_s,          u"kind"_s,    u"think"_s,    u"roles"_s,      u"repeat"_s,
                                    u"temperature"_s, u"carries"_s, u"passMark"_s, u"leaveEarly"_s, u"deadlineHours"_s};
    return fields;
}

/// Where the reader found the first fault, and what it says of it.
std::optional<LadderFault> firstFault(const QJsonObject &ladder)
{
    static const QRegularExpression place(u"^ladder: (?:rungs\\[(\\d+)\\](?:\\.([^:]+))?|([^:]+)): (.*)$"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    const auto read = domain::ladderFromJson(ladder, u"ladder"_s);
    if (read)
        return std::nullopt;
    const auto match = place.match(read.error().message);
    if (!match.hasMatch())
        return LadderFault{.field = u"rungs"_s, .message = read.error().message};
    if (match.hasCaptured(1))
        return LadderFault{.rung = match.captured(1).toInt(), .field = match.captured(2), .message = match.captured(4)};
    return LadderFault{.field = match.captured(3), .message = match.captured(4)};
}

QByteArray valueText(const QJsonValue &value)
{
    // A document holds no bare value.
    QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).mid(1).chopped(1);
    return value.isArray() ? text.replace("\",\"", "\", \"") : text;
}

QByteArray rungText(const QJsonObject &rung)
{
    QStringList fields = allFields();
    for (const QString &key : rung.keys()) {
        if (!fields.contains(key))
            fields.append(key);
    }
    QByteArrayList parts;
    for (const QString &field : std::as_const(fields)) {
        if (rung.contains(field))
            parts.append(valueText(field) + ": " + valueText(rung[field]));
    }
    return '{' + parts.join(", ") + '}';
}

} // namespace

QList<LadderFault> faultsOf(const QJsonObject &ladder)
{
    QList<LadderFault> faults;
    const auto add = [&faults](const std::optional<LadderFault> &fault) {
        const auto same = [&fault](const LadderFault &other) {
            return other.rung == fault->rung && other.field == fault->field;
        };
        if (fault && std::none_of(faults.begin(), faults.end(), same))
            faults.append(*fault);
    };
    const QJsonObject sound{{u"id"_s, u"x"_s}, {u"kind"_s, u"stub"_s}};
    for (const QString &key : ladder.keys()) {
        QJsonObject probe{{u"id"_s, u"x"_s}, {u"rungs"_s, QJsonArray{sound}}};
        if (key != u"rungs"_s) {
            probe.insert(key, ladder[key]);
            add(firstFault(probe));
        }
    }
    const QJsonArray rungs = ladder[u"rungs"].toArray();
    for (int i = 0; i < int(rungs.size()); ++i) {
        const QJsonObject rung = rungs.at(i).toObject();
        for (const QString &key : rung.keys()) {
            QJsonObject probe = sound;
            probe.insert(key, rung[key]);
            auto fault = firstFault({{u"id"_s, u"x"_s}, {u"rungs"_s, QJsonArray{probe}}});
            if (fault)
                fault->rung = i;
            add(fault);
        }
    }
    // What is missing, and what only shows beside others: two rungs of one id.
    add(firstFault(ladder));
    return faults;
}

std::optional<RungKind> kindOf(const QJsonObject &rung)
{
    for (int kind = 0; kind <= int(RungKind::Stub); ++kind) {
        if (domain::toString(RungKind(kind)) == rung[u"kind"].toString())
            return RungKind(kind);
    }
    return std::nullopt;
}

QStringList rungFields(RungKind kind)
{
    const auto without = [](const QStringList &names) {
        QStringList fields = allFields();
        for (const QString &name : names)
            fields.removeOne(name);
        return fields;
    };
    switch (kind) {
    case RungKind::Generate:
    case RungKind::Collaborate:
        return without({u"deadlineHours"_s});
    case RungKind::Expert:
        return without({u"think"_s, u"deadlineHours"_s});
    case RungKind::Analyze:
    case RungKind::Rethink:
        return without({u"think"_s, u"passMark"_s, u"leaveEarly"_s, u"deadlineHours"_s});
    case RungKind::Ensemble:
        return without({u"think"_s, u"leaveEarly"_s, u"deadlineHours"_s});
    case RungKind::Human:
        return without({u"think"_s, u"repeat"_s, u"leaveEarly"_s});
    case RungKind::Stub:
        break;
    }
    return {u"id"_s, u"kind"_s};
}

QByteArray ladderText(const QJsonObject &ladder)
{
    QByteArrayList fields;
    for (const QString &field : {u"id"_s, u"title"_s}) {
        if (ladder.contains(field))
            fields.append("  " + valueText(field) + ": " + valueText(ladder[field]));
    }
    QByteArrayList rungs;
    for (const QJsonValue &rung : ladder[u"rungs"].toArray())
        rungs.append("    " + rungText(rung.toObject()));
    fields.append("  \"rungs\": [\n" + rungs.join(",\n") + "\n  ]");
    return "{\n" + fields.join(",\n") + "\n}\n";
}

} // namespace stepladder::ui

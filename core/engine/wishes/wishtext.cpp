// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/wishtext.h"

#include "domain/money.h"
#include "engine/wishes/wishjson.h"

#include <QHash>
#include <QJsonArray>

#include <functional>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {

using Line = std::function<QString(const QJsonObject &)>;

QString takenLine(const QJsonObject &d)
{
    static const QHash<QString, QString> texts{
        {u"ask"_s, u"wants to be asked"_s}, {u"skip"_s, u"skips it"_s},
        {u"stub"_s, u"wants a stub"_s},     {u"retry"_s, u"wants it tried again now"_s},
        {u"pause"_s, u"pauses the run"_s},  {u"stop"_s, u"stops the run"_s}};
    const QString wish = d[u"wish"].toString();
    const QString what =
        wish == u"jump"_s ? u"sends it to rung %1"_s.arg(d[u"rung"].toString()) : texts.value(wish, wish);
    return u"%1 %2"_s.arg(d[u"by"].toString(), what);
}

QString breakpointOf(const QJsonObject &d)
{
    const auto point = breakpointFromJson(d[u"breakpoint"].toObject(), u"breakpoint"_s);
    return point ? describe(*point) : QString();
}

QString attachedLine(const QJsonObject &d)
{
    QStringList names;
    for (const auto &file : d[u"files"].toArray())
        names.append(file[u"name"].toString());
    return u"%1 attached %2 (about %3 tokens)"_s.arg(d[u"by"].toString(), names.join(u", "_s))
        .arg(d[u"tokens"].toInt());
}

QString raisedLine(const QJsonObject &d)
{
    if (!d.contains(u"by"_s))
        return {};
    const QString cap = d[u"cap"].toString();
    const qint64 limit = d[u"caps"][cap].toInteger();
    return u"%1 set the cap %2 to %3"_s.arg(d[u"by"].toString(), cap,
                                            cap == u"paidCalls"_s ? QString::number(limit) : domain::usdText(limit));
}

const QHash<QString, Line> &lines()
{
    static const QHash<QString, Line> all{
        {u"wish.taken"_s, takenLine},
        {u"wish.refused"_s,
         [](const QJsonObject &d) {
             return u"the wish \"%1\" cannot be: %2"_s.arg(d[u"wish"].toString(), d[u"reason"].toString());
         }},
        {u"run.changed"_s,
         [](const QJsonObject &d) {
             return u"%1 set the mode to %2"_s.arg(d[u"by"].toString(), d[u"mode"].toString());
         }},
        {u"plan.attached"_s, attachedLine},
        {u"plan.detached"_s,
         [](const QJsonObject &d) {
             return u"%1 detached %2"_s.arg(d[u"by"].toString(), d[u"names"].toVariant().toStringList().join(u", "_s));
         }},
        {u"breakpoint.set"_s,
         [](const QJsonObject &d) { return u"%1 set a breakpoint %2"_s.arg(d[u"by"].toString(), breakpointOf(d)); }},
        {u"breakpoint.cleared"_s,
         [](const QJsonObject &d) {
             return u"the breakpoint %1 is gone (%2)"_s.arg(breakpointOf(d), d[u"by"].toString());
         }},
        {u"breakpoint.reached"_s,
         [](const QJsonObject &d) { return u"came to the breakpoint %1"_s.arg(breakpointOf(d)); }},
        {u"step.reopened"_s,
         [](const QJsonObject &d) {
             return d[u"reason"] == u"retry"_s ? u"%1 wants it made anew"_s.arg(d[u"by"].toString()) : QString();
         }},
        {u"step.offered"_s, [](const QJsonObject &d) { return u"may be made anew: "_s + d[u"reason"].toString(); }},
        {u"budget.raised"_s, raisedLine},
    };
    return all;
}

} // namespace

QString wishLine(const domain::Entry &entry)
{
    if (entry.type == u"insight"_s) {
        const bool person = entry.data[u"role"] == u"person"_s && entry.data[u"contentType"] == u"note"_s;
        return person
            ? u"%1: %2"_s.arg(entry.data[u"model"].toString(), entry.data[u"text"].toString().section(u'\n', 0, 0))
            : QString();
    }
    const auto line = lines().constFind(entry.type);
    return line == lines().constEnd() ? QString() : (*line)(entry.data);
}

const QStringList &wishEntryTypes()
{
    static const QStringList types = lines().keys();
    return types;
}

} // namespace stepladder::engine

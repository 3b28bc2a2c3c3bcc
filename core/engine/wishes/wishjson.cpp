// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/wishjson.h"

#include "domain/jsonreader.h"

#include <QHash>
#include <QJsonArray>

#include <functional>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::JsonReader;
using domain::Result;

namespace {

constexpr qint64 kMostMoney = 1'000'000LL * 1'000'000;

template<typename... Cases>
struct Overloaded : Cases...
{
    using Cases::operator()...;
};
template<typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

const QStringList &beforeNames()
{
    static const QStringList names = {u"step"_s, u"rung"_s, u"paidCall"_s, u"spend"_s, u"prompt"_s};
    return names;
}

const QStringList &modeNames()
{
    static const QStringList names = {domain::toString(domain::Mode::Supervised),
                                      domain::toString(domain::Mode::Guarded),
                                      domain::toString(domain::Mode::Autonomous)};
    return names;
}

const QStringList &capNames()
{
    static const QStringList names = {u"perRun"_s, u"perCall"_s, u"perStep"_s, u"perDay"_s, u"paidCalls"_s};
    return names;
}

Breakpoint readBreakpoint(JsonReader &in)
{
    Breakpoint point{.before = Breakpoint::Before(in.oneOf("before"_L1, beforeNames()))};
    if (point.before == Breakpoint::Before::Step)
        point.step = in.name("step"_L1);
    else
        point.step = in.text("step"_L1, {});
    if (point.before == Breakpoint::Before::Rung)
        point.rung = in.name("rung"_L1);
    else
        in.text("rung"_L1, {});
    point.amount = point.before == Breakpoint::Before::Spend ? in.integer("amountMicroUsd"_L1, 1, kMostMoney)
                                                             : in.integer("amountMicroUsd"_L1, 0, kMostMoney, 0);
    return point;
}

QList<domain::Step> readSteps(JsonReader &in)
{
    QList<domain::Step> steps;
    const QJsonArray array = in.array("steps"_L1);
    for (qsizetype i = 0; i < array.size(); ++i) {
        const auto step = domain::stepFromJson(array.at(i).toObject(), u"steps[%1]"_s.arg(i));
        if (!step)
            in.fault("steps"_L1, step.error().message);
        else
            steps.append(*step);
    }
    if (array.isEmpty())
        in.fault("steps"_L1, u"is empty, expected at least one step"_s);
    return steps;
}

Wish readAttach(JsonReader &in)
{
    wish::Attach attach{.step = in.text("step"_L1, {}),
                        .paths = in.texts("paths"_L1, {}),
                        .title = in.text("title"_L1, {}),
                        .text = in.text("text"_L1, {})};
    if (attach.paths.isEmpty() && attach.text.trimmed().isEmpty())
        in.fault("paths"_L1, u"is empty, expected files or a text"_s);
    if (!attach.text.isEmpty() && attach.title.trimmed().isEmpty())
        in.fault("title"_L1, u"is missing, expected what the text is called"_s);
    return attach;
}

QString textOf(JsonReader &in, QLatin1String key)
{
    const QString text = in.text(key);
    if (text.trimmed().isEmpty())
        in.fault(key, u"is empty, expected what is to be said"_s);
    return text;
}

using ReadOne = std::function<Wish(JsonReader &)>;

const QHash<QString, ReadOne> &readers()
{
    static const QHash<QString, ReadOne> all{
        {u"note"_s,
         [](JsonReader &in) -> Wish {
             const QString step = in.name("step"_L1);
             return wish::Note{step, textOf(in, "text"_L1)};
         }},
        {u"ask"_s, [](JsonReader &in) -> Wish { return wish::AskMe{in.name("step"_L1)}; }},
        {u"jump"_s,
         [](JsonReader &in) -> Wish {
             const QString step = in.name("step"_L1);
             return wish::Jump{step, in.name("rung"_L1)};
         }},
        {u"skip"_s, [](JsonReader &in) -> Wish { return wish::Skip{in.name("step"_L1)}; }},
        {u"stub"_s, [](JsonReader &in) -> Wish { return wish::Stub{in.name("step"_L1)}; }},
        {u"retry"_s,
         [](JsonReader &in) -> Wish {
             const QString step = in.name("step"_L1);
             return wish::Retry{step, in.text("note"_L1, {})};
         }},
        {u"breakpoint.set"_s, [](JsonReader &in) -> Wish { return wish::SetBreakpoint{readBreakpoint(in)}; }},
        {u"breakpoint.clear"_s, [](JsonReader &in) -> Wish { return wish::ClearBreakpoint{readBreakpoint(in)}; }},
        {u"attach"_s, readAttach},
        {u"detach"_s,
         [](JsonReader &in) -> Wish {
             const QString step = in.text("step"_L1, {});
             return wish::Detach{step, in.texts("names"_L1)};
         }},
        {u"mode"_s,
         [](JsonReader &in) -> Wish { return wish::ChangeMode{domain::Mode(in.oneOf("mode"_L1, modeNames()))}; }},
        {u"amend"_s,
         [](JsonReader &in) -> Wish {
             const auto steps = readSteps(in);
             const QString before = in.text("before"_L1, {});
             return wish::Amend{steps, before, in.text("reason"_L1, {})};
         }},
        {u"budget"_s,
         [](JsonReader &in) -> Wish {
             const QString cap = capNames().at(std::max(0, in.oneOf("cap"_L1, capNames())));
             return wish::RaiseCap{cap, in.integer("limit"_L1, 0, kMostMoney)};
         }},
        {u"pause"_s, [](JsonReader &) -> Wish { return wish::Pause{}; }},
        {u"stop"_s, [](JsonReader &) -> Wish { return wish::Stop{}; }},
    };
    return all;
}

QJsonObject stepsJson(const wish::Amend &amend)
{
    QJsonArray steps;
    for (const domain::Step &step : amend.steps)
        steps.append(domain::toJson(step));
    return {{u"steps"_s, steps}, {u"before"_s, amend.before}, {u"reason"_s, amend.reason}};
}

QJsonObject dataOf(const Wish &wish)
{
    return std::visit(
        Overloaded{[](const wish::Note &w) {
                       return QJsonObject{{u"step"_s, w.step}, {u"text"_s, w.text}};
                   },
                   [](const wish::AskMe &w) {
                       return QJsonObject{{u"step"_s, w.step}};
                   },
                   [](const wish::Jump &w) {
                       return QJsonObject{{u"step"_s, w.step}, {u"rung"_s, w.rung}};
                   },
                   [](const wish::Skip &w) {
                       return QJsonObject{{u"step"_s, w.step}};
                   },
                   [](const wish::Stub &w) {
                       return QJsonObject{{u"step"_s, w.step}};
                   },
                   [](const wish::Retry &w) {
                       return QJsonObject{{u"step"_s, w.step}, {u"note"_s, w.note}};
                   },
                   [](const wish::SetBreakpoint &w) { return toJson(w.breakpoint); },
                   [](const wish::ClearBreakpoint &w) { return toJson(w.breakpoint); },
                   [](const wish::Attach &w) {
                       return QJsonObject{{u"step"_s, w.step},
                                          {u"paths"_s, QJsonArray::fromStringList(w.paths)},
                                          {u"title"_s, w.title},
                                          {u"text"_s, w.text}};
                   },
                   [](const wish::Detach &w) {
                       return QJsonObject{{u"step"_s, w.step}, {u"names"_s, QJsonArray::fromStringList(w.names)}};
                   },
                   [](const wish::ChangeMode &w) {
                       return QJsonObject{{u"mode"_s, domain::toString(w.mode)}};
                   },
                   [](const wish::Amend &w) { return stepsJson(w); },
                   [](const wish::RaiseCap &w) {
                       return QJsonObject{{u"cap"_s, w.cap}, {u"limit"_s, w.limit}};
                   },
                   [](const wish::Pause &) { return QJsonObject(); }, [](const wish::Stop &) { return QJsonObject(); }},
        wish);
}

} // namespace

QString toString(Breakpoint::Before before)
{
    return beforeNames().at(int(before));
}

QString describe(const Breakpoint &point)
{
    switch (point.before) {
    case Breakpoint::Before::Step:
        return u"before step %1"_s.arg(point.step);
    case Breakpoint::Before::Rung:
        return point.step.isEmpty() ? u"before rung %1"_s.arg(point.rung)
                                    : u"before rung %1 of step %2"_s.arg(point.rung, point.step);
    case Breakpoint::Before::PaidCall:
        return u"before the first paid call"_s;
    case Breakpoint::Before::Spend:
        return u"once %1 are spent"_s.arg(domain::usdText(point.amount));
    case Breakpoint::Before::Prompt:
        return point.step.isEmpty() ? u"before the next prompt is sent"_s
                                    : u"before the next prompt of step %1 is sent"_s.arg(point.step);
    }
    return {};
}

QJsonObject toJson(const Breakpoint &point)
{
    return {{u"before"_s, toString(point.before)},
            {u"step"_s, point.step},
            {u"rung"_s, point.rung},
            {u"amountMicroUsd"_s, point.amount}};
}

Result<Breakpoint> breakpointFromJson(const QJsonObject &json, const QString &where)
{
    JsonReader in(json, where);
    const Breakpoint point = readBreakpoint(in);
    const auto read = in.finish();
    return read ? Result<Breakpoint>(point) : domain::fail(read.error());
}

QString kindOf(const Wish &wish)
{
    static const QStringList kinds = {u"note"_s,
                                      u"ask"_s,
                                      u"jump"_s,
                                      u"skip"_s,
                                      u"stub"_s,
                                      u"retry"_s,
                                      u"breakpoint.set"_s,
                                      u"breakpoint.clear"_s,
                                      u"attach"_s,
                                      u"detach"_s,
                                      u"mode"_s,
                                      u"amend"_s,
                                      u"budget"_s,
                                      u"pause"_s,
                                      u"stop"_s};
    return kinds.at(qsizetype(wish.index()));
}

QJsonObject toJson(const Wish &wish, const QString &by)
{
    QJsonObject json = dataOf(wish);
    json.insert(u"by"_s, by);
    return json;
}

Result<Wanted> readWish(const journal::Wish &found)
{
    const auto reader = readers().constFind(found.kind);
    const QString where = u"wish %1 (%2)"_s.arg(found.id).arg(found.kind);
    if (reader == readers().constEnd())
        return domain::fail(domain::ErrorKind::BadInput, u"%1: nobody knows this kind of wish"_s.arg(where));
    JsonReader in(found.data, where);
    const QString by = in.text("by"_L1, {});
    Wanted wanted{.wish = (*reader)(in), .by = by.isEmpty() ? u"somebody"_s : by};
    if (const auto read = in.finish(); !read)
        return domain::fail(read.error());
    return wanted;
}

QString stepOf(const Wish &wish)
{
    return std::visit(
        [](const auto &w) -> QString {
            if constexpr (requires { w.step; })
                return w.step;
            else
                return {};
        },
        wish);
}

} // namespace stepladder::engine

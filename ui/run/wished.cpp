// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/wished.h"

#include "ui/run/openrun.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;

namespace {

const QStringList kWishTypes{u"run.started"_s,        u"run.resumed"_s,   u"breakpoint.set"_s,
                             u"breakpoint.cleared"_s, u"plan.attached"_s, u"plan.detached"_s};

std::optional<engine::Breakpoint> breakpointOf(const QJsonObject &data)
{
    using Before = engine::Breakpoint::Before;
    const QJsonObject point = data[u"breakpoint"].toObject();
    for (const Before before : {Before::Step, Before::Rung, Before::PaidCall, Before::Spend, Before::Prompt}) {
        if (point[u"before"].toString() == engine::toString(before))
            return engine::Breakpoint{.before = before,
                                      .step = point[u"step"].toString(),
                                      .rung = point[u"rung"].toString(),
                                      .amount = point[u"amountMicroUsd"].toInteger()};
    }
    return std::nullopt;
}

void detach(QList<Attached> &attached, const QString &step, const QString &name)
{
    attached.removeIf([&](const Attached &one) { return one.step == step && one.name == name; });
}

void take(WishedFacts &facts, const Entry &entry)
{
    const QString step = entry.data[u"step"].toString();
    if (entry.type == u"breakpoint.set"_s) {
        if (const auto point = breakpointOf(entry.data))
            facts.breakpoints.append(*point);
    } else if (entry.type == u"breakpoint.cleared"_s) {
        if (const auto point = breakpointOf(entry.data))
            facts.breakpoints.removeOne(*point);
    } else if (entry.type == u"plan.attached"_s) {
        for (const auto &file : entry.data[u"files"].toArray()) {
            const QString name = file[u"name"].toString();
            detach(facts.attached, step, name);
            facts.attached.append({.step = step, .name = name, .tokens = file[u"tokens"].toInt()});
        }
    } else if (entry.type == u"plan.detached"_s) {
        for (const auto &name : entry.data[u"names"].toArray())
            detach(facts.attached, step, name.toString());
    }
}

/// Without them there is only less to say.
domain::ModelsConfig pinnedModels(journal::JournalReader &reader, const QString &pin)
{
    const auto bytes = reader.blob(pin);
    if (!bytes)
        return {};
    return domain::modelsFromJson(QJsonDocument::fromJson(*bytes).object(), u"the pinned models"_s, u"/"_s)
        .value_or(domain::ModelsConfig());
}

WishedFacts readWished(journal::JournalReader &reader)
{
    WishedFacts facts;
    QString pin;
    // What cannot be read is not there to show.
    (void)reader.each({.types = kWishTypes}, [&](const Entry &entry) {
        take(facts, entry);
        if (entry.data.contains(u"pins"_s))
            pin = entry.data[u"pins"][u"models"].toString();
        return true;
    });
    if (!pin.isEmpty())
        facts.models = pinnedModels(reader, pin);
    return facts;
}

} // namespace

Wished &Wished::of(OpenRun &run)
{
    auto *known = run.findChild<Wished *>(QString(), Qt::FindDirectChildrenOnly);
    return known ? *known : *new Wished(run);
}

Wished::Wished(OpenRun &run)
    : QObject(&run)
    , m_run(run)
{
    connect(&run.feed(), &RunFeed::opened, this, &Wished::read);
    connect(&run.feed(), &RunFeed::entriesAdded, this, [this](const QList<Entry> &entries) {
        if (std::any_of(entries.begin(), entries.end(),
                        [](const Entry &entry) { return kWishTypes.contains(entry.type); }))
            read();
    });
    if (run.feed().isOpen())
        read();
}

void Wished::read()
{
    m_run.feed().ask(this, readWished, [this](const WishedFacts &facts) {
        if (facts == m_facts)
            return;
        m_facts = facts;
        Q_EMIT changed();
    });
}

} // namespace stepladder::ui

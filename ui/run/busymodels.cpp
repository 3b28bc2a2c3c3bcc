// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/busymodels.h"

#include "ui/run/openrun.h"
#include "ui/run/wished.h"

#include <QMap>

#include <algorithm>
#include <limits>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

/// What is under way began among the last of these.
constexpr int kPast = 400;

const QStringList kTypes{u"effect.intended"_s, u"effect.done"_s, u"effect.ended"_s,
                         u"run.resumed"_s,     u"run.paused"_s,  u"run.ended"_s};

QString endpointOf(const domain::ModelsConfig &models, const QString &model)
{
    const auto found = std::find_if(models.models.begin(), models.models.end(), [&model](const domain::Model &one) {
        return one.id == model || one.name == model;
    });
    return found == models.models.end() ? model : found->endpoint;
}

} // namespace

BusyModels::BusyModels(OpenRun &run, QObject *parent)
    : QObject(parent)
    , m_run(run)
{
    connect(&run.feed(), &RunFeed::opened, this, &BusyModels::readPast);
    connect(&run.feed(), &RunFeed::entriesAdded, this, [this](const QList<domain::Entry> &entries) {
        if (m_read)
            take(entries);
        else
            m_early += entries;
    });
    for (const auto signal : {&OpenRun::holderChanged, &OpenRun::positionChanged})
        connect(&run, signal, this, &BusyModels::changed);
    connect(&Wished::of(run), &Wished::changed, this, &BusyModels::changed);
    if (run.feed().isOpen())
        readPast();
}

void BusyModels::readPast()
{
    m_run.feed().ask(
        this,
        [](journal::JournalReader &reader) {
            auto past = reader.entriesBefore(std::numeric_limits<qint64>::max(), kPast, {.types = kTypes})
                            .value_or(QList<domain::Entry>());
            std::reverse(past.begin(), past.end());
            return past;
        },
        [this](const QList<domain::Entry> &past) {
            m_read = true;
            take(past + std::exchange(m_early, {}));
        });
}

void BusyModels::take(const QList<domain::Entry> &entries)
{
    const auto before = m_calls;
    for (const domain::Entry &entry : entries) {
        const QString key = entry.data[u"key"].toString();
        const QString model = entry.data[u"about"][u"model"].toString();
        if (entry.type == u"effect.intended"_s && !model.isEmpty())
            m_calls.insert(key, model);
        else if (entry.type == u"effect.done"_s || entry.type == u"effect.ended"_s)
            m_calls.remove(key);
        else if (entry.type == u"run.resumed"_s || entry.type == u"run.paused"_s || entry.type == u"run.ended"_s)
            m_calls.clear();
    }
    if (m_calls != before)
        Q_EMIT changed();
}

QString BusyModels::text() const
{
    // The calls of a process that died are no more; and the past is not now.
    if (m_run.holder() == Holder::Nobody || m_run.isScrubbed())
        return {};
    const domain::ModelsConfig &models = Wished::of(m_run).facts().models;
    QMap<QString, int> busy;
    for (const QString &model : m_calls)
        ++busy[endpointOf(models, model)];
    QStringList parts;
    for (auto it = busy.cbegin(); it != busy.cend(); ++it) {
        const domain::Endpoint *endpoint = models.endpoint(it.key());
        parts.append(endpoint && endpoint->parallel > 0
                         ? tr("%1 %2 of %3 busy").arg(it.key()).arg(it.value()).arg(endpoint->parallel)
                         : tr("%1 %2 busy").arg(it.key()).arg(it.value()));
    }
    return parts.join(u" · "_s);
}

} // namespace stepladder::ui
